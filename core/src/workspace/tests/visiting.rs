//! Home visits, the customer file, coverage, search (H1–H3).

use super::*;
use crate::document::Source;
use crate::ids::DocumentId;
use crate::workspace::NewHousehold;

fn field(device: &Device<'_>, home: DocumentId, key: &str) -> Option<(String, Source)> {
    let file = device.household(home).unwrap();
    let field = file.fields.into_iter().find(|field| field.key == key);
    field.and_then(|field| field.value).map(|value| (value.value, value.source))
}

fn visit(device: &Device<'_>, home: DocumentId) {
    let visit = device.begin("home_visit", home);
    device.answer_the_rest(visit);
    device.finish(visit).unwrap();
}

#[test]
fn h3_what_a_visit_learns_goes_into_the_file_with_its_source_time_and_author() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let home = alice
        .create_household(estate.unit("1-101", &[("name", "王五"), ("hobbies", "钓鱼")]))
        .unwrap();
    estate.at("16:00");
    let visit = alice.begin("home_visit", home);
    let learnt = [
        ("occupancy", "rented"),
        ("tenant", "孙七"),
        ("birth", "1980-05-01"),
        ("hobbies", "书法"),
        ("plate", "粤A·12345"),
        ("elderly", "一位,行动不便"),
    ];
    alice.answer_all(visit, &learnt).unwrap();
    for (key, value) in learnt {
        assert_eq!(field(&alice, home, key), Some((value.to_owned(), Source::Visit)), "{key}");
    }
    assert_eq!(field(&alice, home, "name"), Some(("王五".to_owned(), Source::Import)));
    let file = alice.household(home).unwrap();
    let hobbies = file.fields.iter().find(|field| field.key == "hobbies").unwrap();
    assert_eq!(hobbies.learnt(), Some(beijing("16:00")));
    assert_eq!(hobbies.by.name.as_deref(), Some("艾丽"));
    let occupancy = file.fields.iter().find(|field| field.key == "occupancy").unwrap();
    assert_eq!(occupancy.choice.as_ref().unwrap().zh, "出租");
    // What was there before is in the history.
    let history = alice.history(home).unwrap();
    let before = history.iter().flat_map(|entry| &entry.edits).find(|edit| edit.key == "f/hobbies");
    assert_eq!(before.unwrap().value.as_deref(), Some("钓鱼"));
    assert_eq!(before.unwrap().label.zh, "兴趣爱好");
}

#[test]
fn h3_an_answer_that_does_not_fit_the_file_is_refused_before_anything_is_written() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let home = alice.create_household(estate.unit("1-101", &[("phone", "13800138000")])).unwrap();
    let visit = alice.begin("home_visit", home);
    let reason = refused(alice.answer(visit, "phone", "ask his wife"));
    assert_eq!(reason, "field phone: it is not a telephone number: expected 3 to 20 digits");
    assert_eq!(alice.said(visit, "phone"), None);
    let reason = refused(alice.answer(visit, "tenant", "孙七"));
    assert_eq!(reason, "item: `tenant` is not asked in this record now");
}

