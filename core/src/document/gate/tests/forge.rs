//! Hand-made chunks: a change written field by field and column by column, so that each can lie.

use crate::document::gate::scan::{frame, write_signed, write_unsigned};

/// A change about to be written. The default is one that passes on an empty document: one
/// operation that sets `k` to `v`.
#[derive(Clone)]
pub(super) struct Forged {
    pub(super) deps: Vec<[u8; 32]>,
    pub(super) actor: Vec<u8>,
    pub(super) seq: u64,
    pub(super) start_op: u64,
    pub(super) time: i64,
    pub(super) message: Vec<u8>,
    pub(super) others: Vec<Vec<u8>>,
    pub(super) columns: Vec<(u64, Vec<u8>)>,
    pub(super) extra: Vec<u8>,
}

pub(super) const KEY_TEXT: u64 = 0x15;
pub(super) const KEY_ACTOR: u64 = 0x11;
pub(super) const KEY_COUNTER: u64 = 0x13;
pub(super) const OBJECT_ACTOR: u64 = 0x01;
pub(super) const OBJECT_COUNTER: u64 = 0x02;
pub(super) const INSERT: u64 = 0x34;
pub(super) const ACTION: u64 = 0x42;
pub(super) const VALUE_META: u64 = 0x56;
pub(super) const VALUE: u64 = 0x57;
pub(super) const PRED_COUNT: u64 = 0x70;
pub(super) const PRED_ACTOR: u64 = 0x71;
pub(super) const PRED_COUNTER: u64 = 0x73;

impl Default for Forged {
    fn default() -> Self {
        Self {
            deps: vec![],
            actor: vec![1; 16],
            seq: 1,
            start_op: 1,
            time: 0,
            message: vec![],
            others: vec![],
            columns: vec![
                (KEY_TEXT, literal_texts(&["k"])),
                (INSERT, vec![1]),
                (ACTION, literals(&[1])),
                (VALUE_META, literals(&[0x16])),
                (VALUE, b"v".to_vec()),
                (PRED_COUNT, literals(&[0])),
            ],
            extra: vec![],
        }
    }
}

impl Forged {
    /// The same with another column; empty bytes take it away.
    pub(super) fn with(mut self, spec: u64, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        self.columns.retain(|column| column.0 != spec);
        if !bytes.is_empty() {
            self.columns.push((spec, bytes));
            self.columns.sort_by_key(|column| column.0);
        }
        self
    }

    /// As many operations as told, in a hundred bytes.
    pub(super) fn bomb(ops: u64) -> Self {
        let run = |value: &[u8]| {
            let mut bytes = Vec::new();
            write_signed(&mut bytes, ops as i64);
            bytes.extend(value);
            bytes
        };
        let mut inserts = Vec::new();
        write_unsigned(&mut inserts, ops);
        Self::default()
            .with(KEY_TEXT, run(b"\x01k"))
            .with(INSERT, inserts)
            .with(ACTION, run(&[1]))
            .with(VALUE_META, run(&[0]))
            .with(VALUE, [])
            .with(PRED_COUNT, run(&[0]))
    }

    pub(super) fn body(&self) -> Vec<u8> {
        let mut body = Vec::new();
        write_unsigned(&mut body, self.deps.len() as u64);
        for dep in &self.deps {
            body.extend(dep);
        }
        write_bytes(&mut body, &self.actor);
        write_unsigned(&mut body, self.seq);
        write_unsigned(&mut body, self.start_op);
        write_signed(&mut body, self.time);
        write_bytes(&mut body, &self.message);
        write_unsigned(&mut body, self.others.len() as u64);
        for other in &self.others {
            write_bytes(&mut body, other);
        }
        write_unsigned(&mut body, self.columns.len() as u64);
        for (spec, bytes) in &self.columns {
            write_unsigned(&mut body, *spec);
            write_unsigned(&mut body, bytes.len() as u64);
        }
        for (_, bytes) in &self.columns {
            body.extend(bytes);
        }
        body.extend(&self.extra);
        body
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        frame(1, &self.body())
    }
}

/// A literal run of unsigned numbers.
pub(super) fn literals(values: &[u64]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_signed(&mut bytes, -(values.len() as i64));
    for value in values {
        write_unsigned(&mut bytes, *value);
    }
    bytes
}

/// A literal run of differences.
pub(super) fn deltas(values: &[i64]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_signed(&mut bytes, -(values.len() as i64));
    for value in values {
        write_signed(&mut bytes, *value);
    }
    bytes
}

/// A literal run of texts.
pub(super) fn literal_texts(values: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_signed(&mut bytes, -(values.len() as i64));
    for value in values {
        write_bytes(&mut bytes, value.as_bytes());
    }
    bytes
}

fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_unsigned(out, bytes.len() as u64);
    out.extend(bytes);
}
