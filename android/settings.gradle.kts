// The Android shell as Android Studio builds it. The Maven build beside it has the same sources: README.md.
pluginManagement {
    includeBuild("gradle/cargo")
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "xunlou"
include(":bindings", ":presenters", ":screens", ":app")
