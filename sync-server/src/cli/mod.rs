//! The command line. Each command has its module; what they do is done by the library.

mod devices;
mod estate;
mod inspect;
mod keep;
mod serve;
mod text;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use chrono::{DateTime, SecondsFormat};
use clap::{Args, Parser, Subcommand};
use xunlou_core::env::Environment;
use xunlou_core::ids::EstateId;

use crate::access::Estate;
use crate::database::FILE_NAME;
use crate::{Config, Server};

/// The sync server of Xunlou (巡楼).
#[derive(Parser)]
#[command(name = "xunlou-server", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Create an estate from files, and print the office's initial passwords once.
    Init(estate::Init),
    /// Serve phones and the office.
    Serve(serve::Serve),
    /// Make a one-time code for a person's next device.
    Enrol(devices::Enrol),
    /// Shut a device out, at once.
    Revoke(devices::Revoke),
    /// Give a person another password for the office console, and end that person's sessions.
    Password(devices::Password),
    /// List the devices.
    Devices(devices::Devices),
    /// Write a consistent copy of the database, also while the server runs.
    Backup(keep::Backup),
    /// Say of files what Automerge data they hold, and whether the change gate takes it.
    Inspect(inspect::Inspect),
    /// Look at the changes that were not taken.
    Quarantine(keep::Quarantine),
}

/// Where settings and data are.
#[derive(Args, Clone, Default)]
struct Place {
    /// The settings file.
    #[arg(long, env = crate::config::FILE_VARIABLE)]
    config: Option<PathBuf>,
    /// The data directory.
    #[arg(long)]
    data: Option<PathBuf>,
}

impl Place {
    fn config(&self) -> anyhow::Result<Config> {
        let mut config = Config::load(self.config.as_deref())?;
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        Ok(config)
    }

    /// Opens data that is there.
    fn open(&self) -> anyhow::Result<Server> {
        let config = self.config()?;
        let file = config.data.join(FILE_NAME);
        if !file.is_file() {
            bail!(
                "there is no {}: create an estate with `init`, or name its --data",
                file.display()
            );
        }
        Ok(Server::open(config, Environment::system())?)
    }
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    run(std::env::args_os(), &mut std::io::stdout(), &mut std::io::stderr())
}

/// Runs a command line. 0: done; 1: refused, with the reason on `errors`; 2: not understood.
pub fn run(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
    out: &mut dyn Write,
    errors: &mut dyn Write,
) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let to: &mut dyn Write = if error.use_stderr() { errors } else { out };
            // Nobody is left to be told when the terminal is gone.
            let _ = write!(to, "{error}");
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match cli.command {
        Command::Init(command) => command.run(out),
        Command::Serve(command) => command.run(out),
        Command::Enrol(command) => command.run(out),
        Command::Revoke(command) => command.run(out),
        Command::Password(command) => command.run(out),
        Command::Devices(command) => command.run(out),
        Command::Backup(command) => command.run(out),
        Command::Inspect(command) => command.run(out),
        Command::Quarantine(command) => command.run(out),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(errors, "xunlou-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The estate that is meant: by id or name, or the only one.
fn choose_estate(server: &Server, wanted: Option<&str>) -> anyhow::Result<Estate> {
    let estates = server.access().estates()?;
    let names = || estates.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let found = match wanted {
        Some(wanted) => {
            let id: Option<EstateId> = wanted.parse().ok();
            estates.iter().find(|one| Some(one.estate) == id || one.name == wanted)
        }
        None if estates.len() > 1 => bail!("say which --estate is meant: {}", names()),
        None => estates.first(),
    };
    found.cloned().with_context(|| match estates.is_empty() {
        true => "there is no estate: create one with `init`".to_owned(),
        false => format!("there is no such estate; there are: {}", names()),
    })
}

/// A moment as people and programs read it.
fn moment(milliseconds: i64) -> String {
    DateTime::from_timestamp_millis(milliseconds)
        .map(|moment| moment.to_rfc3339_opts(SecondsFormat::Secs, true))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
