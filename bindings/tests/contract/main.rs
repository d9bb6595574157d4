//! The contract scenarios in Rust: each file of `tests/contract/scenarios` is a test, named as the
//! file. What they mean is said in `tests/contract/README.md`.

#![expect(clippy::print_stderr, reason = "what a person runs says why it cannot go on")]

mod call;
mod device;
mod exports;
mod given;
mod hearing;
mod matching;
mod scenario;
mod stage;
mod story;
mod table;
mod values;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    match trials() {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn trials() -> anyhow::Result<Vec<Trial>> {
    let directory = std::env::var_os("XUNLOU_CONTRACT").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/contract/scenarios"),
        PathBuf::from,
    );
    let mut trials = scenarios(&directory)
        .with_context(|| format!("the scenarios in {}", directory.display()))?;
    trials.push(Trial::test("the_table_of_the_patterns_holds", || failing(table::check())));
    Ok(trials)
}

fn scenarios(directory: &Path) -> anyhow::Result<Vec<Trial>> {
    let paths: std::io::Result<Vec<PathBuf>> =
        std::fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect();
    let mut files = paths?;
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    ensure!(!files.is_empty(), "there are none");
    files.sort();
    let trial = |file: PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(name, move || failing(story::play(&file)))
    };
    Ok(files.into_iter().map(trial).collect())
}

fn failing(result: anyhow::Result<()>) -> Result<(), Failed> {
    result.map_err(|error| format!("{error:#}").into())
}
