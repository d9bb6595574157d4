//! Projections are what the documents say, however they came to say it.

use proptest::prelude::*;

use super::super::open::{meta, set_meta};
use super::super::project;
use super::*;
use crate::document::{CaseDocument, FieldValue, HouseholdDocument, PhotoAt, Source};
use crate::domain::case::{CaseFact, CaseKind};
use crate::ids::{ActorId, BlobHash, FactId};
use crate::rulepack::{CaseStep, Severity};
use crate::sync::Replica;
use crate::sync::replica::Page;
use crate::sync::wire::{PageDocument, WireHeader};

const TABLES: [&str; 9] = [
    "document",
    "record",
    "household",
    "household_field",
    "case_file",
    "decoration",
    "log_entry",
    "conflict",
    "photo",
];

/// Every row of every projection.
fn rows(store: &Store) -> Vec<(&'static str, Vec<Vec<rusqlite::types::Value>>)> {
    let all = |connection: &rusqlite::Connection,
               table: &str|
     -> Result<Vec<Vec<rusqlite::types::Value>>> {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|i| row.get(i)).collect())?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    store
        .read(|connection| {
            TABLES.iter().map(|table| Ok((*table, all(connection, table)?))).collect()
        })
        .unwrap()
}

fn rebuild(store: &Store) {
    let slot = store.writer_slot();
    let writer = slot.as_ref().unwrap();
    project::rebuild(&writer.connection, writer.actor).unwrap();
    // The version is what a real opening goes by.
    let version: Option<u32> = meta(&writer.connection, "projections").unwrap();
    set_meta(&writer.connection, "projections", version.unwrap()).unwrap();
}

/// What somebody does to one of three documents.
#[derive(Clone, Debug)]
struct Step {
    document: usize,
    what: u8,
    key: u8,
    value: u8,
    /// By a colleague who has not seen what was done here since the last time.
    apart: bool,
}

fn step() -> impl Strategy<Value = Step> {
    (0..3usize, 0..6u8, 0..4u8, 0..4u8, any::<bool>())
        .prop_map(|(document, what, key, value, apart)| Step { document, what, key, value, apart })
}

fn edits(store: &Store, step: &Step) -> Vec<Edit> {
    let Step { document, what, key, value, .. } = *step;
    let at = store.env().clock.now();
    match (document, what) {
        (0, 0 | 1) => vec![AnswerAt::edit(&format!("i{key}"), &format!("v{value}"), value.into())],
        (0, 2) => vec![Edit::delete(format!("a/i{key}")), Edit::put("rain", value % 2 == 0)],
        (0, 3) => vec![Edit::put(format!("n/i{key}"), i64::from(value).to_string())],
        (0, 4) => vec![RecordDocument::finish(&at), Edit::put("skew", i64::from(value))],
        (0 | 2, _) if what == 5 || document == 0 => {
            let (item, hash) = (format!("i{key}"), BlobHash([value; 32]));
            vec![PhotoAt { item, hash, media_type: "image/png".to_owned(), seconds: 1 }.edit()]
        }
        (1, 0..=3) => {
            let value = format!("{value}粤");
            vec![
                FieldValue { value, source: Source::Visit, at }
                    .edit(["name", "phone#1", "occupancy", "pets"][usize::from(key)]),
            ]
        }
        (1, 4) => vec![Edit::delete("f/name")],
        (1, _) => {
            vec![Edit::put("unit", format!("{key}-{value}")), Edit::put("floor", i64::from(key))]
        }
        _ => {
            let steps =
                [CaseStep::Dispatched, CaseStep::Handled, CaseStep::Checked, CaseStep::Closed];
            let fact = CaseFact {
                step: steps[usize::from(value)],
                at,
                by: PersonId(Uuid::from_u128(u128::from(key))),
                note: String::new(),
                department: None,
                satisfaction: None,
            };
            vec![
                CaseDocument::fact(
                    FactId(Uuid::from_u128(u128::from(what) << 8 | u128::from(key))),
                    &fact,
                )
                .unwrap(),
            ]
        }
    }
}

