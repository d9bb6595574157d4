// What screens show and what taps do: plain Kotlin and coroutines. No Android, no Compose.
import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    `java-library`
    alias(libs.plugins.kotlin.jvm)
    id("xunlou.cargo")
}

val cargoStage = tasks.register<Cargo>("cargoStage") {
    description = "Builds the real server that the tests sync with."
    arguments.addAll("build", "--bin", "xunlou-stage", "--bin", "xunlou-server")
    sources.from(fileTree(workspace) { include("sync-server/**", "tests/src/**", "tests/Cargo.toml") })
    outputs.files(target.file("debug/xunlou-stage"), target.file("debug/xunlou-server"))
}

java {
    sourceCompatibility = JavaVersion.VERSION_17
    targetCompatibility = JavaVersion.VERSION_17
}

kotlin.compilerOptions.jvmTarget = JvmTarget.JVM_17

tasks.test {
    useJUnitPlatform()
    jvmArgs("-Xmx1g", "-Duser.language=zh", "-Duser.country=CN", "-Duser.timezone=Asia/Shanghai")
    val built = cargoStage.get().target.dir("debug").get()
    // Built with the bindings, on which this module rests.
    inputs.file(built.file(System.mapLibraryName("xunlou"))).withPathSensitivity(PathSensitivity.NONE)
    inputs.files(cargoStage).withPathSensitivity(PathSensitivity.NONE)
    systemProperty("jna.library.path", built.asFile.path)
    environment("XUNLOU_STAGE", built.file("xunlou-stage").asFile.path)
    environment("XUNLOU_SERVER_BIN", built.file("xunlou-server").asFile.path)
}

dependencies {
    api(project(":bindings"))
    api(libs.coroutines.core)

    testRuntimeOnly(libs.jna)
    testImplementation(libs.kotlin.test)
    testImplementation(platform(libs.junit.bom))
    testImplementation(libs.junit.jupiter)
    testRuntimeOnly(libs.junit.launcher)
}
