//! Generates the Kotlin, Swift and Python sides from the built library. `cargo xtask bindings` runs it.

fn main() {
    uniffi::uniffi_bindgen_main();
}
