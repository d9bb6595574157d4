//! (b) One answer, durable, beside the least that a durable write costs here.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::Instant;

use xunlou_core::rulepack::ItemKind;
use xunlou_core::workspace::{NewRecord, RecordAbout};

use crate::estate::{AREA, directory, workspace};
use crate::{median, ms, quantile, ratio};

const ROUNDS: usize = 400;

pub(crate) fn report() {
    let directory = directory();
    let opened = workspace(directory.path());
    let workspace = opened.workspace;
    let record = workspace
        .start_record(&NewRecord {
            form: "butler_patrol".to_owned(),
            duty: None,
            about: RecordAbout::Area(AREA),
            rain: true,
        })
        .unwrap();
    let view = workspace.record(record).unwrap();
    let items = view.groups.iter().flat_map(|group| &group.items);
    let checks: Vec<String> = items
        .filter(|item| matches!(item.kind, ItemKind::Check))
        .map(|item| item.id.clone())
        .collect();
    let path = directory.path().join("raw");
    let mut raw = OpenOptions::new().create(true).append(true).open(path).unwrap();
    let (mut answers, mut syncs) = (Vec::new(), Vec::new());
    // In turns, so that both meet the same disk.
    for round in 0..ROUNDS {
        let began = Instant::now();
        raw.write_all(&[round as u8; 4096]).unwrap();
        raw.sync_data().unwrap();
        syncs.push(began.elapsed());
        let item = &checks[round % checks.len()];
        let said = ["ok", "problem", "na"][round / checks.len() % 3];
        let began = Instant::now();
        workspace.answer(record, item, said).unwrap();
        answers.push(began.elapsed());
    }
    println!("## One answer, durable (synchronous FULL), {ROUNDS} times\n");
    println!("| | median | p95 |");
    println!("|---|---|---|");
    for (name, times) in [("4 KiB appended and fdatasync", &syncs), ("Workspace::answer", &answers)]
    {
        println!("| {name} | {} | {} |", ms(median(times)), ms(quantile(times, 0.95)));
    }
    let at = |share| ratio(quantile(&answers, share), quantile(&syncs, share));
    println!("| ratio | {:.1}× | {:.1}× |\n", at(0.5), at(0.95));
}
