// The core for Kotlin: what `cargo xtask bindings` generates, compiled once. No sources here.
import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    `java-library`
    alias(libs.plugins.kotlin.jvm)
    id("xunlou.cargo")
}

val cargoBindings = tasks.register<Cargo>("cargoBindings") {
    description = "Builds the library for this machine and writes its Kotlin."
    // An IDE installs nothing on the machine unasked.
    arguments.addAll("xtask", "bindings", "--no-install", "--out")
    val out = layout.buildDirectory.dir("generated/bindings")
    arguments.add(out.map { it.asFile.path })
    output = layout.buildDirectory.dir("generated/bindings/kotlin")
    // With its stamp: xtask would take for done what Gradle has cleaned.
    outputs.dir(out)
    outputs.file(target.file("debug/${System.mapLibraryName("xunlou")}"))
}

java {
    sourceCompatibility = JavaVersion.VERSION_17
    targetCompatibility = JavaVersion.VERSION_17
}

kotlin {
    compilerOptions.jvmTarget = JvmTarget.JVM_17
    sourceSets.main {
        kotlin.srcDir(cargoBindings.flatMap { it.output })
    }
}

dependencies {
    // What runs it brings JNA: a phone the Android archive, a JVM the jar. Both at once would clash.
    compileOnlyApi(libs.jna)
}
