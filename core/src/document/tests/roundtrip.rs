//! Each kind is read back as it was written.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::{Phone, time};
use crate::document::*;
use crate::domain::Role;
use crate::domain::case::{CaseFact, CaseKind, Satisfaction};
use crate::ids::{ActorId, AreaId, BlobHash, BuildingId, DocumentId, FactId, PersonId};
use crate::rulepack::{CaseStep, Severity};

/// Written by one device, saved, loaded on another.
fn travelled(edits: &[Edit]) -> Flat {
    let mut phone = Phone::new(1);
    phone.writes(edits);
    Flat::load(&phone.doc.save(), ActorId(Uuid::from_u128(2))).unwrap()
}

fn document() -> DocumentId {
    DocumentId(Uuid::from_u128(0xd0c))
}

pub(super) fn record() -> RecordDocument {
    RecordDocument {
        form: "butler_patrol".to_owned(),
        pack_version: 7,
        duty: Some("butler_patrol".to_owned()),
        slot: Some("morning".to_owned()),
        day: "2026-03-18".parse().unwrap(),
        about: Some(document()),
        start: Some(time("2026-03-18T10:30:00+08:00")),
        end: None,
        rain: true,
        skew: -90,
        excuse: Some(Excuse {
            reason: "special".to_owned(),
            at: time("2026-03-18T11:00:00+08:00"),
            note: "电梯困人|已处理@10:50".to_owned(),
        }),
        answers: BTreeMap::new(),
        notes: BTreeMap::new(),
        photos: Vec::new(),
    }
}

fn answer(value: &str, seconds: i64) -> AnswerAt {
    AnswerAt { value: value.to_owned(), seconds }
}

#[test]
fn a_record_reads_as_it_was_written() {
    let mut expected = record();
    let photo = PhotoAt {
        item: "fire_doors".to_owned(),
        hash: BlobHash([7; 32]),
        media_type: "image/jpeg".to_owned(),
        seconds: 61,
    };
    let mut edits = expected.create();
    edits.push(AnswerAt::edit("fire_doors", "problem", 60));
    edits.push(AnswerAt::edit("opinions", "写给 a@b.cn|急", 99));
    edits.push(Edit::put("n/fire_doors", "门关不上"));
    edits.push(photo.edit());
    edits.push(RecordDocument::finish(&time("2026-03-18T10:58:00+08:00")));
    expected.end = Some(time("2026-03-18T10:58:00+08:00"));
    expected.answers.insert("fire_doors".to_owned(), answer("problem", 60));
    expected.answers.insert("opinions".to_owned(), answer("写给 a@b.cn|急", 99));
    expected.notes.insert("fire_doors".to_owned(), "门关不上".to_owned());
    expected.photos.push(photo);
    let read = RecordDocument::read(&travelled(&edits)).unwrap();
    assert_eq!(read, expected);
    assert_eq!(read.photo_counts()["fire_doors"], 1);
    // The device's clock was 90 seconds behind.
    assert_eq!(read.started_utc(), Some(time("2026-03-18T02:31:30Z").to_utc()));
}

#[test]
fn a_household_reads_as_it_was_written() {
    let value = |value: &str, source| FieldValue {
        value: value.to_owned(),
        source,
        at: time("2026-03-01T09:00:00+08:00"),
    };
    let file = HouseholdDocument {
        unit: "1-1203".to_owned(),
        floor: Some(12),
        fields: BTreeMap::from([
            ("name".to_owned(), value("王五", Source::Import)),
            ("phone#a1".to_owned(), value("138-0013-8000", Source::Phone)),
            ("phone#b2".to_owned(), value("139|0013@9000", Source::Visit)),
        ]),
    };
    let read = HouseholdDocument::read(&travelled(&file.create())).unwrap();
    assert_eq!(read, file);
    assert_eq!(read.values("phone").count(), 2);
}

