//! The stage: a real server in a process of its own, asked by a line of JSON each.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, bail};
use serde_json::Value;

pub(crate) struct Stage {
    process: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Stage {
    /// Starts the program.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let mut command = Command::new(program("xunlou-stage", "XUNLOU_STAGE")?);
        command.env("XUNLOU_SERVER_BIN", program("xunlou-server", "XUNLOU_SERVER_BIN")?);
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("xunlou-stage does not start")?;
        let requests = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().context("the stage has no output")?);
        Ok(Self { process, requests, answers })
    }

    /// The answer; an error of the stage is an error of the scenario.
    #[expect(clippy::needless_pass_by_value, reason = "callers make it on the spot")]
    pub(crate) fn ask(&mut self, request: Value) -> anyhow::Result<Value> {
        let requests = self.requests.as_mut().context("the stage was told to end")?;
        writeln!(requests, "{request}")?;
        requests.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Value =
            serde_json::from_str(&line).with_context(|| format!("the stage ended at {request}"))?;
        match answer.get("ok") {
            Some(ok) => Ok(ok.clone()),
            None => bail!("the stage answered {request} with {answer}"),
        }
    }
}

impl Drop for Stage {
    /// The end of its input is its end; the server and the files go with it.
    fn drop(&mut self) {
        drop(self.requests.take());
        let _ = self.process.wait();
    }
}

/// A program that a variable names, or that cargo built beside this one.
fn program(name: &str, variable: &str) -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(path.into());
    }
    let here = std::env::current_exe()?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    // This program lies in `debug/deps`, that one in `debug`.
    let mut beside = here.ancestors().skip(1).take(2).map(|directory| directory.join(&file));
    beside.find(|path| path.is_file()).with_context(|| {
        format!(
            "no {name} beside this program: run `cargo xtask contract rust`, or first \
             `cargo build -p xunlou-server -p xunlou-tests --bins`, or set {variable}"
        )
    })
}