#[test]
fn a_field_is_edited_cleared_and_added_to() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let home = alice.create_household(estate.unit("1-101", &[("name", "王五")])).unwrap();
    alice.edit_field(home, "emergency_phone", " 139-0013-9000 ", Source::Phone).unwrap();
    let phone = Some(("139-0013-9000".to_owned(), Source::Phone));
    assert_eq!(field(&alice, home, "emergency_phone"), phone);
    alice.edit_field(home, "emergency_phone", "", Source::Phone).unwrap();
    assert_eq!(field(&alice, home, "emergency_phone"), None);
    let first = alice.add_field(home, "plate", "粤A12345", Source::Observed).unwrap();
    let second = alice.add_field(home, "plate", "粤B54321", Source::Observed).unwrap();
    assert_ne!(first, second);
    assert_eq!(field(&alice, home, &second), Some(("粤B54321".to_owned(), Source::Observed)));

    let edit = |key: &str, value: &str| refused(alice.edit_field(home, key, value, Source::Office));
    assert_eq!(edit("shoe_size", "43"), "field: `shoe_size` is no field of the rule pack");
    assert!(edit("birth#ab12", "1980-05-01").starts_with("field: `birth` takes no `#` part"));
    assert!(edit("plate#ab/12", "粤A1").starts_with("field: `plate` takes no `#` part"));
    assert!(edit("birth", "May 1980").ends_with("expected YYYY-MM-DD"));
    assert!(
        edit("occupancy", "empty")
            .ends_with("expected one of owner_occupied, rented, vacant, decorating")
    );
    assert!(edit("pets", "a\u{7}b").ends_with("it holds control characters"));
    assert!(edit("special", &"长".repeat(501)).ends_with("longer than 500 characters"));
}

#[test]
fn files_are_imported_all_or_none() {
    let estate = Estate::new();
    let office = estate.device("assistant");
    let west = NewHousehold { building: estate.west_building, ..estate.unit("101", &[]) };
    let both = [estate.unit("101", &[]), west];
    assert_eq!(office.import_households(&both).unwrap().len(), 2, "one label in two buildings");
    let wrong = [estate.unit("102", &[]), estate.unit("103", &[("birth", "1980")])];
    let reason = refused(office.import_households(&wrong));
    assert!(reason.starts_with("unit 103, birth: "), "{reason}");
    assert_eq!(office.search("10", 9).unwrap().len(), 2);
    assert!(
        refused(office.create_household(estate.unit(" ", &[]))).starts_with("unit: it is empty")
    );
    let alice = estate.device("alice");
    let elsewhere = NewHousehold { building: estate.west_building, ..estate.unit("9", &[]) };
    assert!(matches!(alice.create_household(elsewhere), Err(Error::NotPermitted { .. })));
}

#[test]
fn a_household_is_found_by_any_part_of_name_unit_phone_or_plate() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let fields: [&[(&str, &str)]; 4] = [
        &[("name", "王五"), ("phone", "138-0013-8000"), ("plate", "粤A·123 45")],
        &[("name", "欧阳 无忌"), ("tenant", "Anna Müller"), ("phone", "+86 139 0013 9000")],
        &[("name", "王小五"), ("employer", "王五公司"), ("pets", "13800138000")],
        &[("name", "赵六")],
    ];
    let units = ["2-1203", "2-301", "10-101", "A座-2"];
    for (unit, fields) in units.into_iter().zip(fields) {
        alice.create_household(estate.unit(unit, fields)).unwrap();
    }
    let found = |query: &str| -> Vec<String> {
        alice.search(query, 10).unwrap().into_iter().map(|hit| hit.unit).collect()
    };
    let table: [(&str, &[&str]); 20] = [
        ("王", &["2-1203", "10-101"]),
        ("王五", &["2-1203"]),
        (" 王 五 ", &["2-1203"]),
        ("欧阳无忌", &["2-301"]),
        ("anna", &["2-301"]),
        ("MÜLLER", &["2-301"]),
        ("8000", &["2-1203"]),
        ("1380013", &["2-1203"]),
        ("138 0013 8000", &["2-1203"]),
        ("１３９００１３", &["2-301"]),
        ("粤a12345", &["2-1203"]),
        ("粤Ａ１２３", &["2-1203"]),
        ("12345", &["2-1203"]),
        ("2-1203", &["2-1203"]),
        ("2 1203", &["2-1203"]),
        ("a座", &["A座-2"]),
        ("10-1", &["10-101"]),
        ("公司", &[]),
        ("", &[]),
        ("-- ", &[]),
    ];
    for (query, expected) in table {
        assert_eq!(found(query), expected, "{query:?}");
    }
    let hit = alice.search("8000", 10).unwrap().remove(0);
    assert_eq!(hit.names, ["王五"]);
    assert_eq!(hit.matched, Some(("phone".to_owned(), "138-0013-8000".to_owned())));
    assert_eq!(alice.search("2-301", 10).unwrap()[0].matched, None, "the unit itself");
    assert_eq!(alice.search("1", 2).unwrap().len(), 2);
    assert_eq!(alice.search("1", 0).unwrap(), []);
}

