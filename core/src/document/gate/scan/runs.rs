//! Walking run-length encoded columns without writing their rows out. A run claims how often a
//! value repeats; here a claim is a number to be added up, never a size to allocate.

use super::reader::Reader;
use crate::document::gate::error::{Reason, Unsafe};

/// How one value of a column is read.
pub(super) type Decode<'a, T> = fn(&mut Reader<'a>) -> Result<T, Unsafe>;

/// A run-length encoded column: runs of one value, of distinct values, of nulls.
#[derive(Clone)]
pub(super) struct Runs<'a, T> {
    reader: Reader<'a>,
    decode: Decode<'a, T>,
    /// Rows left of the current run, and its value; a literal run reads each value anew.
    left: u64,
    value: Option<T>,
    literal: bool,
    /// The kind and value before, which an encoder would have merged with an equal one.
    before: Before<T>,
}

#[derive(Clone, Copy, PartialEq)]
enum Before<T> {
    Start,
    Null,
    Value { value: T, literal: bool },
}

impl<'a, T: Copy + PartialEq> Runs<'a, T> {
    pub(super) fn new(bytes: &'a [u8], part: &'static str, decode: Decode<'a, T>) -> Self {
        Self {
            reader: Reader::new(bytes, part),
            decode,
            left: 0,
            value: None,
            literal: false,
            before: Before::Start,
        }
    }

    /// An absent column reads as nulls.
    pub(super) fn is_absent(&self) -> bool {
        self.reader.position() == 0 && self.reader.is_empty()
    }

    pub(super) fn fail(&self, reason: Reason) -> Unsafe {
        self.reader.fail(reason)
    }

    /// How many rows there are, at most `limit`; each run is shown to `seen` with its length.
    pub(super) fn measure(
        &self,
        what: &'static str,
        limit: u64,
        mut seen: impl FnMut(u64, Option<T>),
    ) -> Result<u64, Unsafe> {
        let mut runs = self.clone();
        let mut rows = 0_u64;
        while let Some((count, value)) = runs.next_run()? {
            rows = rows.saturating_add(count);
            if rows > limit {
                return Err(runs.reader.over(what, limit));
            }
            seen(count, value);
        }
        Ok(rows)
    }

    /// The next row; past the end, and in an absent column, null.
    pub(super) fn next_row(&mut self) -> Result<Option<T>, Unsafe> {
        if self.left == 0 || self.literal {
            match self.next_run()? {
                Some((count, value)) => {
                    self.value = value;
                    if !self.literal {
                        self.left = count;
                    }
                }
                None => return Ok(None),
            }
        }
        if !self.literal {
            self.left -= 1;
        }
        Ok(self.value)
    }

    /// The next row, which must not be null.
    pub(super) fn next_value(&mut self, row: u64) -> Result<T, Unsafe> {
        self.next_row()?.ok_or_else(|| self.reader.fail(Reason::Null { row }))
    }

    /// The next run and its length; each value of a literal run is a run of one.
    fn next_run(&mut self) -> Result<Option<(u64, Option<T>)>, Unsafe> {
        if !(self.literal && self.left > 0) {
            if self.reader.is_empty() {
                self.literal = false;
                return Ok(None);
            }
            let count = self.reader.signed()?;
            self.literal = count < 0;
            if count == 0 {
                let nulls = self.reader.unsigned()?;
                if nulls == 0 || self.before == Before::Null {
                    return Err(self.not_canonical("runs of nulls that are empty or not merged"));
                }
                self.before = Before::Null;
                return Ok(Some((nulls, None)));
            }
            if count > 0 {
                let value = (self.decode)(&mut self.reader)?;
                if count == 1 || self.repeats(value) {
                    return Err(self.not_canonical("runs of one value that are not merged"));
                }
                self.before = Before::Value { value, literal: false };
                return Ok(Some((count.unsigned_abs(), Some(value))));
            }
            if matches!(self.before, Before::Value { literal: true, .. }) {
                return Err(self.not_canonical("literal runs that are not merged"));
            }
            self.left = count.unsigned_abs();
        }
        let value = (self.decode)(&mut self.reader)?;
        if self.repeats(value) {
            return Err(self.not_canonical("equal values in a literal run"));
        }
        self.before = Before::Value { value, literal: true };
        self.left -= 1;
        Ok(Some((1, Some(value))))
    }

    fn repeats(&self, value: T) -> bool {
        matches!(self.before, Before::Value { value: before, .. } if before == value)
    }

    fn not_canonical(&self, what: &'static str) -> Unsafe {
        self.reader.fail(Reason::NotCanonical(what))
    }
}

/// A column of differences; a row is the sum so far.
#[derive(Clone)]
pub(super) struct Deltas<'a> {
    runs: Runs<'a, i64>,
    sum: i64,
}

impl<'a> Deltas<'a> {
    pub(super) fn new(bytes: &'a [u8], part: &'static str) -> Self {
        Self { runs: Runs::new(bytes, part, Reader::signed), sum: 0 }
    }

