//! Android's package: `jniLibs` with the library for each kind of processor, and `kotlin`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Lack, answer, cargo_for_release, installed, succeeds};
use crate::bindings;
use crate::compile::{BINDINGS, Build, library};
use crate::files::Layout;
use crate::setup::Setup;

/// A kind of processor: Android's name for it and Rust's.
#[derive(Debug)]
struct Processor {
    abi: &'static str,
    target: &'static str,
    /// The name of the setting that holds the target's flags for the compiler.
    wide: Option<&'static str>,
}

/// Phones of the last ten years, and the emulator.
const PROCESSORS: [Processor; 3] = [
    Processor {
        abi: "arm64-v8a",
        target: "aarch64-linux-android",
        wide: Some("CARGO_TARGET_AARCH64_LINUX_ANDROID_RUSTFLAGS"),
    },
    Processor { abi: "armeabi-v7a", target: "armv7-linux-androideabi", wide: None },
    Processor {
        abi: "x86_64",
        target: "x86_64-linux-android",
        wide: Some("CARGO_TARGET_X86_64_LINUX_ANDROID_RUSTFLAGS"),
    },
];

/// Android 8, the oldest that the app runs on.
const PLATFORM: &str = "26";

/// Newer phones load 64-bit libraries only when these are laid out for pages of 16 KiB.
const WIDE_PAGES: &str = "-C link-arg=-Wl,-z,max-page-size=16384";

/// What of the tools is there.
#[derive(Debug)]
pub(super) struct Found {
    cargo_ndk: bool,
    ndk: Option<PathBuf>,
    targets: Vec<&'static str>,
}

impl Found {
    pub(super) fn look() -> Self {
        Self {
            cargo_ndk: answer(cargo_for_release().args(["ndk", "--version"])).is_some(),
            ndk: ndk(),
            targets: installed(PROCESSORS.iter().map(|processor| processor.target)),
        }
    }

    /// All that is missing.
    pub(super) fn lacks(&self) -> Vec<Lack> {
        let mut lacks = Vec::new();
        if !self.cargo_ndk {
            lacks.push(Lack::new("cargo-ndk", "cargo install --locked cargo-ndk"));
        }
        if self.ndk.is_none() {
            lacks.push(Lack::new(
                "Android's NDK",
                "install it with Android Studio's SDK manager, and let ANDROID_HOME name the SDK \
                 or ANDROID_NDK_HOME the NDK",
            ));
        }
        for Processor { target, .. } in PROCESSORS {
            if !self.targets.contains(&target) {
                lacks.push(Lack::of_target(target));
            }
        }
        lacks
    }
}

/// Makes the package in an empty directory.
pub(super) fn make(place: &Path, setup: Setup) -> Result<()> {
    // The host's own library, since a phone's is stripped of what the generator reads.
    setup.provide(bindings::NEEDS)?;
    let bindings = bindings::place()?;
    bindings::generate(&library(Build::Quick)?, &bindings)?;
    let mut kotlin = Layout::default();
    kotlin.add(&bindings.join("kotlin"), "")?;
    kotlin.lay(&place.join("kotlin"), &[])?;
    succeeds(&mut build(&ndk().context("the NDK is gone")?, &place.join("jniLibs")))
}

fn build(ndk: &Path, libraries: &Path) -> Command {
    let mut command = cargo_for_release();
    command.arg("ndk").env("ANDROID_NDK_HOME", ndk);
    for processor in &PROCESSORS {
        command.args(["-t", processor.abi]);
        if let Some(flags) = processor.wide {
            command.env(flags, WIDE_PAGES);
        }
    }
    command.args(["--platform", PLATFORM, "-o"]).arg(libraries);
    command.args(["build", "--locked", "--release", "-p", BINDINGS, "--lib"]);
    command
}

/// The NDK named, or the newest that Android Studio has installed.
fn ndk() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).map(PathBuf::from);
    set("ANDROID_NDK_HOME")
        .filter(|ndk| is_ndk(ndk))
        .or_else(|| set("ANDROID_HOME").and_then(|sdk| newest(&sdk.join("ndk"))))
}

fn is_ndk(directory: &Path) -> bool {
    directory.join("toolchains").join("llvm").is_dir()
}

fn newest(directory: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(directory).ok()?;
    let ndks = entries.flatten().map(|entry| entry.path()).filter(|path| is_ndk(path));
    ndks.max_by_key(|path| {
        let version = path.file_name().unwrap_or_default().to_string_lossy();
        version.split('.').map(|part| part.parse::<u64>().unwrap_or(0)).collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::shown;

    fn complete() -> Found {
        Found {
            cargo_ndk: true,
            ndk: Some(PathBuf::from("/ndk")),
            targets: PROCESSORS.map(|processor| processor.target).to_vec(),
        }
    }

    #[test]
    fn all_that_is_missing_is_named_at_once() {
        let names = |found: &Found| {
            found.lacks().into_iter().map(|lack| lack.what).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(names(&complete()), "");
        assert_eq!(names(&Found { cargo_ndk: false, ..complete() }), "cargo-ndk");
        assert_eq!(names(&Found { ndk: None, ..complete() }), "Android's NDK");
        let bare = Found { cargo_ndk: false, ndk: None, targets: vec!["armv7-linux-androideabi"] };
        assert_eq!(
            names(&bare),
            "cargo-ndk, Android's NDK, Rust's library for aarch64-linux-android, \
             Rust's library for x86_64-linux-android"
        );
    }

    #[test]
    fn all_processors_are_built_for_the_oldest_android_and_wide_pages() {
        let command = build(Path::new("/ndk"), Path::new("/out/jniLibs"));
        assert_eq!(
            shown(&command),
            "cargo ndk -t arm64-v8a -t armeabi-v7a -t x86_64 --platform 26 -o /out/jniLibs \
             build --locked --release -p xunlou-bindings --lib"
        );
        let wide = command.get_envs().filter(|(_, value)| *value == Some(WIDE_PAGES.as_ref()));
        let wide: Vec<_> = wide.map(|(name, _)| name.to_string_lossy().into_owned()).collect();
        assert_eq!(
            wide,
            [
                "CARGO_TARGET_AARCH64_LINUX_ANDROID_RUSTFLAGS",
                "CARGO_TARGET_X86_64_LINUX_ANDROID_RUSTFLAGS"
            ]
        );
    }

    #[test]
    fn the_app_takes_in_what_is_built_for_each_processor() {
        let app =
            std::fs::read_to_string(crate::cargo::root().join("android/app/build.gradle.kts"));
        let kinds = PROCESSORS.map(|processor| format!("{:?}", processor.abi)).join(", ");
        assert!(app.unwrap().contains(&format!("abiFilters += listOf({kinds})\n")), "{kinds}");
    }

    #[test]
    fn of_several_ndks_the_newest_is_taken() {
        let directory = tempfile::tempdir().unwrap();
        for version in ["9.1.0", "27.2.12479018", "28.0.0"] {
            std::fs::create_dir_all(directory.path().join(version).join("toolchains/llvm"))
                .unwrap();
        }
        std::fs::create_dir(directory.path().join("99-broken")).unwrap();
        assert_eq!(newest(directory.path()), Some(directory.path().join("28.0.0")));
    }
}
