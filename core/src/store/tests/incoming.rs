//! What comes from the server: applied once however often it comes, set aside where it is not
//! taken, kept where only a newer version understands it.

use super::*;
use crate::ids::ActorId;
use crate::sync::Replica;
use crate::sync::replica::{Applied, Page};
use crate::sync::wire::{PageDocument, StreamCursor, WireHeader};

/// A colleague's phone, as bytes that the server passes on.
struct Colleague {
    doc: Flat,
    changes: Vec<Vec<u8>>,
    document: DocumentId,
}

impl Colleague {
    fn with(edits: &[Edit]) -> Self {
        let doc = Flat::new(ActorId(Uuid::from_u128(0xc0)));
        let document = DocumentId(Uuid::from_u128(0xd0));
        let mut colleague = Self { doc, changes: vec![], document };
        colleague.writes(edits);
        colleague
    }

    fn writes(&mut self, edits: &[Edit]) {
        let change = self.doc.commit(edits, 0).unwrap().unwrap();
        self.changes.push(change.bytes);
    }

    fn page(&self, kind: &str, whole: bool, changes: &[Vec<u8>]) -> Page {
        let header = WireHeader { document: self.document, kind: kind.to_owned(), stream: area() };
        let snapshot = whole.then(|| self.doc.save().into());
        let changes = changes.iter().cloned().map(Into::into).collect();
        page(vec![PageDocument { header, snapshot, changes }])
    }
}

fn page(documents: Vec<PageDocument>) -> Page {
    Page { documents, identities: vec![], grants: vec![area()], areas: vec![], log: None }
}

fn apply(store: &Store, page: &Page) -> Applied {
    replica(store).apply(page).unwrap()
}

const CHANGED: Applied = Applied { documents: 1, set_aside: 0 };
const NOTHING: Applied = Applied { documents: 0, set_aside: 0 };
const SET_ASIDE: Applied = Applied { documents: 0, set_aside: 1 };

#[test]
fn a_page_applied_again_changes_nothing() {
    let device = Device::new(1);
    let store = device.open();
    let mut colleague = Colleague::with(&patrol(&store).create());
    colleague.writes(&[AnswerAt::edit("shafts", "ok", 60)]);
    let record = colleague.document;
    let pages = [
        colleague.page("record", true, &[]),
        colleague.page("record", false, &colleague.changes),
        colleague.page("record", true, &colleague.changes),
    ];
    for first in &pages {
        let device = Device::new(2);
        let store = device.open();
        assert_eq!(apply(&store, first), CHANGED);
        for again in &pages {
            assert_eq!(apply(&store, again), NOTHING);
        }
        assert_eq!(said(&store, record, "shafts").as_deref(), Some("ok"));
        assert_eq!(store.heads(record).unwrap(), colleague.doc.heads());
        assert_eq!(store.waiting().unwrap(), Default::default(), "nothing of it is to be sent");
    }
}

#[test]
fn a_whole_document_is_merged_into_what_is_unsent_here() {
    let device = Device::new(1);
    let store = device.open();
    let mut colleague = Colleague::with(&patrol(&store).create());
    apply(&store, &colleague.page("record", true, &[]));
    let record = colleague.document;
    answer(&store, record, "exits", "ok").unwrap();
    colleague.writes(&[AnswerAt::edit("shafts", "problem", 60)]);
    assert_eq!(apply(&store, &colleague.page("record", true, &[])), CHANGED);
    assert_eq!(said(&store, record, "exits").as_deref(), Some("ok"));
    assert_eq!(said(&store, record, "shafts").as_deref(), Some("problem"));
    assert_eq!(store.waiting().unwrap().changes, 1);
    assert_eq!(store.document(record).unwrap().1.heads(), held(&store, record).heads());
}

#[test]
fn one_document_that_is_not_taken_blocks_no_other() {
    let device = Device::new(1);
    let store = device.open();
    let good = Colleague::with(&patrol(&store).create());
    let mut bad = Colleague::with(&patrol(&store).create());
    bad.document = DocumentId(Uuid::from_u128(0xbad));
    bad.writes(&[nonsense()]);
    for broken in [bad.page("record", true, &[]), bad.page("record", false, &bad.changes)] {
        let device = Device::new(2);
        let store = device.open();
        let documents = [broken.documents, good.page("record", true, &[]).documents].concat();
        let applied = apply(&store, &page(documents));
        assert_eq!(applied, Applied { documents: 1, set_aside: 1 });
        assert!(store.record(good.document).unwrap().is_some());
        let aside = store.quarantine().unwrap();
        assert_eq!(aside.len(), 1);
        assert_eq!((aside[0].document, aside[0].outgoing), (bad.document, false));
        assert!(!aside[0].detail.contains("someday"), "{}", aside[0].detail);
        assert!(aside[0].detail.contains("register `day`"), "{}", aside[0].detail);
    }
}

#[test]
fn bytes_that_are_no_change_are_set_aside_as_they_came() {
    let device = Device::new(1);
    let store = device.open();
    let mut colleague = Colleague::with(&patrol(&store).create());
    let junk = b"<html>please sign in</html>".to_vec();
    colleague.changes.push(junk.clone());
    let applied = apply(&store, &colleague.page("record", false, &colleague.changes));
    assert_eq!(applied.set_aside, 1);
    assert!(store.record(colleague.document).unwrap().is_some(), "the sound change was taken");
    assert_eq!(store.quarantine().unwrap()[0].bytes, junk);
}

