use std::time::Instant;

use proptest::prelude::*;

use super::*;

fn request() -> SyncRequest {
    SyncRequest {
        protocol: PROTOCOL,
        request: RequestId(uuid::Uuid::from_u128(1)),
        epoch: Some(Epoch(uuid::Uuid::from_u128(2))),
        actor: ActorId(uuid::Uuid::from_u128(3)),
        device_time: 1_700_000_000_000,
        identities_after: 7,
        cursors: vec![StreamCursor {
            stream: StreamId::Area(AreaId(uuid::Uuid::from_u128(4))),
            position: 5,
            floor: u64::MAX,
        }],
        push: vec![PushDocument {
            header: WireHeader {
                document: DocumentId(uuid::Uuid::from_u128(6)),
                kind: "a kind of tomorrow".into(),
                stream: StreamId::Estate,
            },
            changes: vec![ByteBuf::from(vec![1, 2, 3])],
        }],
        fetch: vec![DocumentId(uuid::Uuid::from_u128(8))],
        pull: true,
    }
}

fn compressed(cbor: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(cbor, 3).unwrap()
}

fn cbor(body: &[u8]) -> Vec<u8> {
    zstd::stream::decode_all(body).unwrap()
}

#[test]
fn a_body_reads_back_as_it_was_written() {
    let body = encode(&request()).unwrap();
    assert_eq!(decode::<SyncRequest>(&body).unwrap(), request());
}

#[test]
fn ids_and_hashes_travel_as_bytes_and_not_as_lists_of_numbers() {
    let heads = DocumentHeads {
        document: DocumentId(uuid::Uuid::from_u128(1)),
        heads: vec![ChangeHash([255; 32])],
    };
    // Two keys of 9 and 6 characters, 17 and 35 bytes of values, and the map around them.
    assert!(cbor(&encode(&heads).unwrap()).len() < 75);
}

#[test]
fn fields_of_a_newer_version_are_ignored_and_later_fields_have_defaults() {
    #[derive(Serialize)]
    struct Older {
        code: &'static str,
        detail: &'static str,
        hint: Vec<u8>,
    }
    let older = Older { code: "a_code_of_tomorrow", detail: "…", hint: vec![1] };
    let read: ErrorBody = decode(&encode(&older).unwrap()).unwrap();
    assert_eq!(read, ErrorBody { code: ErrorCode::Other, detail: "…".into() });

    let mut value = ciborium::Value::serialized(&request()).unwrap();
    let fields = value.as_map_mut().unwrap();
    fields.retain(|(key, _)| {
        !["identities_after", "push", "fetch"].contains(&key.as_text().unwrap())
    });
    let read: SyncRequest = decode(&encode(&value).unwrap()).unwrap();
    assert_eq!((read.identities_after, read.push.len(), read.fetch.len()), (0, 0, 0));
}

#[test]
fn a_body_that_inflates_beyond_the_limit_is_refused_without_inflating_it() {
    let bomb = compressed(&vec![0; MAX_BODY + 1]);
    assert!(bomb.len() < 4096);
    assert!(matches!(decode::<SyncRequest>(&bomb), Err(CodecError::TooLarge { limit: MAX_BODY })));
    // Frames one after the other are one stream: together they count.
    let half = compressed(&vec![0; MAX_BODY / 2 + 1]);
    assert!(matches!(
        decode::<SyncRequest>(&[half.clone(), half].concat()),
        Err(CodecError::TooLarge { .. })
    ));
}

#[test]
fn a_frame_that_wants_a_huge_window_is_refused() {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(27).unwrap();
    std::io::Write::write_all(&mut encoder, &vec![0xa0; 1 << 20]).unwrap();
    let body = encoder.finish().unwrap();
    assert!(matches!(decode::<SyncRequest>(&body), Err(CodecError::Compression(_))));
}

#[test]
fn a_body_cut_anywhere_is_refused() {
    let body = encode(&request()).unwrap();
    for cut in 0..body.len() {
        assert!(decode::<SyncRequest>(&body[..cut]).is_err(), "{cut} bytes");
    }
}

#[test]
fn what_is_not_ours_is_refused_with_what_was_expected() {
    let after = [cbor(&encode(&request()).unwrap()), vec![0]].concat();
    for (body, word) in [
        (b"<html>Please sign in</html>".to_vec(), "zstd"),
        (compressed(b"<html>Please sign in</html>"), "fields"),
        (compressed(&[0xa0]), "missing field"),
        (compressed(&after), "1 bytes follow"),
        ([encode(&request()).unwrap(), b"more".to_vec()].concat(), "zstd"),
        (compressed(&[]), "fields"),
    ] {
        let error = decode::<SyncRequest>(&body).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn nesting_and_claimed_lengths_cost_neither_stack_nor_memory() {
    let began = Instant::now();
    let deep = [vec![0x81; 200_000], vec![0]].concat();
    // A field nobody knows is skipped, and must not recurse either.
    let skipped = [b"\xa1\x61x".to_vec(), deep.clone()].concat();
    let bytes_claimed = b"\xa1\x65bytes\x5b\x0f\xff\xff\xff\xff\xff\xff\xff".to_vec();
    let items_claimed = b"\xa1\x66fields\x9b\x0f\xff\xff\xff\xff\xff\xff\xff".to_vec();
    for body in [deep, skipped, bytes_claimed, items_claimed] {
        assert!(decode::<SyncRequest>(&compressed(&body)).is_err());
        assert!(decode::<BlobPutRequest>(&compressed(&body)).is_err());
    }
    assert!(began.elapsed().as_secs() < 5);
}

proptest! {
    #[test]
    fn damage_never_panics(at in 0_usize..1000, flip in 1_u8..=255) {
        let body = encode(&request()).unwrap();
        let mut plain = cbor(&body);
        let place = at % plain.len();
        plain[place] ^= flip;
        let _ = decode::<SyncRequest>(&compressed(&plain));
        let mut body = body;
        let place = at % body.len();
        body[place] ^= flip;
        let _ = decode::<SyncRequest>(&body);
    }

    #[test]
    fn garbage_is_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(decode::<SyncRequest>(&bytes).is_err());
        prop_assert!(decode::<SyncRequest>(&compressed(&bytes)).is_err());
    }
}
