//! Two devices, one document: what arrives, what conflicts, who settles it, what is refused.

use std::collections::BTreeSet;

use super::*;
use crate::document::{Source, WorkerPass};
use crate::domain::Role;
use crate::ids::DocumentId;
use crate::workspace::{ConflictView, NewDecoration, Resolution};

/// Alice's patrol, which Bob has too.
fn shared_patrol(alice: &Device<'_>, bob: &Device<'_>) -> DocumentId {
    let patrol = alice.patrol("morning");
    alice.sync();
    bob.sync();
    patrol
}

fn exchange(devices: [&Device<'_>; 2]) {
    for device in devices.iter().chain(&devices) {
        device.sync();
    }
}

fn only_conflict(device: &Device<'_>) -> ConflictView {
    let mut open = device.conflicts().unwrap();
    assert_eq!(open.len(), 1);
    open.remove(0)
}

/// What a conflict and its values are called.
fn words(conflict: &ConflictView) -> (&str, BTreeSet<String>) {
    let labels = conflict.candidates.iter().map(|value| value.label.as_ref().unwrap().zh.clone());
    (&conflict.label.zh, labels.collect())
}

#[test]
fn two_butlers_fill_in_one_patrol_while_apart_and_nothing_is_lost() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    let patrol = shared_patrol(&alice, &bob);
    alice.answer_all(patrol, &[("exits", "ok"), ("shafts", "ok"), ("lifts", "ok")]).unwrap();
    bob.answer_all(patrol, &[("fire_doors", "ok"), ("shafts", "ok"), ("lifts", "problem")])
        .unwrap();
    bob.set_note(patrol, "lifts", "二号梯异响").unwrap();
    exchange([&alice, &bob]);
    let record = |device: &Device<'_>| {
        let mut view = device.record(patrol).unwrap();
        view.author.name = None;
        view
    };
    assert_eq!(record(&alice), record(&bob));
    assert_eq!(record(&alice).progress.answered, 4);
    assert_eq!(record(&alice).conflicts, ["lifts"], "the shafts were ok for both");
}

#[test]
fn a_conflict_shows_both_values_with_who_said_them_and_choosing_clears_it_everywhere() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    let patrol = shared_patrol(&alice, &bob);
    estate.at("10:31");
    alice.answer(patrol, "lifts", "ok").unwrap();
    estate.at("10:33");
    bob.answer(patrol, "lifts", "problem").unwrap();
    exchange([&alice, &bob]);

    let conflict = only_conflict(&alice);
    assert_eq!((conflict.document, conflict.label.zh.as_str()), (patrol, "电梯运行情况"));
    let mut said: Vec<_> = conflict
        .candidates
        .iter()
        .map(|candidate| {
            let by = candidate.by.name.as_deref().unwrap();
            (
                by,
                candidate.label.as_ref().unwrap().zh.as_str(),
                candidate.mine,
                candidate.at_ms.unwrap(),
            )
        })
        .collect();
    said.sort_unstable();
    let at = |time: &str| beijing(time).timestamp_millis();
    let expected = [("艾丽", "正常", true, at("10:31")), ("鲍勃", "异常", false, at("10:33"))];
    assert_eq!(said, expected);
    let shown = alice.said(patrol, "lifts");
    assert_eq!(shown, bob.said(patrol, "lifts"), "both show the same meanwhile");
    assert_eq!(shown.as_deref(), Some(conflict.candidates[1].said.as_str()), "the last one");

    // The office settles it.
    let office = estate.device("assistant");
    let conflict = only_conflict(&office);
    let problem = conflict.candidates.iter().find(|c| c.said == "problem");
    let problem = problem.and_then(|candidate| candidate.change).unwrap();
    office.resolve(patrol, &conflict.key, &Resolution::Take(problem)).unwrap();
    office.sync();
    for device in [&alice, &bob] {
        device.sync();
        assert_eq!(device.conflicts().unwrap(), []);
        assert_eq!(device.said(patrol, "lifts").as_deref(), Some("problem"));
        let last = device.history(patrol).unwrap().pop().unwrap();
        assert_eq!(last.by.name.as_deref(), Some("李助理"));
        assert!(last.edits[0].settled);
    }
    let again = office.resolve(patrol, &conflict.key, &Resolution::Take(problem));
    assert!(matches!(again, Err(Error::NotFound { what: "conflict", .. })));
}

