//! The runner in Swift: a package put together from its sources, the generated ones and the
//! library, and `swift test` on it, here or in the Debian root that has Swift.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Stand, environment, home};
use crate::cargo::target;
use crate::files::{Layout, hash, link, remove};
use crate::setup::{Swift, enter_swift_root};

/// What of the package is not laid out anew each time: the build, what it was linked with, the
/// library, and what Swift's package manager notes.
const KEPT: [&str; 4] = [".build", LINKED, "native", "Package.resolved"];

/// Tells with which library the tests were linked.
const LINKED: &str = "linked-with";

/// Lays out the package and returns the command that tests it.
pub(super) fn command(stand: &Stand, swift: Option<&Swift>) -> Result<Command> {
    let package = target()?.join("contract").join("swift");
    lay_out(&home().join("swift"), &stand.bindings.join("swift"), &package)?;
    link(&stand.library.archive, &package.join("native").join("libxunlou.a"))?;
    forget_stale_tests(&stand.library.archive, &package)?;
    Ok(match swift {
        Some(Swift::Root(root)) => in_root(stand, root, &package),
        Some(Swift::Here) | None => here(stand, &package),
    })
}

fn lay_out(runner: &Path, generated: &Path, package: &Path) -> Result<()> {
    let mut layout = Layout::default();
    for part in ["Package.swift", "Sources", "Tests"] {
        let source = runner.join(part);
        // A runner may have no sources but its tests.
        if source.exists() || part != "Sources" {
            layout.add(&source, part).context("the contract's runner in Swift is incomplete")?;
        }
    }
    layout.add(&generated.join("Sources"), "Sources")?;
    layout.lay(package, &KEPT)
}

/// Swift's package manager does not link anew when only the library changed, so that tests would
/// pass on a stale one.
fn forget_stale_tests(library: &Path, package: &Path) -> Result<()> {
    let library = hash(&[library])?;
    let linked = package.join(LINKED);
    if fs::read_to_string(&linked).is_ok_and(|earlier| earlier == library) {
        return Ok(());
    }
    for entry in fs::read_dir(package.join(".build").join("debug")).into_iter().flatten() {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "xctest") {
            remove(&path)?;
        }
    }
    Ok(fs::write(linked, library)?)
}

/// What `swift` is told, with the library's directory. GNU's linker would look for what the shared
/// libraries of Swift itself leave open.
fn arguments(native: &str, linux: bool) -> Vec<String> {
    let mut arguments = vec!["test".to_owned(), "-Xlinker".to_owned(), format!("-L{native}")];
    if linux {
        arguments.extend(["-Xlinker", "--allow-shlib-undefined"].map(str::to_owned));
    }
    arguments
}

fn here(stand: &Stand, package: &Path) -> Command {
    // On a Mac, XCTest counts its tests on the standard error.
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec swift \"$@\" 2>&1", "swift"])
        .args(arguments(&package.join("native").to_string_lossy(), cfg!(target_os = "linux")))
        .current_dir(package)
        .envs(stand.environment());
    command
}

fn in_root(stand: &Stand, root: &Path, package: &Path) -> Command {
    // The programs lie where cargo builds them, beside the library.
    let built = stand.library.shared.parent().unwrap_or(Path::new("/"));
    let inside = |path: &PathBuf| Path::new("/programs").join(path.file_name().unwrap_or_default());
    let [stage, server] = [&stand.stage, &stand.server].map(inside);
    let mut command = enter_swift_root(
        root,
        &[(package, "/src"), (&stand.scenarios, "/scenarios"), (built, "/programs")],
    );
    for (name, path) in environment(Path::new("/scenarios"), &stage, &server) {
        command.arg(format!("{name}={}", path.display()));
    }
    command.arg("swift").args(arguments("/src/native", true));
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::shown;

    fn write(root: &Path, files: &[&str]) {
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
    }

    #[test]
    fn the_package_has_the_runner_and_the_generated_sources_and_keeps_its_build() {
        let directory = tempfile::tempdir().unwrap();
        let [runner, generated, package] =
            ["runner", "generated", "package"].map(|name| directory.path().join(name));
        write(&runner, &["Package.swift", "Tests/RunnerTests/Run.swift", ".build/stray"]);
        write(&generated, &["Sources/Core/Core.swift"]);
        write(&package, &[".build/kept", "native/libxunlou.a", "Sources/Old/Old.swift"]);
        lay_out(&runner, &generated, &package).unwrap();
        for (file, there) in [
            ("Package.swift", true),
            ("Tests/RunnerTests/Run.swift", true),
            ("Sources/Core/Core.swift", true),
            (".build/kept", true),
            ("native/libxunlou.a", true),
            (".build/stray", false),
            ("Sources/Old", false),
        ] {
            assert_eq!(package.join(file).exists(), there, "{file}");
        }
    }

    #[test]
    fn tests_are_linked_anew_when_the_library_changed_and_only_then() {
        let directory = tempfile::tempdir().unwrap();
        let [library, tests] = ["libxunlou.a", ".build/debug/ContractTests.xctest"];
        write(directory.path(), &[library, tests]);
        let forget = || {
            forget_stale_tests(&directory.path().join(library), directory.path()).unwrap();
            directory.path().join(tests).exists()
        };
        assert!(!forget(), "nothing tells what they were linked with");
        write(directory.path(), &[tests]);
        assert!(forget(), "the library is the same");
        fs::write(directory.path().join(library), "changed").unwrap();
        assert!(!forget(), "the library changed");
    }

    #[test]
    fn inside_the_root_a_runner_is_told_the_places_there() {
        let said =
            shown(&in_root(&crate::contract::tests::stand(), Path::new("/r"), Path::new("/p")));
        let (_, told) = said.split_once(" /r ").unwrap();
        assert_eq!(
            told,
            "/p=/src /main/scenarios=/scenarios /target/debug=/programs -- \
             XUNLOU_CONTRACT=/scenarios XUNLOU_STAGE=/programs/xunlou-stage \
             XUNLOU_SERVER_BIN=/programs/xunlou-server \
             swift test -Xlinker -L/src/native -Xlinker --allow-shlib-undefined"
        );
    }
}
