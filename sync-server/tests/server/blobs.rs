//! Photos in pieces: resumed, verified, and only for who may see the document.

use chrono::{TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;
use xunlou_core::domain::{DocumentKind, StreamId};
use xunlou_core::ids::{BlobHash, DocumentId};
use xunlou_core::sync::wire::{
    BLOB_CHUNK, BlobChunk, BlobGetRequest, BlobPutRequest, BlobStatus, BlobStatusRequest, Endpoint,
    ErrorCode, decode, encode,
};

use crate::world::{Device, NORTH, SOUTH, World};

fn call<T: DeserializeOwned>(
    device: &Device,
    endpoint: Endpoint,
    request: &impl Serialize,
) -> Result<T, ErrorCode> {
    let body = encode(request).unwrap();
    let answer = device.api.handle(Some(&device.token), endpoint, &body);
    answer.map(|answer| decode(&answer).unwrap()).map_err(|error| error.code)
}

struct Photo {
    bytes: Vec<u8>,
    hash: BlobHash,
}

impl Photo {
    fn of(length: usize) -> Self {
        let bytes: Vec<u8> = (0..length).map(|place| (place % 251) as u8).collect();
        Self { hash: BlobHash::of(&bytes), bytes }
    }

    fn piece(&self, document: DocumentId, offset: usize, length: usize) -> BlobPutRequest {
        BlobPutRequest {
            hash: self.hash,
            document,
            media_type: "image/jpeg".to_owned(),
            total: self.bytes.len() as u64,
            offset: offset as u64,
            bytes: ByteBuf::from(self.bytes[offset..offset + length].to_vec()),
        }
    }

    fn put(
        &self,
        device: &Device,
        document: DocumentId,
        offset: usize,
        length: usize,
    ) -> Result<BlobStatus, ErrorCode> {
        call(device, Endpoint::BlobPut, &self.piece(document, offset, length))
    }

    fn status(&self, device: &Device, document: DocumentId) -> Result<BlobStatus, ErrorCode> {
        let request = BlobStatusRequest { hash: self.hash, document };
        call(device, Endpoint::BlobStatus, &request)
    }

    fn partial(&self, received: u64) -> Result<BlobStatus, ErrorCode> {
        Ok(BlobStatus { hash: self.hash, received, complete: false })
    }

    fn get(
        &self,
        device: &Device,
        document: DocumentId,
        offset: u64,
    ) -> Result<BlobChunk, ErrorCode> {
        call(device, Endpoint::BlobGet, &BlobGetRequest { hash: self.hash, document, offset })
    }
}

#[test]
fn a_photo_goes_up_in_pieces_survives_a_restart_and_comes_down_again() {
    let mut world = World::new();
    let mut lin = world.device("lin");
    let record = lin.record();
    lin.sync();
    let photo = Photo::of(BLOB_CHUNK + 5_000);
    assert_eq!(photo.status(&lin, record), photo.partial(0));
    assert_eq!(photo.put(&lin, record, 0, 1_000), photo.partial(1_000));
    world.reopen();
    lin.api = world.api().clone();
    assert_eq!(photo.status(&lin, record), photo.partial(1_000));
    // A piece sent again, and one after a gap, change nothing.
    assert_eq!(photo.put(&lin, record, 0, 1_000), photo.partial(1_000));
    assert_eq!(photo.put(&lin, record, 9_000, 1_000), photo.partial(1_000));
    let next = photo.put(&lin, record, 1_000, BLOB_CHUNK);
    assert_eq!(next, photo.partial(1_000 + BLOB_CHUNK as u64));
    let done =
        Ok(BlobStatus { hash: photo.hash, received: photo.bytes.len() as u64, complete: true });
    assert_eq!(photo.put(&lin, record, 1_000 + BLOB_CHUNK, 4_000), done);
    assert_eq!(photo.status(&lin, record), done);

    let zhao = world.device("zhao");
    assert_eq!(photo.status(&zhao, record), done);
    let first = photo.get(&zhao, record, 0).unwrap();
    let second = photo.get(&zhao, record, BLOB_CHUNK as u64).unwrap();
    assert_eq!((first.total, first.media_type.as_str()), (photo.bytes.len() as u64, "image/jpeg"));
    assert_eq!([first.bytes.into_vec(), second.bytes.into_vec()].concat(), photo.bytes);
    assert!(photo.get(&zhao, record, u64::MAX).unwrap().bytes.is_empty());
}

#[test]
fn bytes_that_do_not_have_the_hash_are_dropped_and_can_be_sent_again() {
    let world = World::new();
    let mut lin = world.device("lin");
    let record = lin.record();
    lin.sync();
    let photo = Photo::of(2_000);
    photo.put(&lin, record, 0, 1_000).unwrap();
    let mut wrong = photo.piece(record, 1_000, 1_000);
    wrong.bytes[7] ^= 1;
    let told = call::<BlobStatus>(&lin, Endpoint::BlobPut, &wrong);
    assert_eq!(told, Err(ErrorCode::BadRequest));
    assert_eq!(photo.status(&lin, record), photo.partial(0));
    assert_eq!(photo.get(&lin, record, 0).unwrap_err(), ErrorCode::NotFound);
    photo.put(&lin, record, 0, 1_000).unwrap();
    assert!(photo.put(&lin, record, 1_000, 1_000).unwrap().complete);
}

#[test]
fn pieces_that_are_too_large_or_do_not_fit_are_refused() {
    let world = World::with(&[("XUNLOU_LIMITS__PHOTO_BYTES", "300000")]);
    let mut lin = world.device("lin");
    let record = lin.record();
    lin.sync();
    let photo = Photo::of(300_000);
    let with = |change: &dyn Fn(&mut BlobPutRequest)| {
        let mut piece = photo.piece(record, 0, 10);
        change(&mut piece);
        call::<BlobStatus>(&lin, Endpoint::BlobPut, &piece).err()
    };
    assert_eq!(with(&|piece| piece.total = 300_001), Some(ErrorCode::TooLarge));
    assert_eq!(
        with(&|piece| piece.bytes = ByteBuf::from(vec![0; BLOB_CHUNK + 1])),
        Some(ErrorCode::TooLarge)
    );
    assert_eq!(with(&|piece| piece.offset = 299_991), Some(ErrorCode::BadRequest));
    assert_eq!(with(&|piece| piece.offset = u64::MAX), Some(ErrorCode::BadRequest));
    assert_eq!(with(&|piece| piece.bytes.clear()), Some(ErrorCode::BadRequest));
    assert_eq!(with(&|piece| piece.media_type = "text/html".into()), Some(ErrorCode::BadRequest));
    assert_eq!(
        with(&|piece| piece.media_type = "image/svg xml".into()),
        Some(ErrorCode::BadRequest)
    );
    assert_eq!(with(&|_| ()), None);
}

#[test]
fn only_who_may_see_the_document_may_see_its_photo() {
    let world = World::new();
    let (mut lin, mut wu) = (world.device("lin"), world.device("wu"));
    let record = lin.record();
    lin.sync();
    let theirs = wu.create(DocumentKind::Record, StreamId::Area(SOUTH));
    wu.sync();
    let photo = Photo::of(500);
    photo.put(&lin, record, 0, 500).unwrap();
    // Not through a document of others, not through one that is nowhere.
    for document in [record, DocumentId(uuid::Uuid::nil())] {
        assert_eq!(photo.get(&wu, document, 0).unwrap_err(), ErrorCode::NotFound);
        assert_eq!(photo.status(&wu, document), Err(ErrorCode::NotFound));
        assert_eq!(photo.put(&wu, document, 0, 500), Err(ErrorCode::NotFound));
    }
    // Knowing the hash and having a document of one's own is not enough either.
    assert_eq!(photo.get(&wu, theirs, 0).unwrap_err(), ErrorCode::NotFound);
    assert_eq!(photo.status(&wu, theirs), photo.partial(0));
    // Having the bytes is.
    assert!(photo.put(&wu, theirs, 0, 500).unwrap().complete);
    assert_eq!(photo.get(&wu, theirs, 0).unwrap().bytes.into_vec(), photo.bytes);
}

#[test]
fn a_photo_that_one_document_shows_to_a_person_needs_no_sending_for_another() {
    let world = World::new();
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    let record = lin.record();
    lin.sync();
    let photo = Photo::of(700);
    photo.put(&lin, record, 0, 700).unwrap();
    // A case of the same area is made of the finding, by somebody who sees the record.
    let case = zhao.create(DocumentKind::Record, StreamId::Area(NORTH));
    zhao.sync();
    assert!(photo.status(&zhao, case).unwrap().complete);
    assert_eq!(photo.get(&lin, case, 0).unwrap().bytes.into_vec(), photo.bytes);
}

#[test]
fn left_over_pieces_go_and_photos_stay() {
    let world = World::new();
    let mut lin = world.device("lin");
    let record = lin.record();
    lin.sync();
    let (whole, broken_off) = (Photo::of(700), Photo::of(900));
    whole.put(&lin, record, 0, 700).unwrap();
    broken_off.put(&lin, record, 0, 400).unwrap();
    assert_eq!(world.server.tidy(), 0);
    let blobs = world.server.blobs();
    let later = Utc::now() + TimeDelta::days(8);
    assert_eq!(blobs.sweep(later, TimeDelta::days(7)).unwrap(), 1);
    assert_eq!(broken_off.status(&lin, record), broken_off.partial(0));
    assert_eq!(whole.get(&lin, record, 0).unwrap().bytes.len(), 700);
}
