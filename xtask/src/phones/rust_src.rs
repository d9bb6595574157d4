//! Rust's own library for a target: installed, or its sources, to be checked with ours.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::cargo::{root, run};
use crate::files::remove;
use crate::setup::{MMDEBSTRAP, Setup, cache, once};

/// Where the pinned compiler's own sources may be. Debian keeps several versions in the first.
const RELEASES: [&str; 2] = ["trixie-backports", "sid"];

/// Rust's library as the check finds it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Std {
    /// Compiled, with the toolchain.
    Installed,
    /// Its sources, in this directory.
    Source(PathBuf),
}

/// Finds Rust's library for `target`: with the toolchain, else from Debian's packages.
///
/// # Errors
/// Why it is not to be had.
pub(super) fn provide(target: &str, setup: Setup) -> Result<Std, String> {
    let asked = |arguments: &[&str]| asked(arguments).ok_or("rustc does not answer".to_owned());
    if Path::new(&asked(&["--print", "target-libdir", "--target", target])?).is_dir() {
        return Ok(Std::Installed);
    }
    let component =
        Path::new(&asked(&["--print", "sysroot"])?).join("lib/rustlib/src/rust/library");
    if component.is_dir() {
        return Ok(Std::Source(component));
    }
    let said = asked(&["--version"])?;
    let version = version(&said).ok_or_else(|| {
        format!("no package of Debian has the sources of {said}: rustup target add {target}")
    })?;
    let sources = cache()?.join(format!("rust-src-{version}"));
    let library = sources.join("library");
    if !library.is_dir() {
        setup.provide(&[MMDEBSTRAP]).map_err(|missing| missing.to_string())?;
        once(&sources, Path::is_dir, |part| fetch(version, part)).map_err(|error| {
            format!("Rust {version}'s own sources: {error:#}; or `rustup target add {target}`")
        })?;
    }
    Ok(Std::Source(library))
}

/// The version of a released compiler.
fn version(said: &str) -> Option<&str> {
    let version = said.strip_prefix("rustc ")?.split(' ').next()?;
    version.split('.').all(|part| part.parse::<u32>().is_ok()).then_some(version)
}

fn asked(arguments: &[&str]) -> Option<String> {
    let output = Command::new("rustc").current_dir(root()).args(arguments).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| said.trim().to_owned())
}

/// Compiler and library must be of one version: they are made for each other.
fn fetch(version: &str, into: &Path) -> Result<()> {
    println!("Fetching the sources of Rust {version}'s own library.");
    for release in RELEASES {
        remove(into)?;
        if run(&mut package(version, release, into))?.success() {
            let sources = into.join("usr").join("src").join(format!("rustc-{version}"));
            fs::rename(sources.join("library"), into.join("library"))?;
            for entry in fs::read_dir(into)? {
                let entry = entry?;
                if entry.file_name() != "library" {
                    remove(&entry.path())?;
                }
            }
            return Ok(());
        }
    }
    bail!("Debian's packages did not bring them, see above")
}

/// Unpacks the one package into a directory; installs nothing.
fn package(version: &str, release: &str, into: &Path) -> Command {
    let mut command = Command::new("mmdebstrap");
    command
        .args(["--quiet", "--variant=extract"])
        .arg(format!("--include=rust-src={version}*"))
        // An old list will do, since the version is fixed, and the signature is looked at anyway.
        .arg("--aptopt=Acquire::Check-Valid-Until \"false\"")
        .arg(release)
        .arg(into)
        .stdin(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::shown;

    #[test]
    fn only_released_compilers_have_their_sources_in_debian() {
        for (said, version_read) in [
            ("rustc 1.95.0 (59807616e 2026-04-14)", Some("1.95.0")),
            ("rustc 1.97.0-nightly (4d1f98451 2026-05-15)", None),
            ("something else", None),
        ] {
            assert_eq!(version(said), version_read, "{said}");
        }
    }

    #[test]
    fn just_the_compilers_version_is_asked_for() {
        let command = package("1.95.0", "trixie-backports", Path::new("/c/raw"));
        let said = shown(&command);
        assert!(said.contains(" --include=rust-src=1.95.0* "), "{said}");
        assert!(said.ends_with(" trixie-backports /c/raw"), "{said}");
    }
}
