//! What files hold, and what the gate says to it: for operators who look at quarantined changes,
//! backups, or documents of other programs.

use std::fmt;
use std::io::{self, Read as _};
use std::path::Path;

use automerge::Automerge;

use super::admit::Read;
use super::error::{Reason, RefusalReason, Unsafe};
use super::limits::Limits;
use super::pool::Pool;
use super::read_all::read_all;
use super::scan::{
    Chunk, ChunkKind, ScannedChange, ScannedDocument, scan_change_chunk, scan_document_chunk,
};
use super::snapshot::admit_scanned_snapshot;

/// What a file holds, chunk after chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The name that was given with the file.
    pub name: String,
    /// Its chunks, at least one entry.
    pub parts: Vec<Part>,
}

/// One chunk of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where in the file it begins.
    pub offset: usize,
    /// What it is.
    pub content: Content,
    /// `None` when the gate takes it, else why not.
    pub refusal: Option<RefusalReason>,
}

/// What a chunk is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A change.
    Change {
        /// Whether it is deflated.
        deflated: bool,
        /// What its header says.
        change: ScannedChange,
    },
    /// A document.
    Document(ScannedDocument),
    /// A chunk that says what it is, but is not sound.
    Damaged(ChunkKind),
    /// No chunk that Automerge would read.
    NotAutomerge,
}

impl Inspection {
    /// Whether the gate takes all that the file holds.
    pub fn is_taken(&self) -> bool {
        self.parts.iter().all(|part| part.refusal.is_none())
    }
}

/// Reads at most one byte more of a file than [`Limits::max_file_bytes`], so that [`inspect`] can
/// say that it is too large.
///
/// # Errors
/// Those of reading a file.
pub fn read_bounded(path: &Path, limits: &Limits) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = limits.max_file_bytes as u64 + 1;
    std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Says of each file, given as name and bytes, what it is and whether the gate takes it. What a
/// change rests on may be in any other of the files. Any schema is taken; see [`inspect_with`].
pub fn inspect(files: &[(String, Vec<u8>)], limits: &Limits) -> Vec<Inspection> {
    inspect_with(files, limits, &|_| Ok(()))
}

/// Like [`inspect`]; each document must also read as `read` demands.
pub fn inspect_with(
    files: &[(String, Vec<u8>)],
    limits: &Limits,
    read: &Read<'_>,
) -> Vec<Inspection> {
    let read = |document: &Automerge| {
        read_all(document).map_err(|error| error.to_string()).and_then(|()| read(document))
    };
    let mut pool = Pool::default();
    let mut inspections: Vec<_> = files
        .iter()
        .map(|(name, bytes)| Inspection {
            name: name.clone(),
            parts: parts(bytes, limits, &read, &mut pool),
        })
        .collect();
    let verdicts = pool.judge(limits, &read);
    for part in inspections.iter_mut().flat_map(|inspection| &mut inspection.parts) {
        if let Content::Change { change, .. } = &part.content {
            part.refusal = verdicts.get(&change.hash).cloned().flatten();
        }
    }
    inspections
}

/// Takes a file apart. Where a chunk is not framed as one, the file ends for us.
fn parts(bytes: &[u8], limits: &Limits, read: &Read<'_>, pool: &mut Pool) -> Vec<Part> {
    let mut parts = Vec::new();
    let refused =
        |offset, content, refusal: Unsafe| Part { offset, content, refusal: Some(refusal.into()) };
    let over = |what, limit: usize| {
        Unsafe::new(Reason::OverLimit { what, limit: limit as u64 }, "file", 0)
    };
    if bytes.len() > limits.max_file_bytes {
        let refusal = over("bytes in a file", limits.max_file_bytes);
        return vec![refused(0, Content::NotAutomerge, refusal)];
    }
    let mut rest = bytes;
    loop {
        let offset = bytes.len() - rest.len();
        if parts.len() as u64 > limits.document_changes {
            let refusal = over("chunks in a file", limits.document_changes as usize);
            parts.push(refused(offset, Content::NotAutomerge, refusal));
            return parts;
        }
        let chunk = match Chunk::split(rest) {
            Ok((chunk, after)) => {
                rest = after;
                chunk
            }
            Err(refusal) => {
                parts.push(refused(offset, Content::NotAutomerge, refusal));
                return parts;
            }
        };
        parts.push(match chunk.kind {
            ChunkKind::Document => match scan_document_chunk(&chunk, limits) {
                Ok(scanned) => {
                    let refusal = match admit_scanned_snapshot(chunk.bytes, &scanned, limits, read)
                    {
                        Ok(document) => pool.add_document(document).err().map(Into::into),
                        Err(trial) => Some(trial.into()),
                    };
                    Part { offset, content: Content::Document(scanned), refusal }
                }
                Err(refusal) => refused(offset, Content::Damaged(chunk.kind), refusal),
            },
            kind => match scan_change_chunk(&chunk, limits) {
                Ok(change) => {
                    pool.changes.push(change.clone());
                    let deflated = kind == ChunkKind::DeflatedChange;
                    Part { offset, content: Content::Change { deflated, change }, refusal: None }
                }
                Err(refusal) => refused(offset, Content::Damaged(kind), refusal),
            },
        });
        if rest.is_empty() {
            return parts;
        }
    }
}

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            match self.parts.len() {
                1 => write!(f, "{}: {}", self.name, part)?,
                _ => write!(f, "{} at byte {}: {}", self.name, part.offset, part)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Change { deflated, change } => {
                let deflated = if *deflated { "deflated " } else { "" };
                write!(
                    f,
                    "{deflated}change {}: actor {}, seq {}, start op {}, {} ops, {} deps, time {}",
                    change.hash,
                    hex::encode(&change.actor),
                    change.seq,
                    change.start_op,
                    change.ops,
                    change.deps.len(),
                    change.time,
                )?;
            }
            Content::Document(document) => {
                write!(
                    f,
                    "document: {} changes, {} ops, {} actors, heads",
                    document.changes, document.ops, document.actors
                )?;
                for head in &document.heads {
                    write!(f, " {head}")?;
                }
            }
            Content::Damaged(ChunkKind::Document) => write!(f, "damaged document")?,
            Content::Damaged(ChunkKind::Change) => write!(f, "damaged change")?,
            Content::Damaged(ChunkKind::DeflatedChange) => write!(f, "damaged deflated change")?,
            Content::NotAutomerge => write!(f, "not an Automerge chunk")?,
        }
        match &self.refusal {
            None => write!(f, ": taken"),
            Some(reason) => write!(f, ": REFUSED: {reason}"),
        }
    }
}
