//! Measures sync over real HTTP with a real server process: the first sync of a device that comes
//! to 2,200 patrols, a sync with 10 changed, and one with nothing changed. Prints time, bytes and
//! requests; times are of this machine, bytes and requests are exact.
#![allow(clippy::print_stdout)] // It is what this program is for.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, ensure};
use chrono::{DateTime, TimeDelta};
use clap::Parser;
use xunlou_core::rulepack::ItemKind;
use xunlou_core::workspace::{NewRecord, RecordAbout, Workspace};
use xunlou_tests::clock::StoryClock;
use xunlou_tests::device::Device;
use xunlou_tests::estate;
use xunlou_tests::server::Installation;

/// Measures sync.
#[derive(Parser)]
struct Args {
    /// How many patrols there are.
    #[arg(long, default_value_t = 2_200)]
    patrols: usize,
}

fn main() -> anyhow::Result<()> {
    let Args { patrols } = Args::parse();
    // In memory where that is to be had: 60 durable answers a patrol take their time on a disk.
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    builder.prefix("xunlou-figures-");
    let home = if memory.is_dir() { builder.tempdir_in(memory)? } else { builder.tempdir()? };
    let morning = DateTime::parse_from_rfc3339("2026-03-18T10:30:00+08:00")?;
    let installation = Installation::new(home.path().join("server"), None)?;
    std::fs::create_dir_all(installation.data())?;
    installation.init(&estate::write(home.path(), 50)?)?;
    let clock = Arc::new(StoryClock::standing_at(morning));
    let server = installation.start(morning)?;
    clock.run_from(morning);
    let enrol = |login: &str, label: &str| -> anyhow::Result<Device> {
        let link = installation.enrol(login, morning)?;
        Device::enrol(&home.path().join(label), label, &link, &clock)
    };
    let writer = enrol("lin", "writer")?;
    writer.sync(&|_| {})?;
    let began = Instant::now();
    let answers = write_patrols(&writer.workspace, &clock, patrols)?;
    let each = began.elapsed().as_secs_f64() * 1e6 / (answers.max(1) as f64);
    println!("{patrols} patrols, {answers} answers, each a durable commit of {each:.0} µs");
    clock.run_from(morning);
    measured("sending them", &writer)?;
    let reader = enrol("lin", "reader")?;
    measured("first sync of a new device", &reader)?;
    clock.set(morning + TimeDelta::hours(4));
    write_patrols(&writer.workspace, &clock, 10)?;
    clock.run_from(morning);
    measured("sending 10 more", &writer)?;
    measured("taking 10 more", &reader)?;
    measured("with nothing changed", &reader)?;
    server.stop()
}

/// Writes patrols as a butler does, tap by tap. Returns the number of answers.
fn write_patrols(
    workspace: &Workspace,
    clock: &StoryClock,
    patrols: usize,
) -> anyhow::Result<usize> {
    let area = workspace.principal().areas.first().copied().context("the butler has no area")?;
    let mut answers = 0;
    for _ in 0..patrols {
        let record = workspace.start_record(&NewRecord {
            form: "butler_patrol".to_owned(),
            duty: None,
            about: RecordAbout::Area(area),
            rain: true,
        })?;
        let view = workspace.record(record)?;
        let items: Vec<_> = view.groups.into_iter().flat_map(|group| group.items).collect();
        for item in &items {
            let answer = match &item.kind {
                ItemKind::Check => "ok".to_owned(),
                ItemKind::Choice(choices) => choices[0].id.clone(),
                ItemKind::Number { min, .. } => min.to_string(),
                _ => continue,
            };
            workspace.answer(record, &item.id, &answer)?;
            answers += 1;
            clock.pass(20);
        }
        workspace.finish(record)?;
    }
    Ok(answers)
}

fn measured(what: &str, device: &Device) -> anyhow::Result<()> {
    let began = Instant::now();
    let outcome = device.sync(&|_| {})?;
    ensure!(outcome.refused == 0, "{what}: {} changes refused", outcome.refused);
    println!(
        "{what}: {:.2} s, {} requests, {} bytes up, {} bytes down, {} changes sent, {} documents taken",
        began.elapsed().as_secs_f64(),
        outcome.requests,
        outcome.bytes_up,
        outcome.bytes_down,
        outcome.accepted,
        outcome.pulled_documents,
    );
    Ok(())
}
