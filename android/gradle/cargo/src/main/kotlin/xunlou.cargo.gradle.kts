// Tells tasks of the type Cargo where the workspace is and what they read.
tasks.withType<Cargo>().configureEach {
    val root = rootProject.layout.projectDirectory.dir("..")
    workspace = root
    target = providers.environmentVariable("CARGO_TARGET_DIR").map { root.dir(it) }.orElse(root.dir("target"))
    sources.from(
        fileTree(root) {
            include("Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo/**")
            include("core/**", "bindings/**", "xtask/**")
        },
    )
}
