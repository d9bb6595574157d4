//! `cargo xtask contract`: plays the scenarios of `tests/contract` through the library in each
//! language. What a scenario says, and whether it holds, is the runners' business.

mod swift;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;

use crate::bindings;
use crate::cargo::{cargo, root, target};
use crate::compile::{BINDINGS, Build, Library, SERVER, library, programs};
use crate::setup::{JDK, MAVEN, Need, PYTHON, Setup, Swift};
use crate::test::{Count, Line, Outcome, print, tests};

/// Starts servers for the runners; its own documentation says how it is told to.
const STAGE: &str = "xunlou-stage";

/// What `cargo xtask contract` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The languages, in this order; none: all.
    languages: Vec<Language>,
}

/// A language that has a runner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// The library as Rust calls it, with nothing between.
    Rust,
    /// The library loaded by Python.
    Python,
    /// The library loaded by the JVM, as on Android.
    Kotlin,
    /// The library linked into Swift, as on iOS.
    Swift,
}

/// Plays the scenarios, and fails when one failed or could not be played.
pub(crate) fn run(arguments: &Arguments, setup: Setup) -> Result<ExitCode> {
    let languages = match arguments.languages.as_slice() {
        [] => Language::value_variants(),
        named => named,
    };
    let mut count = Count::default();
    let mut lines = Vec::new();
    for &language in languages {
        let started = Instant::now();
        let part = language.to_possible_value().map(|value| value.get_name().to_owned());
        let outcome = match language.provide(setup) {
            Ok(tools) => play(language, &tools, Build::Quick, &mut count)
                .unwrap_or_else(|error| Outcome::Failed(format!("{error:#}"))),
            Err(missing) => Outcome::Failed(missing),
        };
        lines.push(Line { part: part.unwrap_or_default(), time: started.elapsed(), outcome });
    }
    print(&lines, count);
    let failed = lines.iter().any(|line| line.outcome.failed());
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What a runner runs with, beyond what is on the path.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) swift: Option<Swift>,
}

impl Language {
    /// Makes sure that the machine has what the runner needs.
    ///
    /// # Errors
    /// What is missing, and what a person can do about it.
    pub(crate) fn provide(self, setup: Setup) -> Result<Tools, String> {
        let needs = [bindings::NEEDS, self.needs()].concat();
        setup.provide(&needs).map_err(|missing| missing.to_string())?;
        let swift = match self {
            Self::Swift => Some(Swift::provide(setup)?),
            Self::Rust | Self::Python | Self::Kotlin => None,
        };
        Ok(Tools { swift })
    }

    fn needs(self) -> &'static [Need] {
        match self {
            Self::Python => &[PYTHON],
            Self::Kotlin => &[JDK, MAVEN],
            Self::Rust | Self::Swift => &[],
        }
    }
}

/// Builds what a runner needs, and runs it.
pub(crate) fn play(
    language: Language,
    tools: &Tools,
    how: Build,
    count: &mut Count,
) -> Result<Outcome> {
    let stand = Stand::build(how)?;
    let mut command = match language {
        Language::Rust => rust(),
        Language::Python => python(&stand),
        Language::Kotlin => kotlin(&stand, &target()?.join("contract").join("kotlin")),
        Language::Swift => swift::command(&stand, tools.swift.as_ref())?,
    };
    if language != Language::Swift {
        command.envs(stand.environment());
    }
    tests(&mut command, count)
}

/// What every runner stands on.
#[derive(Debug)]
pub(crate) struct Stand {
    scenarios: PathBuf,
    stage: PathBuf,
    server: PathBuf,
    library: Library,
    /// Where the bindings lie, a directory for each language.
    bindings: PathBuf,
}

impl Stand {
    /// Builds it.
    pub(crate) fn build(how: Build) -> Result<Self> {
        let [server, stage] = programs(how, [SERVER, STAGE])?;
        let library = library(how)?;
        let bindings = bindings::place()?;
        bindings::generate(&library, &bindings)?;
        Ok(Self { scenarios: scenarios(), stage, server, library, bindings })
    }

