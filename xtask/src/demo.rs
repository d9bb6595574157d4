//! `cargo xtask demo`: builds the server and the demo, and becomes the demo, which is told where the
//! server is. What the demo shows and claims is its own business, in crate `tests`.

use std::ffi::OsString;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;

#[cfg(not(unix))]
use crate::cargo::run as run_command;
use crate::cargo::shown;
use crate::compile::{Build, SERVER, programs};
use crate::setup::{C_COMPILER, Setup};
use crate::test::took;

const DEMO: &str = "xunlou-demo";
/// Tells the demo which server to start.
const SERVER_PATH: &str = "XUNLOU_SERVER_BIN";

/// What `cargo xtask demo` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Build optimised programs: faster ones, and a longer build.
    #[arg(long)]
    release: bool,
    /// Passed on to the demo (`-- --help` lists them): `--once` ends after the report,
    /// `--json FILE` writes the figures.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "DEMO ARGUMENTS")]
    rest: Vec<OsString>,
}

/// Builds and becomes the demo.
pub(crate) fn run(arguments: &Arguments, setup: Setup) -> Result<ExitCode> {
    setup.provide(&[C_COMPILER])?;
    let started = Instant::now();
    println!("Building the server and the demo; the first time takes some minutes.");
    let build = if arguments.release { Build::Release } else { Build::Quick };
    let mut demo = prepare(build)?;
    println!("Built in {}.", took(started.elapsed()));
    demo.args(&arguments.rest);
    become_it(demo)
}

/// Builds both programs and returns the demo, ready to start.
pub(crate) fn prepare(how: Build) -> Result<Command> {
    let [server, demo] = programs(how, [SERVER, DEMO])?;
    let mut demo = Command::new(demo);
    demo.env(SERVER_PATH, server);
    Ok(demo)
}

/// Replaces this process, so that Ctrl-C and the exit code are the demo's own.
#[cfg(unix)]
fn become_it(mut demo: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;

    println!("$ {}", shown(&demo));
    let error = demo.exec();
    Err(anyhow::Error::new(error).context("cannot start the demo"))
}

#[cfg(not(unix))]
fn become_it(mut demo: Command) -> Result<ExitCode> {
    let status = run_command(&mut demo)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
