//! What was typed and not saved yet.

use super::*;
use crate::workspace::DraftField;

fn fields(fields: &[(&str, &str)]) -> Vec<DraftField> {
    let field = |(name, value): &(&str, &str)| DraftField {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    };
    fields.iter().map(field).collect()
}

#[test]
fn what_was_typed_is_there_after_the_app_was_ended() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    assert_eq!(alice.draft("log").unwrap(), []);
    let (first, second) =
        (fields(&[("text", "钥匙")]), fields(&[("text", "钥匙交前台"), ("at", "1")]));
    alice.keep_draft("log", &first).unwrap();
    alice.keep_draft("log", &second).unwrap();
    let alice = alice.restart();
    assert_eq!(alice.draft("log").unwrap(), second);
    assert_eq!(alice.draft("log 2").unwrap(), [], "another place");
    alice.keep_draft("log", &[]).unwrap();
    assert_eq!(alice.draft("log").unwrap(), []);
}

#[test]
fn a_draft_stays_on_the_device() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let before = alice.sync_status().unwrap().waiting;
    alice.keep_draft("log", &fields(&[("text", "钥匙交前台")])).unwrap();
    assert_eq!(alice.sync_status().unwrap().waiting, before, "nothing waits");
    alice.sync();
    assert_eq!(estate.device("alice").draft("log").unwrap(), [], "on another phone of hers");
    assert_eq!(alice.draft("log").unwrap(), fields(&[("text", "钥匙交前台")]));
}

#[test]
fn a_draft_that_nobody_came_back_to_is_forgotten() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let draft = fields(&[("text", "钥匙交前台")]);
    let stored = || alice.store().value::<serde_json::Value>("draft log").unwrap().is_some();
    alice.keep_draft("log", &draft).unwrap();
    estate.at("2026-03-31 08:00");
    assert_eq!(alice.draft("log").unwrap(), draft);
    alice.keep_draft("case", &draft).unwrap();
    estate.at("2026-04-02 08:00");
    assert_eq!(alice.draft("log").unwrap(), []);
    assert!(stored());
    alice.keep_draft("household", &[]).unwrap();
    assert!(!stored(), "it goes with the next one that is kept or forgotten");
    let alice = alice.restart();
    assert_eq!(alice.draft("case").unwrap(), draft, "nothing else goes");
}