#[test]
fn h1_h2_coverage_counts_each_household_once_and_vacant_ones_not_at_all() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let mut homes = Vec::new();
    for number in 0..7 {
        let occupancy = if number == 6 { "vacant" } else { "owner_occupied" };
        let unit = estate.unit(&format!("1-{number}"), &[("occupancy", occupancy)]);
        homes.push(alice.create_household(unit).unwrap());
    }
    let coverage = |day: &str| -> Vec<(String, u64, u64, u64, bool)> {
        let all = alice.coverage(estate.east, day.parse().unwrap()).unwrap();
        all.into_iter()
            .map(|entry| {
                let figures = entry.coverage;
                (entry.quota, figures.eligible, figures.target, figures.visited, figures.met)
            })
            .collect()
    };
    let expected = |month: u64, quarter: u64| {
        vec![
            ("monthly_visits".to_owned(), 6, 2, month, month >= 2),
            ("quarterly_visits".to_owned(), 6, 6, quarter, quarter >= 6),
        ]
    };
    assert_eq!(coverage("2026-03-18"), expected(0, 0));
    estate.at("2026-02-10 16:00");
    visit(&alice, homes[0]);
    estate.at("2026-03-18 16:00");
    visit(&alice, homes[1]);
    visit(&alice, homes[1]);
    visit(&alice, homes[6]);
    let unfinished = alice.begin("home_visit", homes[2]);
    // Whoever answers that it is empty says so of the file too.
    alice.edit_field(homes[6], "occupancy", "vacant", Source::Observed).unwrap();
    assert_eq!(coverage("2026-03-18"), expected(1, 2));
    alice.answer_the_rest(unfinished);
    alice.finish(unfinished).unwrap();
    assert_eq!(coverage("2026-03-31"), expected(2, 3));
    assert_eq!(coverage("2026-04-01"), expected(0, 0), "a new month, a new quarter");
    let visits = alice.visits(homes[1]).unwrap();
    assert_eq!(visits.len(), 2);
    assert_eq!(visits[0].by.as_deref(), Some("艾丽"));
}

#[test]
fn h1_whom_to_visit_next_are_those_not_visited_for_longest() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let home = |unit: &str| {
        alice.create_household(estate.unit(unit, &[("occupancy", "owner_occupied")])).unwrap()
    };
    let (long_ago, lately, this_month) = (home("1-101"), home("1-102"), home("1-103"));
    home("1-201");
    home("1-104");
    for (time, home) in [
        ("2025-09-01 16:00", long_ago),
        ("2026-02-01 16:00", lately),
        ("2026-03-02 16:00", this_month),
    ] {
        estate.at(time);
        visit(&alice, home);
    }
    estate.at("2026-03-18 16:00");
    let next: Vec<(String, bool)> = alice
        .visit_next(estate.east, 10)
        .unwrap()
        .into_iter()
        .map(|next| (next.unit, next.this_month))
        .collect();
    let expected =
        [("1-104", false), ("1-201", false), ("1-101", false), ("1-102", false), ("1-103", true)];
    assert_eq!(next, expected.map(|(unit, this_month)| (unit.to_owned(), this_month)));
    assert_eq!(alice.visit_next(estate.east, 2).unwrap().len(), 2);
    let unknown = crate::ids::AreaId(uuid::Uuid::nil());
    assert!(matches!(alice.coverage(unknown, day()), Err(Error::NotFound { what: "area", .. })));
}
