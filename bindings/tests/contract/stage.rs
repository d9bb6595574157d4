//! The stage: a real server in a process of its own, asked by a line of JSON each.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, bail};
use serde_json::{Map, Value};

pub(crate) struct Stage {
    process: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Stage {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let mut process = Command::new(program()?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting xunlou-stage")?;
        let requests = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().context("the stage has no output")?);
        Ok(Self { process, requests, answers })
    }

    /// The answer; an error of the stage is an error of the scenario.
    pub(crate) fn ask(&mut self, what: &str, fields: Map<String, Value>) -> anyhow::Result<Value> {
        let mut request = fields;
        request.insert("do".to_owned(), what.into());
        let request = Value::Object(request);
        writeln!(self.requests.as_mut().context("the stage has ended")?, "{request}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line).context("the stage ended")?;
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

/// Named by `XUNLOU_STAGE`, or in the directory that cargo builds into.
fn program() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("XUNLOU_STAGE") {
        return Ok(path.into());
    }
    let here = std::env::current_exe()?;
    let beside = here.ancestors().skip(1).take(2).map(|directory| directory.join("xunlou-stage"));
    let found = beside.into_iter().find(|path| path.exists());
    found.context(
        "no xunlou-stage: run `cargo xtask contract rust`, or first \
         `cargo build -p xunlou-server -p xunlou-tests --bins`",
    )
}
