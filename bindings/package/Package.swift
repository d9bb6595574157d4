// swift-tools-version:6.0
// The core for iOS, as `cargo xtask package ios` lays it out: generated Swift, and the library with its headers.
import PackageDescription

let package = Package(
    name: "XunlouCore",
    platforms: [.iOS(.v17)],
    products: [.library(name: "XunlouCore", targets: ["XunlouCore"])],
    targets: [
        .binaryTarget(name: "XunlouCoreFFI", path: "XunlouCoreFFI.xcframework"),
        // Swift 5 mode: the generated code is not written for Swift 6's checks.
        .target(
            name: "XunlouCore",
            dependencies: ["XunlouCoreFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [
                // What the library's dependencies call, and a static library cannot say itself.
                .linkedFramework("Security"),
                .linkedFramework("CoreFoundation"),
            ]
        ),
    ]
)
