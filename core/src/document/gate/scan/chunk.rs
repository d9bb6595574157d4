//! The frame around a change or a document: magic bytes, checksum, type, length.

use sha2::{Digest, Sha256};

use super::columns::inflate;
use super::reader::Reader;
use crate::document::gate::error::{Reason, Unsafe};
use crate::document::gate::limits::Limits;
use crate::ids::ChangeHash;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const DEFLATED_CHANGE: u8 = 2;

/// What a chunk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChunkKind {
    /// A whole document: all its changes, in columns.
    Document,
    /// One change.
    Change,
    /// One change, deflated.
    DeflatedChange,
}

/// A chunk as it lies in the input. Its checksum is not yet compared.
#[derive(Clone, Copy, Debug)]
pub(in crate::document::gate) struct Chunk<'a> {
    pub(in crate::document::gate) kind: ChunkKind,
    /// All of it.
    pub(in crate::document::gate) bytes: &'a [u8],
    pub(super) body: &'a [u8],
    checksum: [u8; 4],
}

impl<'a> Chunk<'a> {
    /// The chunk at the front of `bytes`, and what follows it.
    pub(in crate::document::gate) fn split(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), Unsafe> {
        let mut reader = Reader::new(bytes, "chunk header");
        if !bytes.starts_with(&MAGIC) {
            return Err(reader.fail(Reason::NotAutomerge));
        }
        reader.array::<4>()?;
        let checksum = reader.array()?;
        let found = reader.byte()?;
        let kind = match found {
            DOCUMENT => ChunkKind::Document,
            CHANGE => ChunkKind::Change,
            DEFLATED_CHANGE => ChunkKind::DeflatedChange,
            _ => {
                let expected = "0 (document), 1 (change) or 2 (deflated change)";
                return Err(reader.fail(Reason::ChunkType { found, expected }));
            }
        };
        let length = reader.unsigned()?;
        let body = reader.take(length)?;
        let (bytes, rest) = bytes.split_at(reader.position());
        Ok((Self { kind, bytes, body, checksum }, rest))
    }

    #[cfg(test)]
    pub(in crate::document::gate) fn body(&self) -> &'a [u8] {
        self.body
    }

    /// The one chunk that `bytes` consist of.
    pub(super) fn only(bytes: &'a [u8]) -> Result<Self, Unsafe> {
        let (chunk, rest) = Self::split(bytes)?;
        match rest.len() {
            0 => Ok(chunk),
            count => {
                let reason = Reason::TrailingBytes { count };
                Err(Unsafe::new(reason, "end of the chunk", chunk.bytes.len()))
            }
        }
    }

    /// Compares the checksum of a document.
    pub(super) fn check_document(&self) -> Result<(), Unsafe> {
        self.check(hash(DOCUMENT, self.body)).map(|_| ())
    }

    /// Inflates a change within the limits and compares its checksum: its hash and its
    /// uncompressed chunk, which is the one form in which a change is stored.
    pub(super) fn plain_change(&self, limits: &Limits) -> Result<(ChangeHash, Vec<u8>), Unsafe> {
        let over = |what, limit: usize| {
            let reason = Reason::OverLimit { what, limit: limit as u64 };
            Unsafe::new(reason, "chunk", 0)
        };
        if self.bytes.len() > limits.change_bytes {
            return Err(over("bytes in a change", limits.change_bytes));
        }
        let inflated = match self.kind {
            ChunkKind::Change => None,
            ChunkKind::DeflatedChange => Some(
                inflate(self.body, limits.inflated_bytes)
                    .map_err(|reason| Unsafe::new(reason, "deflated change", 0))?,
            ),
            ChunkKind::Document => {
                let reason = Reason::ChunkType { found: DOCUMENT, expected: "a change" };
                return Err(Unsafe::new(reason, "chunk header", 8));
            }
        };
        let body = inflated.as_deref().unwrap_or(self.body);
        if body.len() > limits.inflated_bytes {
            return Err(over("bytes in an inflated change", limits.inflated_bytes));
        }
        let hash = self.check(hash(CHANGE, body))?;
        Ok((hash, plain(CHANGE, hash, body)))
    }

    fn check(&self, hash: ChangeHash) -> Result<ChangeHash, Unsafe> {
        if hash.0.starts_with(&self.checksum) {
            Ok(hash)
        } else {
            Err(Unsafe::new(Reason::Checksum, "chunk header", 4))
        }
    }
}

/// By which hash bytes are named to whoever sent them: the change's, or where they are none that
/// can be read, that of the bytes.
pub fn address(bytes: &[u8], limits: &Limits) -> ChangeHash {
    Chunk::only(bytes)
        .and_then(|chunk| chunk.plain_change(limits))
        .map_or_else(|_| ChangeHash(Sha256::digest(bytes).into()), |(hash, _)| hash)
}

fn hash(kind: u8, body: &[u8]) -> ChangeHash {
    let mut header = vec![kind];
    write_unsigned(&mut header, body.len() as u64);
    ChangeHash(Sha256::new().chain_update(header).chain_update(body).finalize().into())
}

fn plain(kind: u8, hash: ChangeHash, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() + 20);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&hash.0[..4]);
    bytes.push(kind);
    write_unsigned(&mut bytes, body.len() as u64);
    bytes.extend_from_slice(body);
    bytes
}

/// Frames a body as a chunk with a right checksum.
#[cfg(test)]
pub(in crate::document::gate) fn frame(kind: u8, body: &[u8]) -> Vec<u8> {
    plain(kind, hash(kind, body), body)
}

/// Writes an unsigned LEB128.
pub(in crate::document::gate) fn write_unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Writes a signed LEB128.
#[cfg(test)]
pub(in crate::document::gate) fn write_signed(out: &mut Vec<u8>, mut value: i64) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if (value == 0 && byte & 0x40 == 0) || (value == -1 && byte & 0x40 != 0) {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}
