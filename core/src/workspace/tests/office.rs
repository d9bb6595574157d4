//! Who may do what, packs and the directory, the board.

use super::*;
use crate::document::Source;
use crate::rulepack::RulePack;
use crate::workspace::{NewHousehold, Workspace};

#[test]
fn only_a_manager_publishes_rules_and_changes_the_directory() {
    let estate = Estate::new();
    let next = RulePack { version: 2, ..RulePack::default_pack().unwrap() };
    for who in ["alice", "assistant"] {
        let device = estate.device(who);
        let pack = device.publish_pack(&next).map(drop);
        assert!(matches!(pack, Err(Error::NotPermitted { .. })), "{who}");
        let directory = (*device.directory().unwrap()).clone();
        assert!(
            matches!(device.set_directory(&directory), Err(Error::NotPermitted { .. })),
            "{who}"
        );
        assert_eq!(device.sync_status().unwrap().waiting.changes, 0, "nothing of it was kept");
    }
    estate.device("manager").publish_pack(&next).unwrap();
}

#[test]
fn a_new_version_of_the_rules_rules_new_records_and_old_ones_keep_theirs() {
    let estate = Estate::new();
    let (manager, alice) = (estate.device("manager"), estate.device("alice"));
    let old = alice.patrol("morning");
    let mut next = RulePack { version: 2, ..RulePack::default_pack().unwrap() };
    let form = next.forms.get_mut("butler_patrol").unwrap();
    form.groups.retain(|group| group.id != "vacant");
    manager.publish_pack(&next).unwrap();
    let stale = refused(manager.publish_pack(&next));
    assert_eq!(stale, "version: 2 is not newer than 2");
    manager.sync();
    alice.sync();
    assert_eq!(alice.pack().unwrap().version, 2);
    let new = alice.patrol("afternoon");
    alice.answer(old, "vac_water", "ok").unwrap();
    assert!(refused(alice.answer(new, "vac_water", "ok")).contains("is not asked"));
    // Read again from the disk.
    let alice = alice.restart();
    assert_eq!(alice.said(old, "vac_water").as_deref(), Some("ok"));
}

#[test]
fn what_is_taken_out_of_the_directory_is_gone_for_everybody() {
    let estate = Estate::new();
    let (manager, alice) = (estate.device("manager"), estate.device("alice"));
    let mut directory = (*manager.directory().unwrap()).clone();
    let carol = directory.people.iter().position(|(_, person)| person.name == "卡萝").unwrap();
    directory.people.remove(carol);
    directory.areas[0].1.name = "东一区".to_owned();
    manager.set_directory(&directory).unwrap();
    let changes = manager.sync_status().unwrap().waiting.changes;
    manager.set_directory(&directory).unwrap();
    assert_eq!(manager.sync_status().unwrap().waiting.changes, changes, "written once");
    manager.sync();
    alice.sync();
    assert_eq!(alice.directory().unwrap().people.len(), 4);
    assert_eq!(alice.area_name(estate.east), "东一区");
}

#[test]
fn a_butler_writes_only_where_the_grant_reaches() {
    let estate = Estate::new();
    let (alice, office) = (estate.device("alice"), estate.device("assistant"));
    let west = NewHousehold { building: estate.west_building, ..estate.unit("2-101", &[]) };
    let home = office.create_household(west).unwrap();
    office.sync();
    alice.sync();
    let edit = alice.edit_field(home, "pets", "猫", Source::Visit);
    assert!(matches!(edit, Err(Error::NotFound { .. })), "unknown and forbidden look the same");
    assert_eq!(alice.search("2-101", 5).unwrap(), []);
    assert!(alice.household(home).is_err());
}

#[test]
fn a_work_log_is_changed_by_its_author_alone() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    alice.add_log_entry("早会").unwrap();
    alice.add_log_entry("交接钥匙").unwrap();
    let entries = alice.day_log(day()).unwrap().entries;
    assert_eq!(entries.len(), 2);
    alice.sync();
    bob.sync();
    let removed = bob.remove_log_entry(entries[0].document, &entries[0].entry);
    assert!(matches!(removed, Err(Error::NotPermitted { .. })));
    alice.remove_log_entry(entries[0].document, &entries[0].entry).unwrap();
    assert_eq!(alice.day_log(day()).unwrap().entries.len(), 1);
    assert_eq!(bob.day_log(day()).unwrap().entries, []);
    assert!(refused(alice.add_log_entry("  ")).starts_with("text: expected 1 to 2000"));
}

#[test]
fn a_database_of_somebody_else_is_not_taken_over() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let bob = estate.device("bob").me().as_ref().clone();
    let options = crate::store::OpenOptions {
        path: alice.path.clone(),
        key: None,
        installation: alice.installation,
        generation: alice.generation,
    };
    drop(alice.workspace);
    let env = crate::testing::environment(&estate.clock, 7);
    let taken = Workspace::create(options, env, bob).map(drop);
    assert!(refused(taken).starts_with("path: this database belongs to another person"));
}

#[test]
fn a_workspace_that_is_not_there_is_not_created_by_opening_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("none.db");
    let options = crate::store::OpenOptions {
        path: path.clone(),
        key: None,
        installation: crate::ids::InstallationId(uuid::Uuid::nil()),
        generation: 0,
    };
    let clock = crate::testing::FakeClock::at(beijing("08:00"));
    let opened = Workspace::open(options, crate::testing::environment(&clock, 1)).map(drop);
    assert!(matches!(opened, Err(Error::NotFound { what: "workspace", .. })));
    assert!(!path.exists());
}

#[test]
fn the_board_and_the_phones_show_the_same_day() {
    let estate = Estate::new();
    let (alice, carol) = (estate.device("alice"), estate.device("carol"));
    estate.at("10:30");
    let patrol = alice.patrol("morning");
    alice.answer_the_rest(patrol);
    alice.answer_all(patrol, &[("waste_put", "problem"), ("lifts", "ok")]).unwrap();
    alice.finish(patrol).unwrap();
    alice.sync();
    estate.at("11:30");
    let office = estate.device("assistant");
    let board = office.board(day()).unwrap();
    let people: Vec<&str> = board.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(people, ["艾丽", "鲍勃", "卡萝", "李助理"]);
    for (device, row) in [(&alice, 0), (&carol, 2)] {
        let phone: Vec<_> = device
            .today()
            .unwrap()
            .into_iter()
            .map(|due| (due.slot_label, due.state, due.problems))
            .collect();
        let shown: Vec<_> = board.people[row]
            .duties
            .iter()
            .map(|duty| (duty.slot.clone(), duty.state.clone(), duty.problems))
            .collect();
        assert_eq!(shown, phone);
    }
    assert_eq!(board.people[0].duties[1].problems, 1);
    assert_eq!(board.people[1].duties[1].done_by.as_deref(), Some("艾丽"), "Bob shares the area");
}
