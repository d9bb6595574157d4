//! The README's walk-through is code that the contract's Kotlin and Swift parts compile and run.

use std::path::Path;

/// What stands between the marks of a source file.
fn marked(path: &Path) -> String {
    let source = std::fs::read_to_string(path).unwrap();
    let (_, rest) = source.split_once("// begin: first screen\n").unwrap();
    let (marked, _) = rest.split_once("// end: first screen\n").unwrap();
    marked.to_owned()
}

/// The README's block in a language.
fn shown(language: &str) -> String {
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_first_screen_in_kotlin_is_the_one_that_is_tested() {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/contract");
    assert_eq!(shown("kotlin"), marked(&contract.join("kotlin/src/FirstScreen.kt")));
}

#[test]
fn the_first_screen_in_swift_is_the_one_that_is_tested() {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/contract");
    let swift = contract.join("swift/Sources/ContractRunner/FirstScreen.swift");
    assert_eq!(shown("swift"), marked(&swift));
}