fn three_documents(store: &Store) -> [Header; 3] {
    let at = store.env().clock.now();
    let household =
        HouseholdDocument { unit: "1-101".to_owned(), floor: None, fields: Default::default() };
    let case = CaseDocument {
        kind: CaseKind::Finding,
        title: "漏水".to_owned(),
        detail: String::new(),
        department: None,
        severity: Severity::Normal,
        about: None,
        found: None,
        reported: at,
        agreed: None,
        facts: vec![],
        photos: vec![],
    };
    let kinds = [
        (DocumentKind::Record, patrol(store).create()),
        (DocumentKind::Household, household.create()),
        (DocumentKind::Case, case.create()),
    ];
    kinds.map(|(kind, edits)| {
        let header = Header { document: store.env().new_id(), kind, stream: area() };
        store.write(|tx| tx.create(header, &edits, 0)).unwrap();
        header
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn projections_rebuilt_from_the_documents_equal_those_written_edit_by_edit(
        steps in prop::collection::vec(step(), 1..80),
        restart in 0..80usize,
    ) {
        let device = Device::new(1);
        let mut store = device.open();
        let headers = three_documents(&store);
        let mut colleagues = headers.map(|header| {
            let (_, doc) = store.document(header.document).unwrap();
            Flat::from_automerge(doc.automerge().clone(), ActorId(Uuid::from_u128(0xc0)))
        });
        for (number, step) in steps.iter().enumerate() {
            let header = headers[step.document];
            let edits = edits(&store, step);
            if step.apart {
                let colleague = &mut colleagues[step.document];
                let Some(change) = colleague.commit(&edits, 0).unwrap() else { continue };
                let changes = vec![change.bytes.into()];
                let page = PageDocument { header: WireHeader::from(header), snapshot: None, changes };
                let page = Page {
                    documents: vec![page], identities: vec![], grants: vec![area()], areas: vec![], log: None,
                };
                prop_assert_eq!(replica(&store).apply(&page).unwrap().set_aside, 0);
            } else {
                store.write(|tx| tx.edit(header.document, &edits, 0)).unwrap();
            }
            if step.what == 1 {
                // The colleague syncs.
                let (_, doc) = store.document(header.document).unwrap();
                let news = doc.changes_since(&colleagues[step.document].heads());
                colleagues[step.document].apply(news.iter().map(automerge::Change::raw_bytes)).unwrap();
            }
            if number == restart {
                drop(store);
                store = device.open();
            }
        }
        let written = rows(&store);
        for header in headers {
            let (_, from_disk) = store.document(header.document).unwrap();
            let in_memory = held(&store, header.document);
            prop_assert_eq!(all_of(&from_disk), all_of(&in_memory));
            prop_assert_eq!(store.heads(header.document).unwrap(), in_memory.heads());
        }
        rebuild(&store);
        prop_assert_eq!(rows(&store), written);
    }
}

#[test]
fn a_long_tail_of_changes_becomes_a_snapshot_and_reads_the_same() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    let tail = |store: &Store| -> (i64, i64) {
        store
            .read(|connection| {
                let count = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
                let tail = count("SELECT count(*) FROM change WHERE covered = 0")?;
                Ok((tail, count("SELECT count(*) FROM snapshot")?))
            })
            .unwrap()
    };
    let mut snapshots = 0;
    for number in 0..120 {
        answer(&store, record, &format!("item_{number}"), "ok").unwrap();
        let (tail, snapshot) = tail(&store);
        assert!(tail <= 48, "{tail}");
        snapshots += i64::from(snapshot == 1 && tail == 0);
        let (_, from_disk) = store.document(record).unwrap();
        assert_eq!(all_of(&from_disk), all_of(&held(&store, record)));
    }
    assert_eq!(snapshots, 2);
    assert_eq!(store.waiting().unwrap().changes, 121, "what is covered is still to be sent");
    store.write(|tx| tx.compact(record)).unwrap();
    assert_eq!(tail(&store), (0, 1));
    drop(store);
    let store = device.open();
    assert_eq!(store.record(record).unwrap().unwrap().answers.len(), 120);
    assert_eq!(all_of(&held(&store, record)), all_of(&store.document(record).unwrap().1));
}
