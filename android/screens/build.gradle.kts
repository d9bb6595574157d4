// The screens: stateless Compose.
import com.android.build.api.variant.HostTestBuilder
import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
}

android {
    namespace = "app.xunlou.screens"
    compileSdk = libs.versions.compileSdk.get().toInt()
    defaultConfig.minSdk = libs.versions.minSdk.get().toInt()
    buildFeatures.compose = true
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

kotlin.compilerOptions.jvmTarget = JvmTarget.JVM_17

// The tests drive and picture Compose for the desktop, which Jetpack's can't stand beside: Maven runs them.
androidComponents.beforeVariants { it.hostTests[HostTestBuilder.UNIT_TEST_TYPE]?.enable = false }

dependencies {
    api(project(":presenters"))
    api(platform(libs.compose.bom))
    api(libs.compose.foundation)
    api(libs.compose.material3)
    api(libs.compose.ui)
    implementation(libs.compose.icons)
}
