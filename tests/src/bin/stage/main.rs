//! Gives test runners in any language a real server to sync with. One request a line comes in as a
//! JSON object (`request.rs` says which), one answer a line goes out: `{"ok": {…}}` or
//! `{"error": "…"}`. Whatever else there is to say goes to the standard error.
//!
//! It ends at the end of its input, so also when the runner dies, or when it is told to stop. The
//! server and the files go with it.

mod request;
mod stage;

use std::io::{BufRead as _, Write as _};
use std::sync::mpsc::{Receiver, Sender, channel};

use serde_json::{Value, json};
use tokio::signal::unix::{SignalKind, signal};

use stage::Stage;

/// What is waited for.
enum Event {
    Line(Vec<u8>),
    End,
}

fn main() -> anyhow::Result<()> {
    let (events, coming) = channel();
    let other = events.clone();
    std::thread::Builder::new().spawn(move || watch("input", &events, read_lines))?;
    std::thread::Builder::new().spawn(move || watch("signals", &other, until_told_to_stop))?;
    let mut stage = Stage::default();
    let served = serve(&mut stage, &coming);
    stage.close();
    served
}

/// Answers line by line until the end. Fails when nobody takes the answers.
fn serve(stage: &mut Stage, coming: &Receiver<Event>) -> anyhow::Result<()> {
    while let Ok(Event::Line(line)) = coming.recv() {
        let answer = answer(stage, &line);
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

/// Does what a line asks for; what fails is an answer too.
fn answer(stage: &mut Stage, line: &[u8]) -> Value {
    match request::parse(line).and_then(|request| stage.play(request)) {
        Ok(answer) => json!({ "ok": answer }),
        Err(error) => json!({ "error": format!("{error:#}") }),
    }
}

/// Tells what went wrong. Not `eprintln!`, which panics when the runner is gone.
fn log(what: &str, error: &anyhow::Error) {
    let _ = writeln!(std::io::stderr(), "xunlou-stage: {what}: {error:#}");
}

/// Runs until there is nothing more to come, and says so.
fn watch(
    what: &str,
    events: &Sender<Event>,
    run: impl FnOnce(&Sender<Event>) -> anyhow::Result<()>,
) {
    if let Err(error) = run(events) {
        log(what, &error);
    }
    // Nobody listens when the other one said it first.
    let _ = events.send(Event::End);
}

/// Bytes, not text: a line that is not UTF-8 gets its answer like any other.
fn read_lines(events: &Sender<Event>) -> anyhow::Result<()> {
    let lines = std::io::stdin().lock().split(b'\n');
    for line in lines {
        events.send(Event::Line(line?))?;
    }
    Ok(())
}

fn until_told_to_stop(_: &Sender<Event>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut end = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed?,
            _ = end.recv() => {}
        }
        Ok(())
    })
}
