//! Decoration projects and their daily inspection (D1–D5).

use super::*;
use crate::document::WorkerPass;
use crate::domain::duty::SlotState;
use crate::domain::expiry::Expiry;
use crate::ids::DocumentId;
use crate::workspace::{DutySubject, NewDecoration};

fn pass(holder: &str, until: &str) -> WorkerPass {
    WorkerPass { holder: holder.to_owned(), until: until.parse().unwrap() }
}

fn project(device: &Device<'_>, household: DocumentId) -> DocumentId {
    device
        .open_decoration(&NewDecoration {
            household,
            contractor: "匠心装饰".to_owned(),
            from: "2026-03-10".parse().unwrap(),
            permit: Some("SG-031".to_owned()),
            permit_until: Some("2026-03-24".parse().unwrap()),
            passes: vec![pass("赵师傅", "2026-03-17"), pass("钱师傅", "2026-04-30")],
        })
        .unwrap()
}

/// The units that are to be inspected today, with whether it was done.
fn inspections(device: &Device<'_>) -> Vec<(String, bool)> {
    let due = device.today().unwrap().into_iter();
    due.filter_map(|due| match due.subject {
        DutySubject::Decoration { unit, .. } => {
            Some((unit, matches!(due.state, SlotState::Done { .. })))
        }
        _ => None,
    })
    .collect()
}

#[test]
fn d4_papers_are_valid_about_to_expire_or_expired() {
    let estate = Estate::new();
    let office = estate.device("assistant");
    let home = office.create_household(estate.unit("1-101", &[])).unwrap();
    let site = project(&office, home);
    let view = office.decoration(site).unwrap();
    assert_eq!(view.unit, "1-101");
    assert_eq!(view.permit_expiry, Some(Expiry::Expiring { days_left: 6 }));
    let stands = |device: &Device<'_>| {
        let mut passes = device.decoration(site).unwrap().passes;
        passes.sort_by(|a, b| a.holder.cmp(&b.holder));
        passes.into_iter().map(|pass| (pass.holder, pass.expiry)).collect::<Vec<_>>()
    };
    let expected = |zhao| [("赵师傅".to_owned(), zhao), ("钱师傅".to_owned(), Expiry::Valid)];
    assert_eq!(stands(&office), expected(Expiry::Expired { days_ago: 1 }));
    let zhao = office.decoration(site).unwrap().passes;
    let zhao = zhao.into_iter().find(|pass| pass.holder == "赵师傅").unwrap().id;
    office.set_pass(site, Some(&zhao), &pass("赵师傅", "2026-03-18")).unwrap();
    assert_eq!(stands(&office), expected(Expiry::Expiring { days_left: 0 }));
    office.set_pass(site, None, &pass("孙师傅", "2026-05-01")).unwrap();
    assert_eq!(stands(&office).len(), 3);
}

#[test]
fn d1_to_d5_a_butler_inspects_the_site_and_the_expired_pass_is_a_finding_with_a_photo() {
    let estate = Estate::new();
    let office = estate.device("assistant");
    let home = office.create_household(estate.unit("1-101", &[])).unwrap();
    let site = project(&office, home);
    office.sync();
    let alice = estate.device("alice");
    assert_eq!(inspections(&alice), [("1-101".to_owned(), false)]);
    estate.at("10:00");
    let inspection = alice.begin("decoration_inspection", site);
    let groups: Vec<String> =
        alice.record(inspection).unwrap().groups.into_iter().map(|group| group.id).collect();
    assert_eq!(
        groups,
        ["formalities", "as_drawn", "hazards", "other"],
        "four groups, all mandatory"
    );
    alice.answer_the_rest(inspection);
    alice.answer(inspection, "pass_expiry", "problem").unwrap();
    assert_eq!(missing(alice.finish(inspection)), ["pass_expiry"]);
    alice.set_note(inspection, "pass_expiry", "赵师傅的出入证昨天到期").unwrap();
    alice.attach_photo(inspection, "pass_expiry", "image/jpeg", JPEG).unwrap();
    alice.finish(inspection).unwrap();
    assert_eq!(inspections(&alice), [("1-101".to_owned(), true)]);
    // D5: it stands in the day's log.
    let log = alice.day_log(day()).unwrap();
    let duty = log.duties.iter().find(|duty| duty.subject == "1-101").unwrap();
    let problem = (duty.problems[0].0.zh.as_str(), duty.problems[0].1.as_str());
    assert_eq!(problem, ("工人出入证是否到期", "赵师傅的出入证昨天到期"));
    estate.at("2026-03-19 10:00");
    assert_eq!(inspections(&alice), [("1-101".to_owned(), false)], "daily");
}

#[test]
fn a_project_is_inspected_from_its_first_day_to_its_last_in_its_own_area() {
    let estate = Estate::new();
    let office = estate.device("assistant");
    let home = office.create_household(estate.unit("1-101", &[])).unwrap();
    let site = project(&office, home);
    office.sync();
    let (alice, carol) = (estate.device("alice"), estate.device("carol"));
    let count = |device: &Device<'_>, day: &str| {
        estate.at(&format!("{day} 10:00"));
        (inspections(device).len(), device.decorations().unwrap().len())
    };
    assert_eq!(count(&alice, "2026-03-09"), (0, 0));
    assert_eq!(count(&alice, "2026-03-10"), (1, 1));
    assert_eq!(count(&carol, "2026-03-18"), (0, 0));
    office.end_decoration(site, "2026-03-20".parse().unwrap()).unwrap();
    office.sync();
    alice.sync();
    assert_eq!(count(&alice, "2026-03-20"), (1, 1));
    assert_eq!(count(&alice, "2026-03-21"), (0, 0));
    assert_eq!(alice.decoration(site).unwrap().until, Some("2026-03-20".parse().unwrap()));
}

#[test]
fn a_document_of_another_kind_is_no_project() {
    let estate = Estate::new();
    let office = estate.device("assistant");
    let home = office.create_household(estate.unit("1-101", &[])).unwrap();
    let error = office.decoration(home).unwrap_err();
    assert!(matches!(error, crate::Error::NotFound { what: "decoration", .. }), "{error}");
}
