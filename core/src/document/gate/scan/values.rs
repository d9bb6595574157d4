//! The values of operations: a column of types and lengths beside a column of raw bytes.

use super::reader::Reader;
use super::runs::Runs;
use crate::document::gate::error::{Reason, Unsafe};

/// The type of a value, as its low four bits say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ValueType(u64);

impl ValueType {
    pub(super) fn is_integer(self) -> bool {
        matches!(self.0, 3 | 4)
    }

    pub(super) fn is_bytes(self) -> bool {
        self.0 == 7
    }
}

/// Walks values.
pub(super) struct Values<'a> {
    meta: Runs<'a, u64>,
    raw: Reader<'a>,
}

impl<'a> Values<'a> {
    pub(super) fn new(meta: &'a [u8], raw: &'a [u8], parts: [&'static str; 2]) -> Self {
        Self { meta: Runs::new(meta, parts[0], Reader::unsigned), raw: Reader::new(raw, parts[1]) }
    }

    pub(super) fn meta(&self) -> &Runs<'a, u64> {
        &self.meta
    }

    /// Checks the next value against its type, and gives the type.
    pub(super) fn next_value(&mut self, row: u64) -> Result<ValueType, Unsafe> {
        let meta = self.meta.next_value(row)?;
        let kind = ValueType(meta & 0xf);
        let offset = self.raw.position();
        let bytes = self.raw.take(meta >> 4)?;
        let mut value = Reader::new(bytes, "value");
        let fits = match kind.0 {
            0..=2 => bytes.is_empty(),
            3 => value.unsigned().is_ok() && value.is_empty(),
            4 | 8 | 9 => value.signed().is_ok() && value.is_empty(),
            5 => bytes.len() == 8,
            6 => std::str::from_utf8(bytes).is_ok(),
            // Bytes, and types that a newer version may know.
            _ => true,
        };
        if fits {
            Ok(kind)
        } else {
            Err(Unsafe::new(Reason::Value { row }, "column of values", offset))
        }
    }

    /// All raw bytes must belong to a value.
    pub(super) fn finish(&self) -> Result<(), Unsafe> {
        match self.raw.left() {
            0 => Ok(()),
            count => Err(self.raw.fail(Reason::TrailingBytes { count })),
        }
    }
}
