//! `cargo xtask demo`, `test` and the rest: set-up and orchestration.
//!
//! Here lives what prepares a machine, builds, starts and sums up. Product code never does.

#![expect(clippy::print_stdout, reason = "a command that a person runs says what it does")]

mod android;
mod bindings;
mod cargo;
mod compile;
mod contract;
mod demo;
mod files;
#[cfg(test)]
mod gradle;
mod ios;
mod package;
mod phones;
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
    /// Builds the library for other languages and writes its Kotlin, Swift and Python sides.
    Bindings(bindings::Arguments),
    /// Plays the contract's scenarios through the library in each language, or those named.
    Contract(contract::Arguments),
    /// Makes what the apps take in: libraries for phones, with their Kotlin and Swift.
    Package(package::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let setup = Setup { install: !arguments.no_install };
    let result = match arguments.command {
        Command::Demo(arguments) => demo::run(&arguments, setup),
        Command::Test(arguments) => test::run(&arguments, setup),
        Command::Bindings(arguments) => bindings::run(&arguments, setup),
        Command::Contract(arguments) => contract::run(&arguments, setup),
        Command::Package(arguments) => package::run(&arguments, setup),
    };
    result.unwrap_or_else(|error| {
        eprintln!("cargo xtask: {error:#}");
        ExitCode::FAILURE
    })
}
