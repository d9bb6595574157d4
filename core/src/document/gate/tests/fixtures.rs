//! Documents to test with, and a small deterministic source of randomness.

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ObjType, ROOT, ReadDoc, ScalarValue};

use crate::document::gate::{Admission, Base, Limits, Read, admit};

/// A source of numbers that is the same in every run (SplitMix64).
#[derive(Clone)]
pub(super) struct Rng(pub(super) u64);

impl Rng {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

pub(super) fn actor(number: u8) -> ActorId {
    ActorId::from([number; 16].as_slice())
}

/// Any schema reads.
pub(super) fn any_schema(_: &Automerge) -> Result<(), String> {
    Ok(())
}

/// The limits of the product, but for documents of any schema.
pub(super) fn any_shape() -> Limits {
    Limits { nested: true, marks: 1_000, unbacked_ops: 65_536, ..Limits::default() }
}

/// A patrol's record as the product writes it: one flat map, one change an answer.
pub(super) fn record(answers: usize) -> Automerge {
    let mut document = Automerge::new().with_actor(actor(1));
    put(&mut document, "form", "patrol.butler");
    for item in 0..answers {
        put(&mut document, &format!("a/电梯.{item}"), &format!("ok@{}", item * 37));
    }
    document
}

/// One change with one operation.
pub(super) fn put(document: &mut Automerge, key: &str, value: &str) {
    let mut transaction = document.transaction();
    transaction.put(ROOT, key, value).unwrap();
    transaction.commit_with(CommitOptions::default().with_time(1_700_000_000));
}

/// The bytes of all changes, uncompressed, in causal order.
pub(super) fn changes(document: &Automerge) -> Vec<Vec<u8>> {
    document.get_changes(&[]).iter().map(|change| change.raw_bytes().to_vec()).collect()
}

/// The newest change alone.
pub(super) fn last_change(document: &Automerge) -> Vec<u8> {
    document.get_changes(&[]).last().unwrap().raw_bytes().to_vec()
}

pub(super) fn admit_any(base: Base<'_>, changes: Vec<Vec<u8>>, limits: &Limits) -> Admission {
    let read: &Read<'_> = &any_schema;
    admit(base, changes, limits, read).unwrap()
}

/// One step of a document's life, as numbers that a property test shrinks well.
pub(super) type Step = (u8, u8, u16);

/// Lets several replicas live: each step says which replica, what, and where. Maps, lists, text,
/// counters, marks, deletions, merges, and texts long enough to be deflated.
pub(super) fn live(actors: &[ActorId], steps: &[Step]) -> Automerge {
    let mut first = Automerge::new().with_actor(actors[0].clone());
    let mut transaction = first.transaction();
    for (key, kind) in [("map", ObjType::Map), ("list", ObjType::List), ("text", ObjType::Text)] {
        transaction.put_object(ROOT, key, kind).unwrap();
    }
    transaction.put(ROOT, "counter", ScalarValue::counter(5)).unwrap();
    transaction.commit();
    let mut replicas: Vec<Automerge> =
        actors.iter().map(|actor| first.fork().with_actor(actor.clone())).collect();
    for &(replica, what, place) in steps {
        let count = replicas.len();
        let replica = usize::from(replica) % count;
        if what % 16 == 15 {
            let mut other = replicas[usize::from(place) % count].clone();
            replicas[replica].merge(&mut other).unwrap();
        } else {
            step(&mut replicas[replica], what % 16, place);
        }
    }
    let mut merged = replicas.remove(0);
    for mut other in replicas {
        merged.merge(&mut other).unwrap();
    }
    merged
}

fn step(document: &mut Automerge, what: u8, place: u16) {
    let object = |document: &Automerge, key: &str| document.get(ROOT, key).unwrap().unwrap().1;
    let (map, list, text) =
        (object(document, "map"), object(document, "list"), object(document, "text"));
    let place = usize::from(place);
    let key = format!("钥匙{}", place % 7);
    let mut transaction = document.transaction();
    let length = transaction.length(&list);
    let characters = transaction.length(&text);
    match what {
        0 => transaction.put(ROOT, key, place as i64 - 300).unwrap(),
        1 => transaction.put(&map, key, format!("值 {place}")).unwrap(),
        2 => transaction.put(&map, key, ScalarValue::Uint(place as u64)).unwrap(),
        3 => transaction.put(&map, key, place as f64 / 3.0).unwrap(),
        4 => transaction.put(&map, key, ScalarValue::Timestamp(place as i64)).unwrap(),
        5 => transaction.put(&map, key, ScalarValue::Bytes(vec![7; place % 40])).unwrap(),
        6 => transaction.put(&map, key, ScalarValue::Null).unwrap(),
        7 => transaction.insert(&list, place % (length + 1), place % 2 == 0).unwrap(),
        8 if length > 0 => transaction.delete(&list, place % length).unwrap(),
        9 if length > 0 => transaction.put(&list, place % length, "changed").unwrap(),
        10 => {
            let inserted = "x楼".repeat(1 + place % 200);
            transaction.splice_text(&text, place % (characters + 1), 0, &inserted).unwrap();
        }
        11 if characters > 3 => {
            let start = place % (characters - 2);
            transaction.splice_text(&text, start, 2, "").unwrap();
            if place % 2 == 0 && start + 5 < characters {
                let mark = Mark::new("bold".to_string(), true, start, start + 3);
                transaction.mark(&text, mark, ExpandMark::Both).unwrap();
            }
        }
        12 => {
            let child = transaction.put_object(&map, key, ObjType::Map).unwrap();
            transaction.put(&child, "depth", place as i64).unwrap();
            let child = transaction.insert_object(&list, 0, ObjType::List).unwrap();
            transaction.insert(&child, 0, "in").unwrap();
        }
        13 => transaction.increment(ROOT, "counter", place as i64 - 9).unwrap(),
        14 => transaction.delete(&map, key).unwrap(),
        _ => {}
    }
    let options = CommitOptions::default().with_time(place as i64);
    let options =
        if place % 5 == 0 { options.with_message(format!("第 {place}")) } else { options };
    transaction.commit_with(options);
}

/// A document's life from random numbers.
pub(super) fn random_steps(rng: &mut Rng, count: usize) -> Vec<Step> {
    (0..count).map(|_| (rng.next() as u8, rng.next() as u8, rng.next() as u16)).collect()
}
