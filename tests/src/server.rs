//! The real `xunlou-server` as a process of its own, over real HTTP on this machine.

use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use chrono::{DateTime, FixedOffset};
use serde::de::DeserializeOwned;
use xunlou_core::ids::DeviceId;

use crate::estate::EstateFiles;

/// How long a server may take to start or stop.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server's program and its data, whether it runs or not.
pub struct Installation {
    binary: PathBuf,
    data: PathBuf,
    port: u16,
}

/// A server that runs. Stopped when dropped.
pub struct Running {
    process: Child,
    url: String,
}

/// An account of the office, as `init --json` prints it.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Account {
    /// The name to sign in with.
    pub login: String,
    /// The initial password.
    pub password: String,
}

/// What `init --json` prints.
#[derive(Debug, serde::Deserialize)]
struct Initialised {
    accounts: Vec<Account>,
}

/// What `enrol --json` prints.
#[derive(Debug, serde::Deserialize)]
struct Code {
    link: String,
}

impl Installation {
    /// A server with its data in a directory, on this port or a free one.
    ///
    /// # Errors
    /// When there is no program, or no free port.
    pub fn new(data: PathBuf, port: Option<u16>) -> anyhow::Result<Self> {
        let port = match port {
            Some(port) => port,
            None => TcpListener::bind("127.0.0.1:0")?.local_addr()?.port(),
        };
        Ok(Self { binary: binary()?, data, port })
    }

    /// Where the data is.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Creates an estate; returns the office's accounts.
    ///
    /// # Errors
    /// What `init` says.
    pub fn init(&self, files: &EstateFiles) -> anyhow::Result<Vec<Account>> {
        let estate = files.estate.display().to_string();
        let households = files.households.display().to_string();
        let args = ["init", "--estate", &estate, "--households", &households, "--json"];
        Ok(self.json::<Initialised>(&args, None)?.accounts)
    }

    /// A one-time code for a person's device, as a link.
    ///
    /// # Errors
    /// What `enrol` says.
    pub fn enrol(&self, login: &str, at: DateTime<FixedOffset>) -> anyhow::Result<String> {
        let url = self.url();
        let args = ["enrol", "--person", login, "--server", &url, "--json"];
        Ok(self.json::<Code>(&args, Some(at))?.link)
    }

    /// Revokes a device, whether the server runs or not.
    ///
    /// # Errors
    /// What `revoke` says.
    pub fn revoke(&self, device: DeviceId, at: DateTime<FixedOffset>) -> anyhow::Result<()> {
        self.said(&["revoke", "--device", &device.to_string()], Some(at)).map(drop)
    }

    /// Starts it, with its clock running from `at`, and waits until it answers.
    ///
    /// # Errors
    /// When it does not come up; with what it said.
    pub fn start(&self, at: DateTime<FixedOffset>) -> anyhow::Result<Running> {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.data.join("server.log"))?;
        let mut process = self
            .command(&["serve"], Some(at))
            .stdout(log.try_clone()?)
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .context("starting xunlou-server")?;
        let client = http_client()?;
        let health = format!("{}/healthz", self.url());
        let began = Instant::now();
        loop {
            if let Some(status) = process.try_wait()? {
                bail!("xunlou-server ended with {status}:\n{}", self.tail());
            }
            if client.get(&health).send().is_ok_and(|answer| answer.status().is_success()) {
                return Ok(Running { process, url: self.url() });
            }
            if began.elapsed() > PATIENCE {
                let _ = process.kill();
                bail!("xunlou-server does not answer:\n{}", self.tail());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn command(&self, args: &[&str], at: Option<DateTime<FixedOffset>>) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(args).arg("--data").arg(&self.data);
        // The server takes what begins so for its settings; here it is tests that are set by it.
        let names = std::env::vars_os().map(|(name, _)| name);
        for name in names.filter(|name| name.to_string_lossy().starts_with("XUNLOU_")) {
            command.env_remove(name);
        }
        command.env("XUNLOU_LISTEN", format!("127.0.0.1:{}", self.port));
        if let Some(at) = at {
            command.env("XUNLOU_REHEARSAL_START", at.to_rfc3339());
        }
        command
    }

    fn json<T: DeserializeOwned>(
        &self,
        args: &[&str],
        at: Option<DateTime<FixedOffset>>,
    ) -> anyhow::Result<T> {
        let said = self.said(args, at)?;
        serde_json::from_slice(&said).with_context(|| {
            format!("xunlou-server {}: {}", args[0], String::from_utf8_lossy(&said))
        })
    }

    /// What a command prints, once it has done its work.
    fn said(&self, args: &[&str], at: Option<DateTime<FixedOffset>>) -> anyhow::Result<Vec<u8>> {
        let output = self.command(args, at).stdin(Stdio::null()).output()?;
        let complaint = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "xunlou-server {}: {}", args[0], complaint.trim_end());
        Ok(output.stdout)
    }

    fn tail(&self) -> String {
        let mut text = String::new();
        if let Ok(mut file) = std::fs::File::open(self.data.join("server.log")) {
            let _ = file.read_to_string(&mut text);
        }
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Running {
    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Asks it to stop, as a service manager does, and waits until it has.
    ///
    /// # Errors
    /// When it does not stop in time, or stops with a failure.
    pub fn stop(mut self) -> anyhow::Result<()> {
        // The shell's own: a slim system has no program of that name.
        let word = format!("kill -TERM {}", self.process.id());
        let asked = Command::new("sh").args(["-c", &word]).status()?;
        ensure!(asked.success(), "the server cannot be asked to stop");
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.process.try_wait()? {
                ensure!(status.success(), "the server stopped with {status}");
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the server did not stop within {} s", PATIENCE.as_secs())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A plain client that follows nothing and asks no proxy.
///
/// # Errors
/// When it cannot be built.
pub fn http_client() -> anyhow::Result<reqwest::blocking::Client> {
    // This build of reqwest brings no cryptography of its own; a second call is harmless.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::blocking::Client::builder().no_proxy();
    Ok(builder.redirect(reqwest::redirect::Policy::none()).build()?)
}

/// The server's program: named by `XUNLOU_SERVER_BIN`, or beside this one.
fn binary() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("XUNLOU_SERVER_BIN") {
        return Ok(path.into());
    }
    let here = std::env::current_exe()?;
    let name = format!("xunlou-server{}", std::env::consts::EXE_SUFFIX);
    let beside = here.ancestors().skip(1).take(2).map(|directory| directory.join(&name));
    let found = beside.into_iter().find(|path| path.exists());
    found.context("no xunlou-server beside this program: build it, or set XUNLOU_SERVER_BIN")
}