    pub(super) fn runs(&self) -> &Runs<'a, i64> {
        &self.runs
    }

    /// The next row, any 64-bit number.
    pub(super) fn next_i64(&mut self) -> Result<Option<i64>, Unsafe> {
        let Some(delta) = self.runs.next_row()? else { return Ok(None) };
        self.sum = self.sum.checked_add(delta).ok_or_else(|| self.runs.fail(Reason::Number))?;
        Ok(Some(self.sum))
    }

    /// The next row, as Automerge keeps counters and indexes.
    pub(super) fn next_u32(&mut self) -> Result<Option<u32>, Unsafe> {
        let Some(value) = self.next_i64()? else { return Ok(None) };
        u32::try_from(value).map(Some).map_err(|_| self.runs.fail(Reason::Number))
    }

    /// The next row, which must not be null.
    pub(super) fn next_value(&mut self, row: u64) -> Result<u32, Unsafe> {
        self.next_u32()?.ok_or_else(|| self.runs.fail(Reason::Null { row }))
    }
}

/// A column of booleans: lengths of runs, the first of `false`.
#[derive(Clone)]
pub(super) struct Booleans<'a> {
    reader: Reader<'a>,
    left: u64,
    value: bool,
    first: bool,
}

impl<'a> Booleans<'a> {
    pub(super) fn new(bytes: &'a [u8], part: &'static str) -> Self {
        Self { reader: Reader::new(bytes, part), left: 0, value: true, first: true }
    }

    pub(super) fn is_absent(&self) -> bool {
        self.reader.position() == 0 && self.reader.is_empty()
    }

    pub(super) fn fail(&self, reason: Reason) -> Unsafe {
        self.reader.fail(reason)
    }

    /// How many rows there are, at most `limit`.
    pub(super) fn measure(&self, what: &'static str, limit: u64) -> Result<u64, Unsafe> {
        let mut runs = self.clone();
        let mut rows = 0_u64;
        while runs.next_run()? {
            rows = rows.saturating_add(runs.left);
            if rows > limit {
                return Err(runs.reader.over(what, limit));
            }
        }
        Ok(rows)
    }

    /// The next row; past the end, and in an absent column, `false`.
    pub(super) fn next_row(&mut self) -> Result<bool, Unsafe> {
        while self.left == 0 {
            if !self.next_run()? {
                return Ok(false);
            }
        }
        self.left -= 1;
        Ok(self.value)
    }

    fn next_run(&mut self) -> Result<bool, Unsafe> {
        if self.reader.is_empty() {
            return Ok(false);
        }
        self.left = self.reader.unsigned()?;
        self.value = !self.value;
        if self.left == 0 && !self.first {
            return Err(self.reader.fail(Reason::NotCanonical("an empty run of booleans")));
        }
        self.first = false;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Result<Vec<Option<u64>>, Reason> {
        let runs = Runs::new(bytes, "test", Reader::unsigned);
        let count = runs.measure("rows", 100, |_, _| {}).map_err(|error| error.reason)?;
        let mut cursor = runs;
        (0..count).map(|_| cursor.next_row().map_err(|error| error.reason)).collect()
    }

    #[test]
    fn runs_read_as_they_were_written() {
        // Three sevens, two nulls, then one and two.
        assert_eq!(
            rows(&[3, 7, 0, 2, 0x7e, 1, 2]),
            Ok(vec![Some(7), Some(7), Some(7), None, None, Some(1), Some(2)])
        );
        assert_eq!(rows(&[]), Ok(vec![]));
    }

    #[test]
    fn a_run_of_billions_is_refused_without_being_written_out() {
        let bytes = [0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 7];
        assert_eq!(rows(&bytes), Err(Reason::OverLimit { what: "rows", limit: 100 }));
        // The least signed number there is, as a literal run.
        let bytes = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f];
        assert_eq!(rows(&bytes), Err(Reason::Truncated));
    }

    #[test]
    fn what_an_encoder_would_have_merged_is_refused() {
        for bytes in [
            &[1, 7][..],
            &[2, 7, 2, 7],
            &[0, 1, 0, 1],
            &[0, 0],
            &[0x7e, 7, 7],
            &[2, 7, 0x7f, 7],
            &[0x7f, 7, 0x7f, 8],
        ] {
            assert!(matches!(rows(bytes), Err(Reason::NotCanonical(_))), "{bytes:?}");
        }
    }

    #[test]
    fn booleans_start_with_false() {
        let mut cursor = Booleans::new(&[0, 2, 1], "test");
        assert_eq!(cursor.measure("rows", 10).unwrap(), 3);
        let read: Vec<_> = (0..4).map(|_| cursor.next_row().unwrap()).collect();
        assert_eq!(read, [true, true, false, false]);
        assert!(Booleans::new(&[1, 0, 1], "test").measure("rows", 10).is_err());
    }
}