    /// Where the generated Swift lies.
    pub(crate) fn swift_bindings(&self) -> PathBuf {
        self.bindings.join("swift")
    }

    /// What those who start servers are told.
    pub(crate) fn environment(&self) -> [(&'static str, &Path); 3] {
        environment(&self.scenarios, &self.stage, &self.server)
    }
}

/// Builds the programs that the bindings' tests start, and returns what these are told. Their
/// library is linked in.
pub(crate) fn tests_environment() -> Result<Vec<(&'static str, PathBuf)>> {
    let [server, stage] = programs(Build::BesideTests, [SERVER, STAGE])?;
    Ok(environment(&scenarios(), &stage, &server)
        .map(|(name, path)| (name, path.to_path_buf()))
        .to_vec())
}

fn environment<'a>(
    scenarios: &'a Path,
    stage: &'a Path,
    server: &'a Path,
) -> [(&'static str, &'a Path); 3] {
    [("XUNLOU_CONTRACT", scenarios), ("XUNLOU_STAGE", stage), ("XUNLOU_SERVER_BIN", server)]
}

fn scenarios() -> PathBuf {
    home().join("scenarios")
}

/// Where the scenarios and the runners are.
fn home() -> PathBuf {
    root().join("tests").join("contract")
}

fn rust() -> Command {
    let mut command = cargo("test");
    command.args(["-p", BINDINGS, "--features", "bindgen", "--test", "contract"]);
    command
}

fn python(stand: &Stand) -> Command {
    let mut command = Command::new("python3");
    command
        .current_dir(root())
        .arg("tests/contract/python/run.py")
        .env("PYTHONPATH", stand.bindings.join("python"))
        // The sources stay free of compiled files.
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn kotlin(stand: &Stand, build: &Path) -> Command {
    let mut command = maven(stand, "tests/contract/kotlin/pom.xml", "test", build);
    command.current_dir(root());
    command
}

/// Maven on a build that takes in the generated Kotlin and the library, and writes to `build` alone.
pub(crate) fn maven(stand: &Stand, pom: &str, goal: &str, build: &Path) -> Command {
    let setting = |name: &str, path: &Path| format!("-Dxunlou.{name}={}", path.display());
    let native = stand.library.shared.parent().unwrap_or(Path::new("."));
    let mut command = Command::new("mvn");
    command
        // Not `-q`, which hides the line that counts the tests.
        .args(["-B", "-ntp", "-f", pom, goal])
        .arg(setting("generated", &stand.bindings.join("kotlin")))
        .arg(setting("native", native))
        .arg(setting("build", build));
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::shown;

    pub(super) fn stand() -> Stand {
        Stand {
            scenarios: PathBuf::from("/main/scenarios"),
            stage: PathBuf::from("/target/debug/xunlou-stage"),
            server: PathBuf::from("/target/debug/xunlou-server"),
            library: Library {
                shared: PathBuf::from("/target/debug/libxunlou.so"),
                archive: PathBuf::from("/target/debug/libxunlou.a"),
                generator: PathBuf::from("/target/debug/uniffi-bindgen"),
            },
            bindings: PathBuf::from("/target/bindings"),
        }
    }

    #[test]
    fn maven_counts_its_tests_and_writes_nothing_beside_the_sources() {
        assert_eq!(
            shown(&kotlin(&stand(), Path::new("/target/contract/kotlin"))),
            "mvn -B -ntp -f tests/contract/kotlin/pom.xml test \
             -Dxunlou.generated=/target/bindings/kotlin -Dxunlou.native=/target/debug \
             -Dxunlou.build=/target/contract/kotlin"
        );
    }

    #[test]
    fn python_finds_the_generated_module_and_writes_nothing_beside_the_sources() {
        let command = python(&stand());
        assert_eq!(shown(&command), "python3 tests/contract/python/run.py");
        let settings: Vec<_> = command.get_envs().filter_map(|(_, value)| value).collect();
        assert_eq!(settings, ["1", "/target/bindings/python"]);
    }
}
