//! The app for Android as far as a JVM can tell: presenters on the real core and a real server, screens
//! driven and pictured, the framework's side under Robolectric. What the app does is its own business.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::cargo::{root, target};
use crate::contract::{Stand, maven};
use crate::test::{Count, Outcome, tests};

/// Builds all modules and runs their tests.
pub(crate) fn test(stand: &Stand, count: &mut Count) -> Result<Outcome> {
    tests(&mut verify(stand, &target()?.join("android")), count)
}

fn verify(stand: &Stand, build: &Path) -> Command {
    let mut command = maven(stand, "android/pom.xml", "verify", build);
    command.current_dir(root()).envs(stand.environment());
    command
}
