//! What a newer version writes, as this version meets it.

use super::Phone;
use super::roundtrip::record;
use crate::document::*;
use crate::domain::DocumentKind;

#[test]
fn fields_of_a_newer_version_survive_an_edit_by_this_one() {
    let mut newer = Phone::new(1);
    newer.writes(&record().create());
    newer.writes(&[Edit::put("weather", "雷雨"), Edit::put("g/shaft", "22.5,114.1@60")]);
    let mut older = Phone::with_all_of(2, &newer);
    assert_eq!(read_check(DocumentKind::Record, older.doc.automerge()), Ok(()));
    let read = RecordDocument::read(&older.doc).unwrap();
    assert_eq!(read, record(), "what it does not know is not in its way");
    older.writes(&[AnswerAt::edit("shafts", "ok", 70)]);
    newer.takes_from(&older);
    assert_eq!(newer.doc.text("weather").as_deref(), Some("雷雨"));
    assert_eq!(newer.doc.text("g/shaft").as_deref(), Some("22.5,114.1@60"));
}

#[test]
fn a_newer_layout_needs_an_update_and_is_let_through() {
    let mut newer = Phone::new(1);
    newer.writes(&record().create());
    newer.writes(&[Edit::put("v", 2), Edit::put("a/shafts", true), Edit::put("form", 12)]);
    let needs_update = Err(ReadError::NeedsUpdate { found: 2 });
    assert_eq!(RecordDocument::read(&newer.doc).map(drop), needs_update);
    for kind in DocumentKind::ALL {
        assert_eq!(read_check(kind, newer.doc.automerge()), Ok(()), "{kind:?}");
    }
}

#[test]
fn a_layout_that_never_was_is_refused() {
    for edit in [Edit::put("v", 0), Edit::put("v", "1"), Edit::put("v", true), Edit::delete("v")] {
        let mut phone = Phone::new(1);
        phone.writes(&record().create());
        phone.writes(&[edit]);
        let refused = read_check(DocumentKind::Record, phone.doc.automerge()).unwrap_err();
        assert_eq!(refused, "register `v`: expected the layout's version, an integer");
    }
}
