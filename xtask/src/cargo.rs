//! Running cargo and the programs it built: places, settings, and output that is shown while it
//! is read. What is run, and why, is the callers' business.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, anyhow, ensure};

/// True on a CI machine (`CI=true`), where what is missing is a failure and the lock file binds.
pub(crate) fn on_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// The workspace's root directory.
pub(crate) fn root() -> PathBuf {
    // Cargo tells a program that it runs; the path known when xtask was built serves a copy that
    // is started by hand.
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map_or_else(|| xtask.clone(), Path::to_path_buf)
}

/// The directory that holds `debug` and `release`, wherever the settings put it.
pub(crate) fn target() -> Result<PathBuf> {
    let exe = std::env::current_exe().context("cannot tell where xtask itself was built")?;
    exe.parent()
        .and_then(Path::parent)
        .map(Path::to_path_buf)
        .ok_or_else(|| anyhow!("{} lies in no target directory", exe.display()))
}

/// Where a built program lies. `profile` is `debug` or `release`.
pub(crate) fn program(profile: &str, name: &str) -> Result<PathBuf> {
    let path = target()?.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    ensure!(path.is_file(), "cargo built {name}, but it is not at {}", path.display());
    Ok(path)
}

/// `cargo SUBCOMMAND` in the workspace, by the cargo that runs xtask.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).arg(subcommand);
    // `cargo fmt` knows no lock file.
    if on_ci() && subcommand != "fmt" {
        command.arg("--locked");
    }
    command
}

/// Runs a command with its output on the terminal; says what it runs.
pub(crate) fn run(command: &mut Command) -> Result<ExitStatus> {
    println!("$ {}", shown(command));
    command.status().with_context(|| cannot_start(command))
}

/// Runs a command, shows its standard output line by line and hands each line to `line` too.
pub(crate) fn run_reading(command: &mut Command, line: impl FnMut(&str)) -> Result<ExitStatus> {
    println!("$ {}", shown(command));
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| cannot_start(command))?;
    if let Some(output) = child.stdout.take() {
        copy_lines(output, &mut std::io::stdout(), line)?;
    }
    Ok(child.wait()?)
}

/// A command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_stem().unwrap_or_default();
    std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

fn copy_lines(
    output: impl Read,
    shown: &mut impl Write,
    mut line: impl FnMut(&str),
) -> std::io::Result<()> {
    let mut output = BufReader::new(output);
    let mut bytes = Vec::new();
    while output.read_until(b'\n', &mut bytes)? > 0 {
        shown.write_all(&bytes)?;
        line(String::from_utf8_lossy(&bytes).trim_end());
        bytes.clear();
    }
    Ok(())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", command.get_program().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_shown_as_it_is_and_read_as_text() {
        let output = b"one\ncolour \xff\nlast without an end";
        let (mut shown, mut lines) = (Vec::new(), Vec::new());
        copy_lines(&output[..], &mut shown, |line| lines.push(line.to_owned())).unwrap();
        assert_eq!(shown, output);
        assert_eq!(lines, ["one", "colour \u{fffd}", "last without an end"]);
    }

    #[test]
    fn a_command_is_shown_without_the_machines_paths() {
        let mut command = Command::new("/opt/rust/bin/cargo");
        command.args(["test", "--workspace"]);
        assert_eq!(shown(&command), "cargo test --workspace");
    }
}
