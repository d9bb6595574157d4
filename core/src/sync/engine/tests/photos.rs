//! Sending photos.

use super::super::photos::{Photos, Step};
use super::*;

fn photo(total: u64) -> Photos {
    let blob = PendingBlob {
        hash: BlobHash([1; 32]),
        document: document(1),
        media_type: "image/jpeg".into(),
        total,
    };
    let mut photos = Photos::new(vec![blob]);
    assert!(matches!(photos.next(), Step::Status(_)));
    photos
}

fn status(received: u64, complete: bool) -> BlobStatus {
    BlobStatus { hash: BlobHash([1; 32]), received, complete }
}

#[test]
fn a_photo_is_read_from_where_the_server_stopped() {
    let chunk = BLOB_CHUNK as u64;
    for (total, received, offset, len) in [
        (10, 0, 0, 10),
        (10, 4, 4, 6),
        (chunk * 3, chunk, chunk, BLOB_CHUNK),
        (chunk + 1, chunk, chunk, 1),
        // All is there and yet not the photo: once from the beginning.
        (10, 10, 0, 10),
        (0, 0, 0, 0),
    ] {
        let step = photo(total).status(status(received, false)).unwrap();
        let Step::Read { offset: from, len: most, .. } = step else { panic!("{step:?}") };
        assert_eq!((from, most), (offset, len), "{received} of {total}");
    }
}

#[test]
fn a_server_that_does_not_get_on_with_a_photo_is_left() {
    let mut photos = photo(10);
    assert!(photos.status(status(11, false)).is_err());
    for stuck in [0, 3, 4, 10] {
        let mut photos = photo(10);
        photos.status(status(4, false)).unwrap();
        photos.piece(vec![0; 6]).unwrap();
        assert!(photos.status(status(stuck, false)).is_err(), "{stuck}");
    }
    // A byte at a time is progress, but for ever it would be.
    let mut photos = self::photo(1_000);
    let mut pieces = 0;
    while photos.status(status(pieces, false)).is_ok() {
        photos.piece(vec![0; 1_000 - pieces as usize]).unwrap();
        pieces += 1;
    }
    assert!(pieces < 20);
}

#[test]
fn an_error_that_every_photo_would_meet_ends_the_sync() {
    let refused = |code| SyncError::Refused { code, detail: String::new() };
    for (error, goes_on) in [
        (refused(ErrorCode::NotFound), true),
        (refused(ErrorCode::TooLarge), true),
        (refused(ErrorCode::TokenExpired), false),
        (refused(ErrorCode::Revoked), false),
        (refused(ErrorCode::Busy), false),
        (SyncError::Offline(String::new()), false),
        (SyncError::Certificate(String::new()), false),
        (SyncError::NotOurServer(String::new()), false),
    ] {
        let (mut engine, request) = sent(false);
        engine.handle(answer(&good(&request)), 0);
        engine.handle(Event::Applied(Applied::default()), 0);
        let blob = |n| PendingBlob {
            hash: BlobHash([n; 32]),
            document: document(1),
            media_type: String::new(),
            total: 1,
        };
        engine.handle(Event::Photos(vec![blob(1), blob(2)]), 0);
        let effects = engine.handle(Event::Failed(error.clone()), 0);
        let expected = if goes_on { "send photo" } else { "failed" };
        assert_eq!(names(&effects), [expected], "{error}");
    }
}
