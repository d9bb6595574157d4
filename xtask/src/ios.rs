//! The app for iOS as far as any machine with Swift can tell: its models tested against the real
//! core and a real server, its screens type-checked, all of it linted, its words and screens compared
//! with Android's. What the app does is its own business.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::cargo::{root, run, target};
use crate::contract::Stand;
use crate::setup::{Swift, enter_swift_root};
use crate::test::{Count, Outcome, tests};

/// The folders that are linted, and the package's own description.
const LINTED: [&str; 6] =
    ["Package.swift", "Sources/XunlouModels", "Sources/XunlouScreens", "Tests", "Stub", "App"];

/// Lays out the package, and judges it.
pub(crate) fn test(stand: &Stand, swift: &Swift, count: &mut Count) -> Result<Outcome> {
    let package = target()?.join("ios");
    let mut stage = Command::new("bash");
    stage.current_dir(root()).arg("ios/stage.sh").arg(stand.swift_bindings());
    if !run(&mut stage)?.success() {
        return Ok(Outcome::Failed("the package could not be laid out".to_owned()));
    }
    let mut twins = Command::new("python3");
    twins.current_dir(root()).arg("ios/Tests/twins.py");
    for judge in [&mut lint(swift, &package), &mut twins] {
        if !run(judge)?.success() {
            return Ok(Outcome::Failed("see above".to_owned()));
        }
    }
    tests(&mut swift_test(swift, &package), count)
}

fn lint(swift: &Swift, package: &Path) -> Command {
    let mut command = within(swift, package, &[]);
    command.args(["swift-format", "lint", "--strict", "--recursive"]).args(LINTED);
    command
}

fn swift_test(swift: &Swift, package: &Path) -> Command {
    let native = match swift {
        Swift::Here => package.join("native").display().to_string(),
        Swift::Root(_) => "/src/native".to_owned(),
    };
    let mut command = within(swift, package, &[&format!("LD_LIBRARY_PATH={native}")]);
    command.args(["swift", "test", "-Xlinker", &format!("-L{native}")]);
    command.args(["-Xlinker", "--allow-shlib-undefined"]);
    command
}

/// A command in the package, where Swift is.
fn within(swift: &Swift, package: &Path, environment: &[&str]) -> Command {
    let mut command = match swift {
        Swift::Root(root) => enter_swift_root(root, &[(package, "/src")]),
        Swift::Here => {
            let mut command = Command::new("env");
            command.current_dir(package);
            command
        }
    };
    command.args(environment);
    command
}
