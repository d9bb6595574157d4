//! actionlint, which judges workflow files: compiled by Go once, in the user's cache.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::ensure;

use super::{Need, cache, once};
use crate::cargo::run;

/// The newest that Debian 12's Go compiles.
const VERSION: &str = "v1.7.7";
const PROGRAM: &str = "actionlint";

/// Compiles actionlint.
pub(crate) const GO: Need = Need {
    what: "Go",
    why: "it compiles actionlint, which judges the workflow for forges",
    probe: &["go", "version"],
    packages: &["golang-go"],
    otherwise: "install Go so that `go` starts it",
};

/// Judges the scripts in workflow files; actionlint leaves them alone without it.
pub(crate) const SHELLCHECK: Need = Need {
    what: "shellcheck",
    why: "it judges the scripts in the workflow for forges",
    probe: &["shellcheck", "--version"],
    packages: &["shellcheck"],
    otherwise: "install shellcheck",
};

/// Finds actionlint, or compiles it, which takes [`GO`].
///
/// # Errors
/// Why there is none.
pub(crate) fn actionlint() -> Result<PathBuf, String> {
    let place = cache()?.join(format!("{PROGRAM}-{VERSION}"));
    once(&place, |place| place.join(PROGRAM).is_file(), make)
        .map_err(|error| format!("there is no actionlint: {error:#}"))?;
    Ok(place.join(PROGRAM))
}

fn make(directory: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("go");
    command
        .args(["install", &format!("github.com/rhysd/actionlint/cmd/{PROGRAM}@{VERSION}")])
        .env("GOBIN", directory)
        .stdin(Stdio::null());
    ensure!(run(&mut command)?.success(), "Go could not compile it, see above");
    Ok(())
}
