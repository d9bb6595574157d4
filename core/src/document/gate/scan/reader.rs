//! A cursor over bytes from outside. Every read is checked; nothing is allocated.

use crate::document::gate::error::{Reason, Unsafe};

/// Reads a part of the input from front to back.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    part: &'static str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8], part: &'static str) -> Self {
        Self { bytes, position: 0, part }
    }

    /// From here on, errors name this part.
    pub(super) fn enter(&mut self, part: &'static str) {
        self.part = part;
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.position
    }

    pub(super) fn is_empty(&self) -> bool {
        self.left() == 0
    }

    pub(super) fn fail(&self, reason: Reason) -> Unsafe {
        Unsafe::new(reason, self.part, self.position)
    }

    pub(super) fn over(&self, what: &'static str, limit: u64) -> Unsafe {
        self.fail(Reason::OverLimit { what, limit })
    }

    pub(super) fn byte(&mut self) -> Result<u8, Unsafe> {
        let byte = *self.bytes.get(self.position).ok_or_else(|| self.fail(Reason::Truncated))?;
        self.position += 1;
        Ok(byte)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Unsafe> {
        let array = self.bytes[self.position..]
            .first_chunk::<N>()
            .ok_or_else(|| self.fail(Reason::Truncated))?;
        self.position += N;
        Ok(*array)
    }

    /// The next `count` bytes, where `count` is a claim of the input.
    pub(super) fn take(&mut self, count: u64) -> Result<&'a [u8], Unsafe> {
        let left = self.left();
        let count = usize::try_from(count)
            .ok()
            .filter(|&count| count <= left)
            .ok_or_else(|| self.fail(Reason::LengthBeyondEnd { claimed: count, left }))?;
        let taken = &self.bytes[self.position..self.position + count];
        self.position += count;
        Ok(taken)
    }

    /// An unsigned LEB128 in its shortest form.
    pub(super) fn unsigned(&mut self) -> Result<u64, Unsafe> {
        let start = self.position;
        let mut value = 0_u64;
        for shift in (0..).step_by(7) {
            let byte = self.byte()?;
            let last = byte & 0x80 == 0;
            // The tenth byte holds one bit; a last byte of zero adds nothing.
            if (shift == 63 && byte > 1) || (shift > 0 && byte == 0) {
                return Err(Unsafe::new(Reason::Number, self.part, start));
            }
            value |= u64::from(byte & 0x7f) << shift;
            if last {
                break;
            }
        }
        Ok(value)
    }

    /// A signed LEB128 in its shortest form.
    pub(super) fn signed(&mut self) -> Result<i64, Unsafe> {
        let start = self.position;
        let mut value = 0_i64;
        let mut previous = 0_u8;
        for shift in (0..).step_by(7) {
            let byte = self.byte()?;
            let last = byte & 0x80 == 0;
            let sign = previous & 0x40 != 0;
            let idle = shift > 0 && ((byte == 0 && !sign) || (byte == 0x7f && sign));
            if (shift == 63 && byte != 0 && byte != 0x7f) || idle {
                return Err(Unsafe::new(Reason::Number, self.part, start));
            }
            value |= i64::from(byte & 0x7f) << shift;
            if last {
                if byte & 0x40 != 0 && shift + 7 < 64 {
                    value |= -1 << (shift + 7);
                }
                break;
            }
            previous = byte;
        }
        Ok(value)
    }

    /// An unsigned number that fits 32 bits, as Automerge keeps counters.
    pub(super) fn unsigned_u32(&mut self) -> Result<u32, Unsafe> {
        let start = self.position;
        u32::try_from(self.unsigned()?).map_err(|_| Unsafe::new(Reason::Number, self.part, start))
    }

    /// A length-prefixed text of at most `limit` bytes.
    pub(super) fn text(&mut self, what: &'static str, limit: usize) -> Result<&'a str, Unsafe> {
        let length = self.unsigned()?;
        if length > limit as u64 {
            return Err(self.over(what, limit as u64));
        }
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| self.fail(Reason::NotUtf8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsigned(bytes: &[u8]) -> Result<u64, Reason> {
        Reader::new(bytes, "test").unsigned().map_err(|error| error.reason)
    }

    fn signed(bytes: &[u8]) -> Result<i64, Reason> {
        Reader::new(bytes, "test").signed().map_err(|error| error.reason)
    }

    #[test]
    fn numbers_are_read_in_their_shortest_form_only() {
        assert_eq!(unsigned(&[0]), Ok(0));
        assert_eq!(unsigned(&[0x81, 0x01]), Ok(129));
        let mut most = vec![0xff; 9];
        most.push(1);
        assert_eq!(unsigned(&most), Ok(u64::MAX));
        assert_eq!(unsigned(&[0x81, 0x00]), Err(Reason::Number));
        assert_eq!(unsigned(&[0xff; 12]), Err(Reason::Number));
        assert_eq!(unsigned(&[0x80]), Err(Reason::Truncated));
        assert_eq!(signed(&[0x7f]), Ok(-1));
        assert_eq!(signed(&[0xc0, 0x00]), Ok(64));
        assert_eq!(signed(&[0x80, 0x00]), Err(Reason::Number));
        assert_eq!(signed(&[0xff, 0x7f]), Err(Reason::Number));
    }

    #[test]
    fn every_number_that_is_written_is_read_back() {
        for shift in 0..64 {
            for delta in [-1_i64, 0, 1] {
                let value = (1_i64 << shift).wrapping_add(delta);
                for value in [value, value.wrapping_neg()] {
                    let mut bytes = Vec::new();
                    crate::document::gate::scan::write_signed(&mut bytes, value);
                    assert_eq!(signed(&bytes), Ok(value));
                    let mut bytes = Vec::new();
                    crate::document::gate::scan::write_unsigned(&mut bytes, value as u64);
                    assert_eq!(unsigned(&bytes), Ok(value as u64));
                }
            }
        }
    }
}
