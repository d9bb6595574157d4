//! A single change: its header, then its operations.

use super::chunk::Chunk;
use super::columns::{Columns, directory};
use super::ops::{self, Within, walk};
use super::reader::Reader;
use crate::document::gate::error::{Reason, Unsafe};
use crate::document::gate::limits::Limits;
use crate::ids::ChangeHash;

/// A change whose structure is sound. Whether it fits a document is for
/// [`admit`](crate::document::gate::admit) to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedChange {
    /// SHA-256 of the change, which is its address.
    pub hash: ChangeHash,
    /// The actor that wrote it.
    pub actor: Vec<u8>,
    /// The other actors to whose operations it refers.
    pub others: Vec<Vec<u8>>,
    /// The actor's how manieth change it is, from 1.
    pub seq: u64,
    /// The counter of the first operation, from 1.
    pub start_op: u64,
    /// How many operations it holds.
    pub ops: u64,
    /// The changes that it rests on.
    pub deps: Vec<ChangeHash>,
    /// When it was written, as its author says: seconds since 1970 by Automerge's convention.
    pub time: i64,
    /// Bytes of the change without deflation.
    pub inflated_len: usize,
    /// The change as an uncompressed chunk: the form to store.
    pub bytes: Vec<u8>,
}

impl ScannedChange {
    /// The counter of the last operation; `start_op - 1` for a change without operations.
    pub fn max_op(&self) -> u64 {
        self.start_op + self.ops - 1
    }
}

/// Checks that `bytes` are one change, deflated or not, that Automerge can read safely.
///
/// # Errors
/// [`Unsafe`] says what is wrong, and where.
pub fn scan_change(bytes: &[u8], limits: &Limits) -> Result<ScannedChange, Unsafe> {
    scan(&Chunk::only(bytes)?, limits)
}

pub(in crate::document::gate) fn scan(
    chunk: &Chunk<'_>,
    limits: &Limits,
) -> Result<ScannedChange, Unsafe> {
    let (hash, bytes) = chunk.plain_change(limits)?;
    // The frame was just written, so it splits.
    let plain = Chunk::only(&bytes)?;
    let mut reader = Reader::new(plain.body, "change: dependencies");
    let deps = super::hashes(&mut reader, "dependencies", limits.deps)?;
    reader.enter("change: actor");
    let actor = super::actor(&mut reader, limits)?;
    reader.enter("change: sequence number");
    let seq = reader.unsigned_u32()?;
    reader.enter("change: first operation");
    let start_op = reader.unsigned_u32()?;
    if seq == 0 || start_op == 0 {
        return Err(reader.fail(Reason::Number));
    }
    reader.enter("change: time");
    let time = reader.signed()?;
    reader.enter("change: message");
    reader.text("bytes in a message", limits.message_bytes)?;
    reader.enter("change: other actors");
    let others = others(&mut reader, actor, limits)?;
    let actors = 1 + others.len() as u64;
    reader.enter("change: columns");
    let entries = directory(&mut reader, &ops::IN_CHANGE, false)?;
    let columns = Columns::read(&mut reader, &entries, &mut usize::MAX.clone())?;
    // What follows the columns belongs to the change as it is; Automerge keeps an author there.
    let room = u64::from(u32::MAX) - u64::from(start_op);
    let within = Within::Change { start_op };
    let limits_here = Limits { change_ops: limits.change_ops.min(room), ..limits.clone() };
    let ops = walk(&columns, &within, actors, &limits_here, |_, _, _| Ok(()))?;
    Ok(ScannedChange {
        hash,
        actor: actor.to_vec(),
        others,
        seq: seq.into(),
        start_op: start_op.into(),
        ops,
        deps,
        time,
        inflated_len: bytes.len(),
        bytes,
    })
}

/// The other actors: in order, distinct, the author not among them.
fn others(reader: &mut Reader<'_>, author: &[u8], limits: &Limits) -> Result<Vec<Vec<u8>>, Unsafe> {
    let count = reader.unsigned()?;
    if count >= limits.change_actors as u64 {
        return Err(reader.over("actors in a change", limits.change_actors as u64));
    }
    let mut others = Vec::<Vec<u8>>::new();
    for _ in 0..count {
        let other = super::actor(reader, limits)?;
        if other == author || others.last().is_some_and(|last| last.as_slice() >= other) {
            return Err(reader.fail(Reason::Order("actors")));
        }
        others.push(other.to_vec());
    }
    Ok(others)
}