#[test]
fn a_conflict_of_a_finished_record_is_settled_by_a_third_value_that_fits() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    let patrol = shared_patrol(&alice, &bob);
    bob.answer(patrol, "rented", "31").unwrap();
    alice.answer(patrol, "rented", "30").unwrap();
    alice.answer_the_rest(patrol);
    alice.finish(patrol).unwrap();
    exchange([&alice, &bob]);
    let conflict = only_conflict(&bob);
    let write =
        |text: &str| bob.resolve(patrol, &conflict.key, &Resolution::Write(text.to_owned()));
    assert_eq!(refused(write("many")), "value: expected a whole number from 0 to 9999");
    let strange = crate::ids::ChangeHash([7; 32]);
    let no_such = bob.resolve(patrol, &conflict.key, &Resolution::Take(strange));
    assert!(matches!(no_such, Err(Error::NotFound { what: "value", .. })));
    write(" 032 ").unwrap();
    exchange([&bob, &alice]);
    assert_eq!(alice.said(patrol, "rented").as_deref(), Some("32"));
    assert_eq!(alice.conflicts().unwrap(), []);
}

#[test]
fn a_third_value_that_would_make_the_record_unreadable_is_refused() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    let patrol = shared_patrol(&alice, &bob);
    for (device, reason, note) in [(&alice, "weather", "暴雨"), (&bob, "leave", "")] {
        let new = crate::workspace::NewExcuse {
            duty: "butler_patrol".to_owned(),
            slot: "morning".to_owned(),
            day: day(),
            about: crate::workspace::RecordAbout::Area(estate.east),
            reason: reason.to_owned(),
            note: note.to_owned(),
        };
        assert_eq!(device.excuse(&new).unwrap(), patrol, "it goes with the patrol");
    }
    exchange([&alice, &bob]);
    let conflict = only_conflict(&alice);
    assert_eq!(conflict.key, "excuse");
    let pack = alice.pack().unwrap();
    let (weather, leave) = (&pack.excuses["weather"].zh, &pack.excuses["leave"].zh);
    assert_eq!(words(&conflict), ("情况说明", [leave.clone(), format!("{weather} · 暴雨")].into()));
    let free_text = Resolution::Write("he was ill".to_owned());
    assert!(refused(alice.resolve(patrol, "excuse", &free_text)).contains("register `excuse`"));
    let first = conflict.candidates[0].change.unwrap();
    alice.resolve(patrol, "excuse", &Resolution::Take(first)).unwrap();
    assert!(alice.record(patrol).unwrap().excuse.is_some());
}

#[test]
fn conflicts_of_other_registers_have_words_too() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    let home = alice.create_household(estate.unit("1-101", &[])).unwrap();
    let pass =
        |until: &str| WorkerPass { holder: "赵师傅".to_owned(), until: until.parse().unwrap() };
    let site = alice
        .open_decoration(&NewDecoration {
            household: home,
            contractor: "匠心装饰".to_owned(),
            from: "2026-03-10".parse().unwrap(),
            permit: Some("SG-031".to_owned()),
            permit_until: Some("2026-03-24".parse().unwrap()),
            passes: vec![pass("2026-03-17")],
        })
        .unwrap();
    let patrol = shared_patrol(&alice, &bob);
    let id = alice.decoration(site).unwrap().passes[0].id.clone();
    for (device, rain, until) in [(&alice, true, "2026-04-30"), (&bob, false, "2026-05-31")] {
        device.set_rain(patrol, rain).unwrap();
        device.set_permit(site, "SG-031", until.parse().unwrap()).unwrap();
        device.set_pass(site, Some(&id), &pass(until)).unwrap();
    }
    exchange([&alice, &bob]);
    let conflicts = alice.conflicts().unwrap();
    let find = |key: &str| conflicts.iter().find(|open| open.key.starts_with(key)).unwrap();
    assert_eq!(find("permit_until").label.zh, "施工许可证有效期");
    let passes = ["赵师傅,有效期至 2026-04-30", "赵师傅,有效期至 2026-05-31"].map(str::to_owned);
    assert_eq!(words(find("w/")), ("工人出入证", passes.into()));
    let weather = ["下雨", "未下雨"].map(str::to_owned);
    assert_eq!(words(find("rain")), ("是否下雨", weather.into()));
    assert_eq!(conflicts.len(), 3);
}

