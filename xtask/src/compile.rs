//! What the commands compile: the programs, and the library that other languages load.
//!
//! Cargo builds a package once more for each set of features that a call asks for. So few sets
//! are asked for, and here is where they are written down.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::cargo::{cargo, program, root, run, target};

/// The server.
pub(crate) const SERVER: &str = "xunlou-server";
/// The package of the library.
pub(crate) const BINDINGS: &str = "xunlou-bindings";
/// Writes the other languages' side of the library.
const GENERATOR: &str = "uniffi-bindgen";

/// What the checks of everything, bindings included, ask for: SQLCipher in place of SQLite, which
/// the bindings switch on anyway, and the generator, so that the library need not be built twice.
pub(crate) const EVERYTHING: [&str; 3] =
    ["--workspace", "--features", "xunlou-core/sqlcipher,xunlou-bindings/bindgen"];

/// How things are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// Quick to build; what is slow without optimisation is optimised all the same.
    Quick,
    /// The same, from what `cargo xtask test` has built already: development dependencies switch
    /// on features, so that half of the packages would otherwise be built once more.
    BesideTests,
    /// Optimised.
    Release,
}

impl Build {
    fn profile(self) -> &'static str {
        match self {
            Self::Quick | Self::BesideTests => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds programs of the packages without bindings and returns where they are, in this order.
pub(crate) fn programs<const N: usize>(how: Build, names: [&str; N]) -> Result<[PathBuf; N]> {
    let mut build = cargo("build");
    for name in names {
        build.args(["--bin", name]);
    }
    match how {
        Build::Quick => {}
        Build::BesideTests => drop(build.arg("--tests")),
        Build::Release => drop(build.arg("--release")),
    }
    ensure!(run(&mut build)?.success(), "the build failed, see above");
    let mut paths = names.map(|_| PathBuf::new());
    for (path, name) in paths.iter_mut().zip(names) {
        *path = program(how.profile(), name)?;
    }
    Ok(paths)
}

/// The library as it was built for this machine.
#[derive(Debug)]
pub(crate) struct Library {
    /// What Python and the JVM load.
    pub(crate) shared: PathBuf,
    /// What Swift links. The generator reads it: a release's shared library is stripped of what
    /// the generator looks for, an archive never is.
    pub(crate) archive: PathBuf,
    /// The generator's program.
    pub(crate) generator: PathBuf,
}

/// Builds the library, and the generator from the same set of features.
pub(crate) fn library(how: Build) -> Result<Library> {
    let mut build = cargo("build");
    match how {
        Build::BesideTests => {
            build.args(EVERYTHING);
            for test in bindings_tests()? {
                build.arg("--test").arg(test);
            }
        }
        Build::Quick => drop(build.args(["-p", BINDINGS, "--features", "bindgen"])),
        Build::Release => drop(build.args(["--release", "-p", BINDINGS, "--features", "bindgen"])),
    }
    build.args(["--lib", "--bin", GENERATOR]);
    ensure!(run(&mut build)?.success(), "the build failed, see above");
    let directory = target()?.join(how.profile());
    let library = Library {
        shared: directory.join(shared_name()),
        archive: directory.join("libxunlou.a"),
        generator: program(how.profile(), GENERATOR)?,
    };
    for path in [&library.shared, &library.archive] {
        ensure!(path.is_file(), "cargo built {BINDINGS}, but it is not at {}", path.display());
    }
    Ok(library)
}

/// The shared library's file name on this machine.
pub(crate) fn shared_name() -> String {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    format!("{DLL_PREFIX}xunlou{DLL_SUFFIX}")
}

/// The names of the bindings' integration tests. Named one by one, cargo takes these and leaves
/// those of other packages.
pub(crate) fn bindings_tests() -> Result<Vec<String>> {
    tests_in(&root().join("bindings").join("tests"))
}

fn tests_in(directory: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory).into_iter().flatten() {
        let path = entry?.path();
        let is_test = path.extension().is_some_and(|kind| kind == "rs") && path.is_file()
            || path.join("main.rs").is_file();
        if is_test && let Some(name) = path.file_stem() {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integration_tests_are_files_and_directories_with_a_main() {
        let directory = tempfile::tempdir().unwrap();
        for file in ["queue.rs", "contract/main.rs", "support/mod.rs", "notes.md"] {
            let path = directory.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        assert_eq!(tests_in(directory.path()).unwrap(), ["contract", "queue"]);
        assert!(tests_in(&directory.path().join("nowhere")).unwrap().is_empty());
    }
}
