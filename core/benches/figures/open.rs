//! (c) A database of a season: opening it, today's duties, a search.

use chrono::Days;
use xunlou_core::document::{AnswerAt, RecordDocument};
use xunlou_core::env::Environment;
use xunlou_core::workspace::{NewHousehold, OpenedWorkspace, Workspace};

use crate::estate::{BUILDING, directory, header, options, record, workspace};
use crate::format::answers;
use crate::{median, ms, quantile, times};

const PATROLS: usize = 2_200;
const HOUSEHOLDS: usize = 3_000;

pub(crate) fn report() {
    let directory = directory();
    let OpenedWorkspace { workspace, mut generation, .. } = workspace(directory.path());
    fill(&workspace);
    drop(workspace);
    let size = std::fs::metadata(directory.path().join("xunlou.db")).unwrap().len();
    let open = |generation: &mut u64| -> Workspace {
        let options = options(directory.path(), *generation);
        let opened = Workspace::open(options, Environment::system()).unwrap();
        *generation = opened.generation;
        opened.workspace
    };
    let opening = times(30, || (), |()| open(&mut generation));
    let workspace = open(&mut generation);
    println!(
        "## {PATROLS} patrols of {} answers and {HOUSEHOLDS} households ({:.1} MB)\n",
        answers().len(),
        size as f64 / 1e6
    );
    println!("| | median | p95 |");
    println!("|---|---|---|");
    let row = |name: &str, times: &[std::time::Duration]| {
        println!("| {name} | {} | {} |", ms(median(times)), ms(quantile(times, 0.95)));
    };
    row("open the workspace", &opening);
    let due = workspace.today().unwrap();
    assert!(due.iter().filter(|due| due.record.is_some()).count() >= 2, "{due:?}");
    row("today()", &times(100, || (), |()| workspace.today().unwrap()));
    for (what, query) in [
        ("a name, by a part", "欧阳"),
        ("a phone, by its last digits", "2345"),
        ("a unit", "7-1203"),
        ("nothing that there is", "查无此人"),
    ] {
        let found = times(100, || (), |()| workspace.search(query, 20).unwrap());
        row(&format!("search for {what}"), &found);
    }
    println!();
}

fn fill(workspace: &Workspace) {
    let today = workspace.today_date().unwrap();
    let answers = answers();
    for number in 0..PATROLS {
        let day = today - Days::new(number as u64 / 22);
        let slot = ["morning", "afternoon"][number % 2];
        let patrol = record(day, slot);
        let start_ms = patrol.start.unwrap().timestamp_millis();
        let header = header();
        let write = |tx: &mut xunlou_core::store::WriteTx<'_>| {
            tx.create(header, &patrol.create(), start_ms)?;
            for part in answers.chunks(10) {
                let edits: Vec<_> = part
                    .iter()
                    .map(|(item, said, seconds)| AnswerAt::edit(item, said, *seconds))
                    .collect();
                tx.edit(header.document, &edits, start_ms + part[0].2 * 1000)?;
            }
            let end = patrol.start.unwrap() + chrono::TimeDelta::minutes(28);
            tx.edit(header.document, &[RecordDocument::finish(&end)], end.timestamp_millis())?;
            tx.compact(header.document)
        };
        workspace.store().write(write).unwrap();
    }
    let surnames = ["王", "李", "张", "刘", "陈", "欧阳", "赵", "黄"];
    let households: Vec<NewHousehold> = (0..HOUSEHOLDS)
        .map(|number| NewHousehold {
            building: BUILDING,
            unit: format!("{}-{}{:02}", number / 120 + 1, number / 4 % 30 + 1, number % 4 + 1),
            floor: i64::try_from(number / 4 % 30 + 1).ok(),
            fields: vec![
                ("name".to_owned(), format!("{}住户{number}", surnames[number % 8])),
                ("phone".to_owned(), format!("138{:08}", number * 7_919 % 100_000_000)),
                ("plate".to_owned(), format!("粤A{:05}", number * 31 % 100_000)),
                ("occupancy".to_owned(), "owner_occupied".to_owned()),
            ],
        })
        .collect();
    workspace.import_households(&households).unwrap();
}