#[test]
fn a_conflict_of_the_directory_tells_the_entries_apart() {
    let estate = Estate::new();
    let (one, other) = (estate.device("manager"), estate.device("manager"));
    for (device, role, areas) in
        [(&one, Role::Assistant, true), (&other, Role::DeputyManager, false)]
    {
        let mut directory = (*device.directory().unwrap()).clone();
        let carol = directory.people.iter_mut().find(|(_, person)| person.name == "卡萝").unwrap();
        carol.1.role = role;
        if !areas {
            carol.1.areas.clear();
        }
        device.set_directory(&directory).unwrap();
    }
    exchange([&one, &other]);
    let area = one.directory().unwrap().areas[1].1.name.clone();
    let entries = [format!("卡萝 · 物业助理 · {area}"), "卡萝 · 副经理".to_owned()];
    assert_eq!(words(&only_conflict(&one)), ("员工", entries.into()));
}

#[test]
fn h3_two_values_of_one_field_are_a_conflict_and_two_fields_are_not() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    let home = alice.create_household(estate.unit("1-101", &[("name", "王五")])).unwrap();
    exchange([&alice, &bob]);
    alice.edit_field(home, "hobbies", "钓鱼", Source::Visit).unwrap();
    alice.edit_field(home, "pets", "猫", Source::Visit).unwrap();
    bob.edit_field(home, "hobbies", "书法", Source::Phone).unwrap();
    bob.edit_field(home, "nanny", "有", Source::Phone).unwrap();
    // One person's phone number, learnt twice.
    alice.edit_field(home, "work_phone", "020 1234", Source::Visit).unwrap();
    bob.edit_field(home, "work_phone", "020 1234", Source::Phone).unwrap();
    exchange([&alice, &bob]);
    let conflict = only_conflict(&alice);
    assert_eq!(conflict.label.zh, "兴趣爱好");
    let file = alice.household(home).unwrap();
    let contested =
        file.fields.iter().filter(|field| field.conflict).map(|field| field.key.as_str());
    assert_eq!(contested.collect::<Vec<_>>(), ["hobbies"]);
    let both = Resolution::Write("钓鱼、书法".to_owned());
    alice.resolve(home, &conflict.key, &both).unwrap();
    exchange([&alice, &bob]);
    assert_eq!(bob.conflicts().unwrap(), []);
    let file = bob.household(home).unwrap();
    let hobbies = file.fields.iter().find(|field| field.key == "hobbies").unwrap();
    assert_eq!(hobbies.value.as_ref().unwrap().value, "钓鱼、书法");
    assert_eq!(hobbies.by.name.as_deref(), Some("艾丽"));
}

#[test]
fn the_history_of_a_patrol_says_who_did_what_when_and_on_which_device() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    estate.at("10:30");
    let patrol = shared_patrol(&alice, &bob);
    estate.at("10:35");
    bob.answer(patrol, "lifts", "problem").unwrap();
    exchange([&bob, &alice]);
    let history = alice.history(patrol).unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|entry| {
            (entry.by.name.as_deref().unwrap(), entry.by.device.as_deref().unwrap(), entry.at_ms)
        })
        .collect();
    let at = |time: &str| beijing(time).timestamp_millis();
    let expected = [("艾丽", "alice 的手机", at("10:30")), ("鲍勃", "bob 的手机", at("10:35"))];
    assert_eq!(told, expected);
    let edit = &history[1].edits[0];
    let edit = (edit.label.zh.as_str(), edit.value.as_deref(), edit.settled);
    assert_eq!(edit, ("电梯运行情况", Some("problem"), false));
}

