//! The parts of `cargo xtask test`: what each needs, runs and concludes.

use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::count::Count;
use super::licences;
use super::summary::Outcome;
use crate::cargo::{cargo, on_ci, root, run, run_reading, target};
use crate::demo::{self, Build};
use crate::setup::{
    C_COMPILER, CHINESE_FONT, CHROMEDRIVER, CHROMIUM, CLIPPY, MAKE, Need, PERL, RUSTFMT, Setup,
};

/// A part of the tests, in the order in which all are run: what is quick to fail comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Formatting.
    Fmt,
    /// Licences of what is linked in.
    Licences,
    /// Lints, warnings being errors.
    Clippy,
    /// The documentation's links and forms, warnings being errors.
    Docs,
    /// The tests of all crates.
    Rust,
    /// The demo from end to end, with what it claims checked.
    Demo,
    /// The office page in a real browser.
    Browser,
    /// The unit tests with SQLCipher in place of SQLite.
    Sqlcipher,
}

impl Part {
    /// All parts, in order.
    pub(crate) const ALL: [Self; 8] = [
        Self::Fmt,
        Self::Licences,
        Self::Clippy,
        Self::Docs,
        Self::Rust,
        Self::Demo,
        Self::Browser,
        Self::Sqlcipher,
    ];

    /// What a person types.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// What it looks at.
    pub(crate) fn says(self) -> String {
        self.to_possible_value()
            .and_then(|value| value.get_help().map(ToString::to_string))
            .unwrap_or_default()
    }

    /// Prepares the machine and runs the part.
    pub(crate) fn run(self, setup: Setup, count: &mut Count) -> Result<Outcome> {
        if self == Self::Browser && !has_browser_test() {
            return Ok(Outcome::Skipped("no test opens the office page yet".to_owned()));
        }
        if let Err(missing) = setup.provide(self.needs()) {
            let reason = missing.to_string();
            return Ok(if on_ci() { Outcome::Failed(reason) } else { Outcome::Skipped(reason) });
        }
        match self {
            Self::Fmt => passes(cargo("fmt").args(["--all", "--check"])),
            Self::Licences => licences(),
            Self::Clippy => passes(cargo("clippy").args([
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ])),
            Self::Docs => passes(
                cargo("doc").args(["--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"),
            ),
            Self::Rust => tests(cargo("test").args(["--workspace", "--no-fail-fast"]), count),
            Self::Demo => demo(),
            Self::Browser => tests(
                cargo("test").args(["--workspace", "--test", BROWSER_TEST, "--", "--ignored"]),
                count,
            ),
            // `--workspace` keeps the features of all other dependencies as the part `rust` has
            // them, so that only SQLite and what rests on it are built again.
            Self::Sqlcipher => tests(
                cargo("test").args([
                    "--workspace",
                    "--lib",
                    "--no-fail-fast",
                    "--features",
                    "xunlou-core/sqlcipher",
                ]),
                count,
            ),
        }
    }

    fn needs(self) -> &'static [Need] {
        match self {
            Self::Fmt => &[RUSTFMT],
            Self::Licences => &[],
            Self::Clippy => &[CLIPPY, C_COMPILER],
            Self::Docs | Self::Rust | Self::Demo => &[C_COMPILER],
            Self::Browser => &[C_COMPILER, CHROMIUM, CHROMEDRIVER, CHINESE_FONT],
            Self::Sqlcipher => &[C_COMPILER, PERL, MAKE],
        }
    }
}

/// The test target of crate `tests` that opens the office page.
const BROWSER_TEST: &str = "browser";

fn has_browser_test() -> bool {
    let tests = root().join("tests").join("tests");
    tests.join(BROWSER_TEST).with_extension("rs").is_file()
        || tests.join(BROWSER_TEST).join("main.rs").is_file()
}

fn passes(command: &mut Command) -> Result<Outcome> {
    let status = run(command)?;
    Ok(if status.success() {
        Outcome::Passed(String::new())
    } else {
        Outcome::Failed(format!("{status}, see above"))
    })
}

fn tests(command: &mut Command, count: &mut Count) -> Result<Outcome> {
    let before = *count;
    let status = run_reading(command, |line| count.read(line))?;
    let ran = count.since(before);
    Ok(match (status.success(), ran.failed) {
        (true, 0) if ran.passed == 0 => Outcome::Failed("no test ran".to_owned()),
        (true, 0) => Outcome::Passed(told(ran)),
        (_, 0) => Outcome::Failed(format!("{status}, see above")),
        (_, failed) => Outcome::Failed(format!("{failed} of {} tests", failed + ran.passed)),
    })
}

fn told(count: Count) -> String {
    let tests = if count.passed == 1 { "test" } else { "tests" };
    match count.ignored {
        0 => format!("{} {tests}", count.passed),
        ignored => format!("{} {tests}, {ignored} ignored", count.passed),
    }
}

fn licences() -> Result<Outcome> {
    let mut tree = cargo("tree");
    tree.args(["--workspace", "--all-features", "--edges", "normal,build"]).args([
        "--prefix",
        "none",
        "--format",
        licences::FORMAT,
    ]);
    let output = tree.output().context("cannot start cargo tree")?;
    if !output.status.success() {
        return Ok(Outcome::Failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    let refused = licences::refused(&String::from_utf8_lossy(&output.stdout));
    Ok(if refused.is_empty() {
        Outcome::Passed(String::new())
    } else {
        Outcome::Failed(format!("not allowed: {}", refused.join(", ")))
    })
}

fn demo() -> Result<Outcome> {
    let figures = target()?.join("demo.json");
    let mut command = demo::prepare(Build::BesideTests)?;
    passes(command.arg("--once").arg("--json").arg(figures))
}