#[test]
fn a_document_that_comes_with_another_envelope_is_set_aside() {
    let device = Device::new(1);
    let store = device.open();
    let colleague = Colleague::with(&patrol(&store).create());
    apply(&store, &colleague.page("record", true, &[]));
    let mut moved = colleague.page("record", true, &[]);
    moved.documents[0].header.stream = StreamId::Office;
    assert_eq!(apply(&store, &moved), SET_ASIDE);
    assert_eq!(store.quarantine().unwrap()[0].code, "wrong_envelope");
    assert_eq!(store.record(colleague.document).unwrap().unwrap().stream, area());
}

#[test]
fn changes_whose_forerunners_are_missing_make_the_log_be_read_again() {
    let device = Device::new(1);
    let store = device.open();
    let mut colleague = Colleague::with(&patrol(&store).create());
    colleague.writes(&[AnswerAt::edit("shafts", "ok", 60)]);
    let cursor = StreamCursor { stream: area(), position: 5, floor: 0 };
    let mut gap = colleague.page("record", false, &colleague.changes[1..]);
    gap.log = Some(crate::sync::replica::LogPosition {
        epoch: crate::ids::Epoch(Uuid::from_u128(1)),
        cursors: vec![cursor],
        identities_after: 0,
    });
    assert_eq!(apply(&store, &gap), NOTHING);
    let state = replica(&store).state().unwrap();
    assert_eq!(state.log.unwrap().cursors, [], "from the start");
    assert_eq!(apply(&store, &colleague.page("record", false, &colleague.changes)), CHANGED);
}

#[test]
fn a_document_that_a_newer_version_wrote_is_kept_and_counted_and_not_edited() {
    let device = Device::new(1);
    let store = device.open();
    let mut colleague = Colleague::with(&patrol(&store).create());
    colleague.writes(&[Edit::put("v", 2), Edit::put("a/shafts", true)]);
    let record = colleague.document;
    assert_eq!(apply(&store, &colleague.page("record", true, &[])), CHANGED);
    assert_eq!(store.unreadable_count().unwrap(), 1);
    assert_eq!(store.record(record).unwrap(), None);
    let refused = answer(&store, record, "exits", "ok");
    assert!(matches!(refused, Err(crate::Error::NeedsUpdate { document }) if document == record));
    assert_eq!(store.document(record).unwrap().1.heads(), colleague.doc.heads());
    colleague.writes(&[Edit::put("a/exits", true)]);
    assert_eq!(apply(&store, &colleague.page("record", false, &colleague.changes[2..])), CHANGED);
    assert_eq!(store.document(record).unwrap().1.heads(), colleague.doc.heads());
}

#[test]
fn a_kind_that_only_a_newer_version_knows_is_kept() {
    let device = Device::new(1);
    let store = device.open();
    let mut colleague = Colleague::with(&[Edit::put("v", 1), Edit::put("level", 3)]);
    assert_eq!(apply(&store, &colleague.page("weather", true, &[])), CHANGED);
    colleague.writes(&[Edit::put("level", 4)]);
    assert_eq!(apply(&store, &colleague.page("weather", false, &colleague.changes[1..])), CHANGED);
    let heads: Vec<ChangeHash> = store.heads(colleague.document).unwrap();
    assert_eq!(heads, colleague.doc.heads());
    assert_eq!(store.unreadable_count().unwrap(), 1);
    let document = store.document(colleague.document).map(drop);
    assert!(matches!(document, Err(crate::Error::NeedsUpdate { .. })));
    // Opening it again, with its projections computed anew, keeps it too.
    drop(store);
    assert_eq!(device.open().heads(colleague.document).unwrap(), heads);
}

#[test]
fn an_unsent_photo_of_a_document_that_does_not_read_is_not_purged() {
    use super::super::Photo;
    use crate::document::PhotoAt;
    use crate::ids::BlobHash;
    let device = Device::new(1);
    let store = device.open();
    let mut colleague = Colleague::with(&patrol(&store).create());
    apply(&store, &colleague.page("record", true, &[]));
    let record = colleague.document;
    let (bytes, media_type) = (b"photo".as_slice(), "image/jpeg");
    let hash = BlobHash::of(bytes);
    store
        .write(|tx| {
            tx.keep_photo(&Photo { hash, media_type, bytes, own: true })?;
            let media_type = media_type.to_owned();
            let photo = PhotoAt { item: "shafts".to_owned(), hash, media_type, seconds: 1 };
            tx.edit(record, &[photo.edit()], 0)
        })
        .unwrap();
    colleague.writes(&[Edit::put("v", 2)]);
    apply(&store, &colleague.page("record", true, &[]));
    assert_eq!(store.unreadable_count().unwrap(), 1);
    // Something else is purged beside it.
    let mut gone = Colleague::with(&patrol(&store).create()).page("record", true, &[]);
    gone.documents[0].header.document = DocumentId(Uuid::from_u128(0xd1));
    gone.documents[0].header.stream = StreamId::Office;
    apply(&store, &gone);
    assert_eq!(replica(&store).drop_streams(&[area()]).unwrap(), 1);
    assert!(store.photo(hash).unwrap().is_some());
}

#[test]
fn a_stream_that_is_no_longer_granted_goes_but_for_what_is_unsent() {
    let device = Device::new(1);
    let store = device.open();
    let colleague = Colleague::with(&patrol(&store).create());
    apply(&store, &colleague.page("record", true, &[]));
    let own = begin(&store);
    assert_eq!(replica(&store).drop_streams(&[area()]).unwrap(), 0);
    assert_eq!(replica(&store).drop_streams(&[StreamId::Estate]).unwrap(), 1);
    assert_eq!(store.record(colleague.document).unwrap(), None);
    assert_eq!(store.documents_of(DocumentKind::Record).unwrap(), [own]);
    // Granted again, it comes again.
    assert_eq!(apply(&store, &colleague.page("record", true, &[])), CHANGED);
}
