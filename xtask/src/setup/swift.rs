//! Swift: the machine's own where it is new enough, else Debian's in a root of its own.
//!
//! Debian has Swift since version 13 (trixie), and its packages fit no earlier system. So a root
//! directory of that version is made once, in the user's cache, and commands run inside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::ensure;
use sha2::{Digest, Sha256};

use super::apt::is_root;
use super::{MMDEBSTRAP, Setup, cache, once};
use crate::cargo::{root as workspace, run};
use crate::test::took;

/// The oldest major version that the packages are written for.
const OLDEST: u32 = 6;
/// Debian's release that the root is made from.
const RELEASE: &str = "trixie";
const PACKAGES: &str = "swiftlang,libswiftlang,libc6-dev,libstdc++-14-dev,git,ca-certificates";
/// Names a root made elsewhere, or where one shall be made.
const PLACE: &str = "XUNLOU_SWIFT_ROOT";

/// Where Swift is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Swift {
    /// On this machine: `swift` starts it.
    Here,
    /// In this root directory.
    Root(PathBuf),
}

impl Swift {
    /// Finds Swift, or makes the root that has it.
    ///
    /// # Errors
    /// Why there is none, and what a person can do about it.
    pub(crate) fn provide(setup: Setup) -> Result<Self, String> {
        let asked_for = std::env::var_os(PLACE).map(PathBuf::from);
        if asked_for.is_none() && is_here() {
            return Ok(Self::Here);
        }
        if !cfg!(target_os = "linux") {
            return Err(format!("Swift {OLDEST} is missing: install it so that `swift` starts it"));
        }
        if !is_root() {
            return Err(format!(
                "Swift {OLDEST} is missing: install it so that `swift` starts it, or run this as \
                 root, which making and entering a Debian root with Swift needs"
            ));
        }
        let root = asked_for.map_or_else(usual_place, Ok)?;
        if !has_swift(&root) {
            // What is there is replaced by the root that is made.
            if root.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
                return Err(format!(
                    "{} has no Swift and is not empty: name another place by {PLACE}, or empty it",
                    root.display()
                ));
            }
            setup.provide(&[MMDEBSTRAP]).map_err(|missing| missing.to_string())?;
            once(&root, has_swift, make)
                .map_err(|error| format!("there is no Debian root with Swift: {error:#}"))?;
        }
        let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
        Ok(Self::Root(root))
    }
}

/// The beginning of a command inside the root, which sees the folders, each with its place, and is
/// started in `/src`. What follows is its environment (`NAME=VALUE`), the program and arguments.
pub(crate) fn enter_swift_root(root: &Path, folders: &[(&Path, &str)]) -> Command {
    let script = workspace().join("xtask").join("src").join("setup").join("swift_root.sh");
    // In namespaces of its own, nothing stays mounted or running when it ends; and it ends with
    // whoever started it.
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "private"])
        .args(["--pid", "--fork", "--kill-child", "bash"])
        .arg(script)
        .arg(root);
    for (folder, place) in folders {
        command.arg(format!("{}={place}", folder.display()));
    }
    command.arg("--").stdin(Stdio::null());
    command
}

fn is_here() -> bool {
    // There is another program of this name, a client of OpenStack's storage.
    Command::new("swift")
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .is_ok_and(|output| new_enough(&String::from_utf8_lossy(&output.stdout)))
}

fn new_enough(said: &str) -> bool {
    said.split("Swift version ")
        .nth(1)
        .and_then(|rest| rest.split(|letter: char| !letter.is_ascii_digit()).next())
        .and_then(|major| major.parse::<u32>().ok())
        .is_some_and(|major| major >= OLDEST)
}

/// The name tells what is inside, so that another list of packages gets another root.
fn usual_place() -> Result<PathBuf, String> {
    let contents = hex::encode(Sha256::digest(format!("{RELEASE} {PACKAGES}")));
    Ok(cache()?.join(format!("swift-{}", &contents[..12])))
}

fn has_swift(root: &Path) -> bool {
    root.join("usr/bin/swift").symlink_metadata().is_ok()
}

fn make(root: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    println!("Making a Debian root with Swift; that takes a minute.");
    let mut command = Command::new("mmdebstrap");
    command
        .args(["--quiet", "--variant=apt"])
        .arg(format!("--include={PACKAGES}"))
        .arg(RELEASE)
        .arg(root)
        .stdin(Stdio::null());
    ensure!(run(&mut command)?.success(), "mmdebstrap failed, see above");
    println!("Made it in {}.", took(started.elapsed()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::shown;

    #[test]
    fn only_swift_itself_of_the_right_age_will_do() {
        for (said, will_do) in [
            ("Swift version 6.0.3 (swift-6.0.3-RELEASE)\nTarget: x86_64-pc-linux-gnu", true),
            ("Apple Swift version 6.2 (swiftlang-6.2.0.19.9 clang-1700.3.19.1)", true),
            ("Swift version 10.0", true),
            ("Swift version 5.10 (swift-5.10-RELEASE)", false),
            ("python-swiftclient 4.5.0", false),
            ("", false),
        ] {
            assert_eq!(new_enough(said), will_do, "{said}");
        }
    }

    #[test]
    fn a_command_inside_the_root_begins_with_what_it_sees() {
        let command = enter_swift_root(Path::new("/r"), &[(Path::new("/a b"), "/src")]);
        let said = shown(&command);
        assert!(said.ends_with("/swift_root.sh /r /a b=/src --"), "{said}");
    }
}
