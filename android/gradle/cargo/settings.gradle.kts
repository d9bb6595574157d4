dependencyResolutionManagement {
    repositories {
        mavenCentral()
    }
}

rootProject.name = "cargo"
