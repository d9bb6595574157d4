//! iOS' package: a Swift package of the generated sources and an XCFramework, which holds the
//! library for phones and for both kinds of simulator.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{Lack, answer, cargo_for_release, installed, succeeds};
use crate::bindings;
use crate::cargo::{root, target};
use crate::compile::{BINDINGS, Build, library};
use crate::files::{Layout, remove};
use crate::setup::Setup;

/// The phone's target.
const PHONE: &str = "aarch64-apple-ios";
/// The simulator's targets, which go into one file.
const SIMULATORS: [&str; 2] = ["aarch64-apple-ios-sim", "x86_64-apple-ios"];
/// The oldest iOS that the app runs on; `bindings/package/Package.swift` says the same.
const OLDEST: &str = "17.0";
/// The module of the C functions, after which the framework is named.
const MODULE: &str = "XunlouCoreFFI";

/// What of the tools is there.
#[derive(Debug)]
pub(super) struct Found {
    mac: bool,
    xcodebuild: bool,
    lipo: bool,
    targets: Vec<&'static str>,
}

impl Found {
    pub(super) fn look() -> Self {
        Self {
            mac: cfg!(target_os = "macos"),
            // Without Xcode itself, the command is there but fails.
            xcodebuild: answer(Command::new("xcodebuild").arg("-version")).is_some(),
            lipo: answer(Command::new("xcrun").args(["--find", "lipo"])).is_some(),
            targets: installed(targets()),
        }
    }

    /// All that is missing.
    pub(super) fn lacks(&self) -> Vec<Lack> {
        let mut lacks = Vec::new();
        if !self.mac {
            lacks.push(Lack::new("macOS", "Apple's SDK is for Macs only: run this on one"));
        }
        if !self.xcodebuild {
            lacks.push(Lack::new(
                "Xcode",
                "install it, then `sudo xcode-select --switch` to it and open it once",
            ));
        }
        if !self.lipo {
            lacks.push(Lack::new("lipo", "it comes with Xcode"));
        }
        let missing = targets().filter(|target| !self.targets.contains(target));
        lacks.extend(missing.map(Lack::of_target));
        lacks
    }
}

fn targets() -> impl Iterator<Item = &'static str> {
    std::iter::once(PHONE).chain(SIMULATORS)
}

/// Makes the package in an empty directory.
pub(super) fn make(place: &Path, setup: Setup) -> Result<()> {
    setup.provide(bindings::NEEDS)?;
    let bindings = bindings::place()?;
    bindings::generate(&library(Build::Quick)?, &bindings)?;
    let sources = bindings.join("swift").join("Sources");
    let mut layout = Layout::default();
    layout.add(&root().join("bindings").join("package").join("Package.swift"), "Package.swift")?;
    layout.add(&sources.join("XunlouCore"), "Sources/XunlouCore")?;
    // In a folder of its own, the module map does not meet those of other frameworks.
    layout.add(&sources.join(MODULE), Path::new("headers").join(MODULE))?;
    layout.lay(place, &[])?;

    for target in targets() {
        succeeds(&mut build(target))?;
    }
    let simulators = place.join("libxunlou.a");
    succeeds(&mut join(
        &SIMULATORS.map(built).into_iter().collect::<Result<Vec<_>>>()?,
        &simulators,
    ))?;
    let headers = place.join("headers");
    let framework = place.join(format!("{MODULE}.xcframework"));
    succeeds(&mut framework_of(&[&built(PHONE)?, &simulators], &headers, &framework))?;
    remove(&headers)?;
    remove(&simulators)
}

fn build(target: &str) -> Command {
    let mut command = cargo_for_release();
    command
        .args(["rustc", "--locked", "--release", "-p", BINDINGS, "--lib"])
        .args(["--crate-type", "staticlib", "--target", target])
        .env("IPHONEOS_DEPLOYMENT_TARGET", OLDEST);
    command
}

/// Where cargo puts the library for a target.
fn built(target_name: &str) -> Result<PathBuf> {
    Ok(target()?.join(target_name).join("release").join("libxunlou.a"))
}

fn join(libraries: &[PathBuf], into: &Path) -> Command {
    let mut command = Command::new("xcrun");
    command.args(["lipo", "-create"]).args(libraries).arg("-output").arg(into);
    command
}

fn framework_of(libraries: &[&Path], headers: &Path, framework: &Path) -> Command {
    let mut command = Command::new("xcodebuild");
    command.arg("-create-xcframework");
    for library in libraries {
        command.arg("-library").arg(library).arg("-headers").arg(headers);
    }
    command.arg("-output").arg(framework);
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::shown;

    #[test]
    fn all_that_is_missing_is_named_at_once() {
        let names = |found: &Found| {
            found.lacks().into_iter().map(|lack| lack.what).collect::<Vec<_>>().join(", ")
        };
        let complete =
            || Found { mac: true, xcodebuild: true, lipo: true, targets: targets().collect() };
        assert_eq!(names(&complete()), "");
        assert_eq!(
            names(&Found { targets: vec![PHONE], ..complete() }),
            "Rust's library for aarch64-apple-ios-sim, Rust's library for x86_64-apple-ios"
        );
        let linux =
            Found { mac: false, xcodebuild: false, lipo: false, targets: targets().collect() };
        assert_eq!(names(&linux), "macOS, Xcode, lipo");
    }

    #[test]
    fn only_the_static_library_is_built_for_a_phone() {
        assert_eq!(
            shown(&build(PHONE)),
            "cargo rustc --locked --release -p xunlou-bindings --lib --crate-type staticlib \
             --target aarch64-apple-ios"
        );
    }

    #[test]
    fn simulators_share_a_file_and_each_library_brings_the_headers() {
        let libraries = [PathBuf::from("/arm.a"), PathBuf::from("/x86.a")];
        assert_eq!(
            shown(&join(&libraries, Path::new("/sim.a"))),
            "xcrun lipo -create /arm.a /x86.a -output /sim.a"
        );
        let [phone, simulators, headers, framework] =
            ["/phone.a", "/sim.a", "/h", "/F.xcframework"].map(Path::new);
        assert_eq!(
            shown(&framework_of(&[phone, simulators], headers, framework)),
            "xcodebuild -create-xcframework -library /phone.a -headers /h \
             -library /sim.a -headers /h -output /F.xcframework"
        );
    }
}
