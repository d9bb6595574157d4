//! `cargo xtask bindings`: builds the library and writes its Kotlin, Swift and Python sides, each
//! laid out as its language's tools want it. What the library offers is crate `bindings`' business.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::cargo::{root, run as run_command, target};
use crate::compile::{Build, Library, library, shared_name};
use crate::files::{Layout, hash, link, remove};
use crate::setup::{C_COMPILER, MAKE, Need, PERL, Setup};
use crate::test::took;

/// What `cargo xtask bindings` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Build an optimised library: a faster one, and a longer build.
    #[arg(long)]
    release: bool,
    /// Where to write `kotlin`, `swift` and `python` [default: target/bindings].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What building the library takes.
pub(crate) const NEEDS: &[Need] = &[C_COMPILER, PERL, MAKE];

/// Builds the library and writes the bindings.
pub(crate) fn run(arguments: &Arguments, setup: Setup) -> Result<ExitCode> {
    setup.provide(NEEDS)?;
    let started = Instant::now();
    let build = if arguments.release { Build::Release } else { Build::Quick };
    let library = library(build)?;
    println!("Built {} in {}.", library.shared.display(), took(started.elapsed()));
    let out = match &arguments.out {
        // The generator runs elsewhere.
        Some(out) => std::path::absolute(out)?,
        None => place()?,
    };
    generate(&library, &out)?;
    Ok(ExitCode::SUCCESS)
}

/// Where the bindings are written unless told otherwise.
pub(crate) fn place() -> Result<PathBuf> {
    Ok(target()?.join("bindings"))
}

/// A language that the generator writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Kotlin,
    Swift,
    Python,
}

impl Language {
    const ALL: [Self; 3] = [Self::Kotlin, Self::Swift, Self::Python];

    /// The generator's name for it, and the directory's.
    fn name(self) -> &'static str {
        match self {
            Self::Kotlin => "kotlin",
            Self::Swift => "swift",
            Self::Python => "python",
        }
    }

    /// Where a generated file belongs.
    fn place(self, file: &str) -> PathBuf {
        match (self, file.rsplit_once('.')) {
            (Self::Swift, Some((module, "swift"))) => Path::new("Sources").join(module).join(file),
            (Self::Swift, Some((module, "h"))) => Path::new("Sources").join(module).join(file),
            // Swift's package manager looks for this name only.
            (Self::Swift, Some((module, "modulemap"))) => {
                Path::new("Sources").join(module).join("module.modulemap")
            }
            _ => PathBuf::from(file),
        }
    }
}

/// The file that tells from what the bindings were made.
const STAMP: &str = "made-from";

/// Writes the bindings into `out`, unless they are there from just this library.
pub(crate) fn generate(library: &Library, out: &Path) -> Result<()> {
    let started = Instant::now();
    let stamp = hash(&[&library.shared, &root().join("bindings").join("uniffi.toml")])?;
    let complete = Language::ALL.iter().all(|language| out.join(language.name()).is_dir());
    if complete && fs::read_to_string(out.join(STAMP)).is_ok_and(|made_from| made_from == stamp) {
        println!("The bindings in {} are up to date.", out.display());
        return Ok(());
    }
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    remove(&out.join(STAMP))?;
    for language in Language::ALL {
        write(language, library, out)?;
    }
    fs::write(out.join(STAMP), stamp)?;
    println!("Wrote the bindings to {} in {}.", out.display(), took(started.elapsed()));
    Ok(())
}

fn write(language: Language, library: &Library, out: &Path) -> Result<()> {
    let raw = out.join("raw");
    remove(&raw)?;
    let mut generator = Command::new(&library.generator);
    generator
        .current_dir(root())
        .arg("generate")
        .arg(&library.archive)
        .args(["--language", language.name(), "--no-format", "--out-dir"])
        .arg(&raw);
    ensure!(run_command(&mut generator)?.success(), "the generator failed, see above");
    let mut layout = Layout::default();
    for entry in fs::read_dir(&raw)? {
        let entry = entry?;
        layout.add(&entry.path(), language.place(&entry.file_name().to_string_lossy()))?;
    }
    let place = out.join(language.name());
    layout.lay(&place, &[])?;
    if language == Language::Python {
        // The module loads the library from beside itself.
        link(&library.shared, &place.join(shared_name()))?;
    }
    remove(&raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_generated_file_lies_where_its_languages_tools_look_for_it() {
        for (language, file, place) in [
            (Language::Swift, "Core.swift", "Sources/Core/Core.swift"),
            (Language::Swift, "CoreFFI.h", "Sources/CoreFFI/CoreFFI.h"),
            (Language::Swift, "CoreFFI.modulemap", "Sources/CoreFFI/module.modulemap"),
            (Language::Kotlin, "app", "app"),
            (Language::Python, "xunlou.py", "xunlou.py"),
        ] {
            assert_eq!(language.place(file), Path::new(place), "{file}");
        }
    }
}
