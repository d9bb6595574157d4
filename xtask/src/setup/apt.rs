//! Installing Debian's packages: as root, or by a sudo that asks for no password.
//! Which packages, and why, is not decided here.

use std::process::{Command, Stdio};

use crate::cargo::shown;

/// Installs packages, refreshing apt's lists only when the first attempt fails.
///
/// # Errors
/// Why it could not be done, as half a sentence.
pub(crate) fn install(packages: &[&str]) -> Result<(), String> {
    if !succeeds(Command::new("apt-get").arg("--version")) {
        return Err("there is no apt-get".to_owned());
    }
    let root = is_root();
    if !root && !succeeds(Command::new("sudo").args(["-n", "true"])) {
        return Err("you are not root, and sudo is absent or wants a password".to_owned());
    }
    println!("Installing with apt: {}", packages.join(" "));
    let mut install =
        vec!["-y", "-q", "-o", "DPkg::Lock::Timeout=300", "install", "--no-install-recommends"];
    install.extend(packages);
    if run(root, &install) {
        return Ok(());
    }
    println!("apt's lists may be absent or old: refreshing them.");
    if !run(root, &["update"]) {
        return Err("apt-get update failed, see above".to_owned());
    }
    if run(root, &install) { Ok(()) } else { Err("apt-get install failed, see above".to_owned()) }
}

fn run(root: bool, arguments: &[&str]) -> bool {
    let mut command = if root {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    println!("$ {}", shown(&command));
    command.status().is_ok_and(|status| status.success())
}

/// Whether this user may do everything.
pub(super) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
