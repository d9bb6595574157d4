//! `cargo xtask demo` and `cargo xtask test`: set-up and orchestration.
//!
//! Here lives what prepares a machine, builds, starts and sums up. Product code never does.

#![expect(clippy::print_stdout, reason = "a command that a person runs says what it does")]

mod cargo;
mod demo;
mod setup;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::setup::Setup;

/// Builds, shows and tests Xunlou.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    /// Install nothing through apt; say what is missing instead.
    #[arg(long, global = true)]
    no_install: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lives a morning of an invented estate and shows it; the office page stays up.
    Demo(demo::Arguments),
    /// Runs all checks and tests, or the parts named.
    Test(test::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let setup = Setup { install: !arguments.no_install };
    let result = match arguments.command {
        Command::Demo(arguments) => demo::run(&arguments, setup),
        Command::Test(arguments) => test::run(&arguments, setup),
    };
    result.unwrap_or_else(|error| {
        eprintln!("cargo xtask: {error:#}");
        ExitCode::FAILURE
    })
}