#[test]
fn a_case_reads_as_it_was_written_with_its_facts_in_order_of_time() {
    let fact = |step, at: &str| CaseFact {
        step,
        at: time(at),
        by: PersonId(Uuid::from_u128(3)),
        note: "说明".to_owned(),
        department: Some("engineering".to_owned()),
        satisfaction: Satisfaction::try_from(4).ok(),
    };
    let (late, early) = (FactId(Uuid::from_u128(1)), FactId(Uuid::from_u128(2)));
    let mut case = CaseDocument {
        kind: CaseKind::Repair,
        title: "水管漏水".to_owned(),
        detail: "厨房".to_owned(),
        department: Some("engineering".to_owned()),
        severity: Severity::Urgent,
        about: Some(document()),
        found: Some((document(), "pipe_shaft".to_owned())),
        reported: time("2026-03-18T10:40:00+08:00"),
        agreed: Some(time("2026-03-19T10:40:00+08:00")),
        facts: Vec::new(),
        photos: Vec::new(),
    };
    let mut edits = case.create();
    let handled = fact(CaseStep::Handled, "2026-03-18T15:00:00+08:00");
    let dispatched = fact(CaseStep::Dispatched, "2026-03-18T10:41:00+08:00");
    edits.push(CaseDocument::fact(late, &handled).unwrap());
    edits.push(CaseDocument::fact(early, &dispatched).unwrap());
    case.facts = vec![(early, dispatched), (late, handled)];
    assert_eq!(CaseDocument::read(&travelled(&edits)).unwrap(), case);
}

#[test]
fn a_decoration_project_reads_as_it_was_written() {
    let pass =
        WorkerPass { holder: "赵师傅|木工".to_owned(), until: "2026-03-31".parse().unwrap() };
    let mut project = DecorationDocument {
        household: document(),
        contractor: "匠心装饰".to_owned(),
        from: "2026-03-01".parse().unwrap(),
        until: None,
        permit: Some("SG-2026-031".to_owned()),
        permit_until: Some("2026-04-30".parse().unwrap()),
        passes: vec![("p1".to_owned(), pass)],
    };
    let mut edits = project.create();
    edits.push(DecorationDocument::end("2026-03-20".parse().unwrap()));
    project.until = Some("2026-03-20".parse().unwrap());
    let read = DecorationDocument::read(&travelled(&edits)).unwrap();
    assert_eq!(read, project);
    let active = |day: &str| read.active_on(day.parse().unwrap());
    assert_eq!(
        [active("2026-02-28"), active("2026-03-01"), active("2026-03-20"), active("2026-03-21")],
        [false, true, true, false]
    );
}

#[test]
fn a_work_log_reads_as_it_was_written() {
    let entry = |at: &str, text: &str| WorkEntry { at: time(at), text: text.to_owned() };
    let mut edits = WorklogDocument::create("2026-03-18".parse().unwrap());
    edits.push(entry("2026-03-18T17:00:00+08:00", "交接|钥匙@前台").edit("1"));
    edits.push(entry("2026-03-18T09:00:00+08:00", "早会").edit("2"));
    let read = WorklogDocument::read(&travelled(&edits)).unwrap();
    assert_eq!(read.day.to_string(), "2026-03-18");
    let texts: Vec<_> = read.entries.iter().map(|(_, entry)| entry.text.as_str()).collect();
    assert_eq!(texts, ["早会", "交接|钥匙@前台"]);
}

#[test]
fn a_directory_and_a_pack_read_as_they_were_written() {
    let (area, building) = (AreaId(Uuid::from_u128(1)), BuildingId(Uuid::from_u128(2)));
    let directory = DirectoryDocument {
        name: "听涛苑".to_owned(),
        buildings: vec![(building, DirectoryBuilding { name: "1栋".to_owned(), order: 1 })],
        areas: vec![(
            area,
            DirectoryArea {
                name: "东区".to_owned(),
                order: 1,
                buildings: BTreeSet::from([building]),
            },
        )],
        people: vec![(
            PersonId(Uuid::from_u128(3)),
            DirectoryPerson {
                name: "艾丽".to_owned(),
                role: Role::Butler,
                areas: BTreeSet::from([area]),
            },
        )],
    };
    let read = DirectoryDocument::read(&travelled(&directory.edits().unwrap())).unwrap();
    assert_eq!(read, directory);
    assert_eq!(read.area_of(building), Some(area));

    let pack = PackDocument { toml: "id = \"default\"\n".to_owned() };
    assert_eq!(PackDocument::read(&travelled(&pack.create())).unwrap(), pack);
}

proptest! {
    #[test]
    fn whatever_is_answered_is_read_back(
        item in "[a-z_]{1,24}",
        value in "\\PC{0,40}",
        seconds in 0i64..1_000_000,
    ) {
        let edits = [record().create(), vec![AnswerAt::edit(&item, &value, seconds)]].concat();
        let read = RecordDocument::read(&travelled(&edits)).unwrap();
        prop_assert_eq!(&read.answers[&item], &answer(&value, seconds));
    }
}
