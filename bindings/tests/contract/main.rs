//! The contract scenarios in Rust: each file of `tests/contract/scenarios` is a test. What they mean
//! is said in `tests/contract/README.md`.

#![expect(clippy::print_stderr, reason = "what a person runs says why it cannot go on")]

mod call;
mod device;
mod matching;
mod stage;
mod story;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let tests = match trials() {
        Ok(tests) => tests,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}

fn trials() -> anyhow::Result<Vec<Trial>> {
    let directory = std::env::var_os("XUNLOU_CONTRACT").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/contract/scenarios"),
        PathBuf::from,
    );
    let entries = std::fs::read_dir(&directory)
        .with_context(|| format!("no scenarios in {}", directory.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    ensure!(!files.is_empty(), "no scenarios in {}", directory.display());
    let mut tests: Vec<Trial> = files
        .into_iter()
        .map(|file| {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Trial::test(name, move || story::play(&file).map_err(|error| failed(&error)))
        })
        .collect();
    let table = || matching::table().map_err(|error| failed(&error));
    tests.push(Trial::test("the table of the matcher holds", table));
    Ok(tests)
}

fn failed(error: &anyhow::Error) -> Failed {
    format!("{error:#}").into()
}
