//! Type-checks the library for phones on a machine that cannot build for them, so that what only
//! phones compile does not rot. Nothing is linked, and no C is compiled.

mod rust_src;
mod stand_ins;

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::cargo::{cargo, run, target};
use crate::compile::BINDINGS;
use crate::setup::{C_COMPILER, Setup};

use self::rust_src::Std;
use self::stand_ins::StandIns;

/// Android's target that phones have.
pub(crate) const ANDROID: &str = "aarch64-linux-android";
/// The iPhone's target.
pub(crate) const IOS: &str = "aarch64-apple-ios";

/// How a check ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// The library is sound for all targets.
    Sound,
    /// It is not; the compiler has said why.
    Unsound,
    /// The machine lacks what the check needs; it says nothing of the library.
    NotHere(String),
}

/// Checks the library for the targets.
pub(crate) fn check(targets: &[&str], setup: Setup) -> Result<Checked> {
    if let Err(missing) = setup.provide(&[C_COMPILER]) {
        return Ok(Checked::NotHere(missing.to_string()));
    }
    let directory = target()?.join("phones");
    let stand_ins = StandIns::write(&directory.join("stand-ins"))?;
    for &target in targets {
        let std = match rust_src::provide(target, setup) {
            Ok(std) => std,
            Err(reason) => return Ok(Checked::NotHere(reason)),
        };
        if !run(&mut command(target, &std, &stand_ins, &directory))?.success() {
            return Ok(Checked::Unsound);
        }
    }
    Ok(Checked::Sound)
}

fn command(target: &str, std: &Std, stand_ins: &StandIns, directory: &Path) -> Command {
    let mut command = cargo("check");
    command.args(["-p", BINDINGS, "--lib", "--target", target]);
    if let Std::Source(library) = std {
        command
            .arg("-Zbuild-std=std,panic_abort")
            // The pinned compiler is a stable one, and this is not stable yet.
            .env("RUSTC_BOOTSTRAP", "1")
            // Cargo has no setting of its own for where the sources lie.
            .env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
    }
    // A directory of its own: with that setting, even what runs on this machine is built anew.
    command.arg("--target-dir").arg(directory).envs(stand_ins.environment(target));
    command
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::PathBuf;

    use super::*;
    use crate::cargo::shown;

    fn for_android(std: &Std) -> Command {
        command(ANDROID, std, &StandIns::at(Path::new("/s")), Path::new("/t"))
    }

    fn value(command: &Command, name: &str) -> Option<String> {
        let mut settings = command.get_envs();
        let (_, value) = settings.find(|(key, _)| *key == OsStr::new(name))?;
        value.map(|value| value.to_string_lossy().into_owned())
    }

    #[test]
    fn rusts_own_library_is_checked_too_only_where_it_is_not_installed() {
        let built = for_android(&Std::Source(PathBuf::from("/rust/library")));
        assert!(shown(&built).contains(" -Zbuild-std=std,panic_abort "));
        assert_eq!(value(&built, "__CARGO_TESTS_ONLY_SRC_ROOT").as_deref(), Some("/rust/library"));
        let installed = for_android(&Std::Installed);
        assert!(!shown(&installed).contains("-Z"));
        assert_eq!(value(&installed, "RUSTC_BOOTSTRAP"), None);
    }

    #[test]
    fn no_c_is_compiled_for_the_target() {
        let command = for_android(&Std::Installed);
        assert_eq!(value(&command, "CC_aarch64_linux_android").as_deref(), Some("/s/cc"));
        assert_eq!(value(&command, "OPENSSL_NO_VENDOR").as_deref(), Some("1"));
        assert_eq!(value(&command, "CC"), None, "this machine's own programs are real");
    }
}
