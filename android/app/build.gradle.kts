// The app: what only Android can do, and what is drawn on the phone.
import com.android.build.api.variant.HostTestBuilder
import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
    id("xunlou.cargo")
}

android {
    namespace = "app.xunlou.app"
    compileSdk = libs.versions.compileSdk.get().toInt()
    // Strips the libraries, and compiles them.
    ndkVersion = libs.versions.ndk.get()
    defaultConfig {
        applicationId = "app.xunlou.app"
        minSdk = libs.versions.minSdk.get().toInt()
        targetSdk = libs.versions.targetSdk.get().toInt()
        versionCode = 1
        versionName = "0.1.0"
        testInstrumentationRunner = "androidx.test.runner.AndroidJUnitRunner"
        // What `cargo xtask package android` builds; JNA brings more.
        ndk.abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64")
    }
    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard-rules.pro")
        }
    }
    // Not src/standins, which stands in for AndroidX where there is none.
    sourceSets.named("main") { kotlin.srcDir("src/phone/kotlin") }
    buildFeatures.compose = true
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    // Licences that JNA and the coroutines both bring.
    packaging.resources.excludes += "/META-INF/{AL2.0,LGPL2.1}"
}

kotlin.compilerOptions.jvmTarget = JvmTarget.JVM_17

val cargoPackage = tasks.register<CargoPackage>("cargoPackage") {
    description = "Builds the library for each kind of processor."
    arguments.addAll("xtask", "package", "android", "--no-install")
    val sdk = androidComponents.sdkComponents.sdkDirectory
    val ndk = libs.versions.ndk.get()
    environment.put("ANDROID_HOME", sdk.map { it.asFile.path })
    environment.put("ANDROID_NDK_HOME", sdk.map { it.dir("ndk/$ndk").asFile.path })
    inputs.property("ndk", ndk)
}

androidComponents {
    // The tests in src/test have stand-ins for AndroidX: Maven runs them.
    beforeVariants { it.hostTests[HostTestBuilder.UNIT_TEST_TYPE]?.enable = false }
    onVariants { it.sources.jniLibs?.addGeneratedSourceDirectory(cargoPackage, CargoPackage::output) }
}

dependencies {
    implementation(project(":screens"))
    implementation(libs.activity.compose)
    implementation(libs.coroutines.android)
    implementation(libs.zxing)
    implementation(variantOf(libs.jna) { artifactType("aar") })

    androidTestImplementation(platform(libs.compose.bom))
    androidTestImplementation(libs.compose.test)
    androidTestImplementation(libs.androidx.test.runner)
    // Newer than what Compose asks for, which knows no newer Android.
    androidTestImplementation(libs.espresso)
}
