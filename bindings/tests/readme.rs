//! The README's walk-through is code that the contract's Kotlin and Swift parts compile and run.

use std::path::Path;

/// What stands between the marks of a source file.
fn marked(source: &str) -> &str {
    let begins = source.split_once("// begin: first screen\n").map_or("", |(_, rest)| rest);
    begins.split_once("// end: first screen\n").map_or("", |(marked, _)| marked)
}

/// The README's block in a language.
fn shown(language: &str) -> &'static str {
    let readme = include_str!("../README.md");
    let block = readme.split_once(&format!("```{language}\n")).map_or("", |(_, rest)| rest);
    block.split_once("```").map_or("", |(block, _)| block)
}

#[test]
fn the_first_screen_in_both_languages_is_the_one_that_is_tested() {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/contract");
    for (language, file) in [
        ("kotlin", "kotlin/src/FirstScreen.kt"),
        ("swift", "swift/Sources/ContractRunner/FirstScreen.swift"),
    ] {
        let source = std::fs::read_to_string(contract.join(file)).unwrap();
        assert!(!marked(&source).is_empty(), "{file} has no marks");
        assert_eq!(shown(language), marked(&source), "{language}");
    }
}