#[test]
fn a_phone_that_was_restored_from_a_backup_goes_on_and_loses_nothing() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    alice.answer(patrol, "exits", "ok").unwrap();
    alice.sync();
    let copy = alice.copy("restored.db");
    // The old phone writes on, and so does the new one.
    alice.answer(patrol, "shafts", "ok").unwrap();
    copy.answer(patrol, "lifts", "ok").unwrap();
    assert_eq!(copy.record(patrol).unwrap().author.name.as_deref(), Some("艾丽"));
    exchange([&alice, &copy]);
    for device in [&alice, &copy] {
        assert_eq!(device.record(patrol).unwrap().progress.answered, 3);
        assert_eq!(device.sync_status().unwrap().waiting, Default::default());
    }
}

#[test]
fn two_copies_that_wrote_as_one_actor_both_keep_what_they_wrote() {
    // The shell lost its counter too, so the copy did not notice.
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    alice.sync();
    let copy = alice.copy("unnoticed.db");
    pretend_to_be(&copy, alice.store().actor().unwrap());
    alice.answer(patrol, "shafts", "ok").unwrap();
    alice.answer(patrol, "exits", "ok").unwrap();
    copy.answer(patrol, "shafts", "problem").unwrap();
    copy.answer(patrol, "lifts", "ok").unwrap();
    for _ in 0..3 {
        exchange([&alice, &copy]);
    }
    for device in [&alice, &copy] {
        let view = device.record(patrol).unwrap();
        assert_eq!(view.progress.answered, 3);
        assert_eq!(view.conflicts, ["shafts"]);
        assert_eq!(device.sync_status().unwrap().waiting, Default::default());
    }
    assert_eq!(alice.said(patrol, "shafts"), copy.said(patrol, "shafts"));
}

fn pretend_to_be(device: &Device<'_>, actor: crate::ids::ActorId) {
    device.store().become_actor(actor).unwrap();
}

#[test]
fn a_server_that_was_restored_from_a_backup_is_healed_by_the_devices() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    let patrol = shared_patrol(&alice, &bob);
    let backup = estate.depot.backup();
    alice.answer(patrol, "shafts", "ok").unwrap();
    alice.sync();
    let second = bob.patrol("afternoon");
    bob.sync();
    let before = estate.depot.changes();
    estate.depot.restore(backup);
    exchange([&alice, &bob]);
    assert_eq!(estate.depot.changes(), before);
    let office = estate.device("assistant");
    assert_eq!(office.said(patrol, "shafts").as_deref(), Some("ok"));
    assert!(office.record(second).is_ok());
}

#[test]
fn a_refused_document_stays_visible_and_blocks_no_other() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    let home = alice.create_household(estate.unit("1-101", &[])).unwrap();
    estate.depot.refuse(patrol);
    let outcome = alice.sync();
    assert_eq!((outcome.accepted, outcome.refused), (1, 1));
    let refused = alice.refused().unwrap();
    assert_eq!((refused[0].document, refused[0].code.as_str()), (patrol, "bad_content"));
    assert!(!refused[0].bytes.is_empty());
    assert_eq!(alice.sync_status().unwrap().waiting.refused, 1);
    assert!(alice.record(patrol).is_ok(), "it is still here");
    assert!(estate.device("bob").household(home).is_ok());
}

#[test]
fn a_sync_that_is_cancelled_goes_on_the_next_time() {
    use crate::sync::{CancelToken, SyncError};
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    let cancel = CancelToken::default();
    cancel.cancel();
    let stopped = alice.workspace.sync(&alice.line(), &cancel, &|_| {});
    assert!(matches!(stopped, Err(Error::Sync(SyncError::Cancelled))));
    assert_eq!(alice.sync_status().unwrap().waiting.changes, 1);
    let seen = std::sync::Mutex::new(Vec::new());
    let progress = |step: crate::sync::Progress| seen.lock().unwrap().push(step.phase);
    alice.workspace.sync(&alice.line(), &CancelToken::default(), &progress).unwrap();
    assert!(seen.into_inner().unwrap().contains(&crate::sync::Phase::Pushing));
    let status = alice.sync_status().unwrap();
    assert_eq!(status.waiting.changes, 0);
    assert_eq!(status.last_success, Some(beijing("08:00").to_utc()));
    assert!(estate.device("bob").record(patrol).is_ok());
}
