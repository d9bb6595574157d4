//! The parts of `cargo xtask test`: what each needs, runs and concludes.

use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::count::Count;
use super::licences;
use super::summary::Outcome;
use crate::cargo::{cargo, on_ci, root, run, run_reading, target};
use crate::compile::{Build, EVERYTHING, bindings_tests};
use crate::contract::{self, Language};
use crate::demo;
use crate::phones::{self, Checked};
use crate::setup::{
    C_COMPILER, CHINESE_FONT, CHROMEDRIVER, CHROMIUM, CLIPPY, GO, HAN_FONT, JDK, MAKE, MAVEN, Need,
    PERL, PYTHON, ROMAN_FONT, RUSTFMT, SHELLCHECK, Setup, actionlint,
};

/// A part of the tests, in the order in which all are run: what is quick to fail comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Formatting.
    Fmt,
    /// Licences of what is linked in.
    Licences,
    /// The workflow for forges.
    Workflows,
    /// Lints, warnings being errors.
    Clippy,
    /// The documentation's links and forms, warnings being errors.
    Docs,
    /// The tests of all crates but the bindings.
    Rust,
    /// The demo from end to end, with what it claims checked.
    Demo,
    /// The office page in a real browser.
    Browser,
    /// The unit tests with SQLCipher in place of SQLite, and the bindings with the contract in Rust.
    Sqlcipher,
    /// The contract's scenarios through Python.
    Python,
    /// The contract's scenarios through Kotlin on the JVM.
    Kotlin,
    /// The contract's scenarios through Swift.
    Swift,
    /// The app for Android: its presenters, screens with their pictures, and framework's side.
    Android,
    /// The app for iOS: its models' tests, its screens' types, its words.
    Ios,
    /// The library's types for Android and iOS.
    Phones,
}

impl Part {
    /// All parts, in order.
    pub(crate) const ALL: [Self; 15] = [
        Self::Fmt,
        Self::Licences,
        Self::Workflows,
        Self::Clippy,
        Self::Docs,
        Self::Rust,
        Self::Demo,
        Self::Browser,
        Self::Sqlcipher,
        Self::Python,
        Self::Kotlin,
        Self::Swift,
        Self::Android,
        Self::Ios,
        Self::Phones,
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
            return Ok(without(missing.to_string()));
        }
        match self {
            Self::Fmt => passes(cargo("fmt").args(["--all", "--check"])),
            Self::Licences => licences(),
            Self::Workflows => workflows(),
            Self::Clippy => passes(cargo("clippy").args(EVERYTHING).args([
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ])),
            Self::Docs => passes(
                cargo("doc").args(["--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"),
            ),
            // Without `--workspace`: the bindings would switch SQLCipher on for all.
            Self::Rust => tests(cargo("test").arg("--no-fail-fast"), count),
            Self::Demo => demo(),
            Self::Browser => {
                tests(cargo("test").args(["--test", BROWSER_TEST, "--", "--ignored"]), count)
            }
            Self::Sqlcipher => sqlcipher(count),
            Self::Python => contract(Language::Python, setup, count),
            Self::Kotlin => contract(Language::Kotlin, setup, count),
            Self::Swift => contract(Language::Swift, setup, count),
            Self::Android => {
                crate::android::test(&contract::Stand::build(Build::BesideTests)?, count)
            }
            Self::Ios => ios(setup, count),
            Self::Phones => phones(setup),
        }
    }

    fn needs(self) -> &'static [Need] {
        match self {
            Self::Fmt => &[RUSTFMT],
            Self::Workflows => &[GO, SHELLCHECK],
            Self::Clippy => &[CLIPPY, C_COMPILER, PERL, MAKE],
            Self::Rust | Self::Demo => &[C_COMPILER],
            Self::Browser => &[C_COMPILER, CHROMIUM, CHROMEDRIVER, CHINESE_FONT],
            Self::Docs | Self::Sqlcipher => &[C_COMPILER, PERL, MAKE],
            Self::Android => &[C_COMPILER, PERL, MAKE, JDK, MAVEN, HAN_FONT, ROMAN_FONT],
            Self::Ios => &[PYTHON],
            Self::Licences | Self::Python | Self::Kotlin | Self::Swift | Self::Phones => &[],
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

/// How a part ends that cannot run on this machine.
fn without(reason: String) -> Outcome {
    if on_ci() { Outcome::Failed(reason) } else { Outcome::Skipped(reason) }
}

fn passes(command: &mut Command) -> Result<Outcome> {
    let status = run(command)?;
    Ok(if status.success() {
        Outcome::Passed(String::new())
    } else {
        Outcome::Failed(format!("{status}, see above"))
    })
}

/// Runs tests and counts them.
pub(crate) fn tests(command: &mut Command, count: &mut Count) -> Result<Outcome> {
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

fn workflows() -> Result<Outcome> {
    match actionlint() {
        Ok(actionlint) => passes(Command::new(actionlint).current_dir(root())),
        Err(missing) => Ok(without(missing)),
    }
}

fn demo() -> Result<Outcome> {
    let figures = target()?.join("demo.json");
    let mut command = demo::prepare(Build::BesideTests)?;
    passes(command.arg("--once").arg("--json").arg(figures))
}

/// `--workspace` keeps the features of all other dependencies as the part `rust` has them, so that
/// only SQLite and what rests on it are built again.
fn sqlcipher(count: &mut Count) -> Result<Outcome> {
    let before = *count;
    let mut units = cargo("test");
    let units = tests(units.args(EVERYTHING).args(["--lib", "--no-fail-fast"]), count)?;
    let mut bindings = cargo("test");
    bindings.args(EVERYTHING).arg("--no-fail-fast");
    for test in bindings_tests()? {
        bindings.arg("--test").arg(test);
    }
    // For these alone: a server would take what they are told for settings of its own.
    let bindings = tests(bindings.envs(contract::tests_environment()?), count)?;
    Ok(match (units, bindings) {
        (Outcome::Passed(_), Outcome::Passed(_)) => Outcome::Passed(told(count.since(before))),
        (Outcome::Passed(_), failed) | (failed, Outcome::Passed(_)) => failed,
        (Outcome::Failed(units), Outcome::Failed(bindings)) => {
            Outcome::Failed(format!("{units}; bindings: {bindings}"))
        }
        (other, _) => other,
    })
}

fn contract(language: Language, setup: Setup, count: &mut Count) -> Result<Outcome> {
    match language.provide(setup) {
        Ok(tools) => contract::play(language, &tools, Build::BesideTests, count),
        Err(missing) => Ok(without(missing)),
    }
}

fn ios(setup: Setup, count: &mut Count) -> Result<Outcome> {
    let swift = match Language::Swift.provide(setup) {
        Ok(tools) => tools.swift.context("the tools for Swift have Swift")?,
        Err(missing) => return Ok(without(missing)),
    };
    crate::ios::test(&contract::Stand::build(Build::BesideTests)?, &swift, count)
}

/// The only part that may be skipped on CI: it rests on one package from Debian, of just the
/// compiler's version, and that this is gone one day says nothing of the library.
fn phones(setup: Setup) -> Result<Outcome> {
    Ok(match phones::check(&[phones::ANDROID, phones::IOS], setup)? {
        Checked::Sound => Outcome::Passed(String::new()),
        Checked::Unsound => Outcome::Failed("it does not compile, see above".to_owned()),
        Checked::NotHere(reason) => Outcome::Skipped(reason),
    })
}
