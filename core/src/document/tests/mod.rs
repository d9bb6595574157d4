//! Documents as two devices write them: views, newer versions, the check, conflicts.

mod checking;
mod conflicting;
mod newer;
mod roundtrip;

use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

use super::{Edit, Flat, LocalChange};
use crate::ids::ActorId;

/// A document on one device.
struct Phone {
    doc: Flat,
    clock: i64,
}

impl Phone {
    fn new(number: u128) -> Self {
        Self { doc: Flat::new(ActorId(Uuid::from_u128(number))), clock: 1_000 }
    }

    /// A phone that has all that another one has.
    fn with_all_of(number: u128, other: &Self) -> Self {
        let mut phone = Self::new(number);
        phone.takes_from(other);
        phone
    }

    fn writes(&mut self, edits: &[Edit]) -> LocalChange {
        self.clock += 1_000;
        self.doc.commit(edits, self.clock).unwrap().unwrap()
    }

    /// Takes what the other has and this one lacks.
    fn takes_from(&mut self, other: &Self) {
        let changes = other.doc.changes_since(&self.doc.heads());
        self.doc.apply(changes.iter().map(automerge::Change::raw_bytes)).unwrap();
    }
}

fn meet(one: &mut Phone, other: &mut Phone) {
    one.takes_from(other);
    other.takes_from(one);
    assert_eq!(one.doc.heads(), other.doc.heads());
}

fn time(text: &str) -> DateTime<FixedOffset> {
    text.parse().unwrap()
}
