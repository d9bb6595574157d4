//! `cargo xtask package`: the library and its bindings as an app's build takes them in. A package
//! is made whole or not at all; what the machine lacks for it is told at once.

mod android;
mod ios;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Result, bail, ensure};
use clap::ValueEnum;

use crate::cargo::{root, run as run_command, target};
use crate::files::{finish, remove, unfinished};
use crate::phones::{ANDROID, Checked, IOS, check};
use crate::setup::Setup;

/// What `cargo xtask package` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The platforms; none: both.
    platforms: Vec<Platform>,
    /// Package nothing: type-check the library for the platforms, which needs no tools of theirs.
    #[arg(long)]
    check: bool,
}

/// Where the app runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Platform {
    /// Libraries for each kind of processor, and Kotlin.
    Android,
    /// A framework for phones and simulators, and Swift.
    Ios,
}

/// Makes or checks the packages, and fails when one could not be made.
pub(crate) fn run(arguments: &Arguments, setup: Setup) -> Result<ExitCode> {
    let platforms = match arguments.platforms.as_slice() {
        [] => Platform::value_variants(),
        named => named,
    };
    if arguments.check {
        let targets: Vec<&str> = platforms.iter().map(|platform| platform.phone()).collect();
        return match check(&targets, setup)? {
            Checked::Sound => Ok(ExitCode::SUCCESS),
            Checked::Unsound => bail!("the library does not compile for phones, see above"),
            Checked::NotHere(reason) => bail!("cannot check: {reason}"),
        };
    }
    let mut exit = ExitCode::SUCCESS;
    for &platform in platforms {
        let lacks = platform.lacks();
        if lacks.is_empty() {
            let place = target()?.join("package").join(platform.name());
            platform.make(&place, setup)?;
            println!("The package for {} is in {}.", platform.title(), place.display());
        } else {
            exit = ExitCode::FAILURE;
            println!("No package for {} was made. This machine lacks:", platform.title());
            for lack in lacks {
                println!("- {lack}");
            }
        }
    }
    Ok(exit)
}

impl Platform {
    fn name(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Ios => "ios",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Android => "Android",
            Self::Ios => "iOS",
        }
    }

    fn phone(self) -> &'static str {
        match self {
            Self::Android => ANDROID,
            Self::Ios => IOS,
        }
    }

    fn lacks(self) -> Vec<Lack> {
        match self {
            Self::Android => android::Found::look().lacks(),
            Self::Ios => ios::Found::look().lacks(),
        }
    }

    fn make(self, place: &Path, setup: Setup) -> Result<()> {
        let part = unfinished(place);
        remove(&part)?;
        std::fs::create_dir_all(&part)?;
        match self {
            Self::Android => android::make(&part, setup)?,
            Self::Ios => ios::make(&part, setup)?,
        }
        finish(place)
    }
}

/// Something that a package cannot be made without.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lack {
    what: String,
    /// What a person does about it.
    remedy: String,
}

impl Lack {
    fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }

    /// A target of Rust's that the toolchain is without.
    fn of_target(target: &str) -> Self {
        Self::new(format!("Rust's library for {target}"), format!("rustup target add {target}"))
    }
}

impl std::fmt::Display for Lack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.what, self.remedy)
    }
}

/// Those of the targets that the pinned toolchain has installed.
fn installed<'a>(targets: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    targets
        .into_iter()
        .filter(|target| {
            let mut rustc = Command::new("rustc");
            rustc.current_dir(root()).args(["--print", "target-libdir", "--target", target]);
            answer(&mut rustc).is_some_and(|place| PathBuf::from(place.trim()).is_dir())
        })
        .collect()
}

/// What a command that succeeds prints.
fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Cargo for what is passed on: just the dependencies of the lock file.
fn cargo_for_release() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

fn succeeds(command: &mut Command) -> Result<()> {
    let status = run_command(command)?;
    ensure!(status.success(), "{status}, see above; no package was made");
    Ok(())
}
