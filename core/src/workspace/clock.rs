//! What the device's clock is worth: how far it was off at the last sync, whether that still holds,
//! and what it was by which something unsent was timed. Lateness is judged by when work was done, so
//! times of a clock that was off are corrected as soon as that is known.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Workspace, lock};
use crate::document::{
    CaseDocument, Edit, FieldValue, Flat, HouseholdDocument, RecordDocument, WorklogDocument, keys,
};
use crate::domain::DocumentKind;
use crate::domain::duty::day_of;
use crate::error::Result;
use crate::ids::{ActorId, DocumentId};
use crate::store::{Store, WriteTx};
use crate::sync::SyncOptions;

/// Where the database keeps it.
const KEY: &str = "server_clock";

/// What the last sync taught of the server's clock.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct ServerClock {
    /// What had to be added to the device's clock to get the server's.
    offset_ms: i64,
    /// The server's clock then: it was never earlier since.
    seen_ms: i64,
}

impl ServerClock {
    pub(super) fn load(store: &Store) -> Result<Self> {
        Ok(store.value(KEY)?.unwrap_or_default())
    }

    /// What must be added now. Somebody may have put the clock right since the last sync: then what
    /// the clock says, or what it says corrected, lies before a time that has passed already, or
    /// both are possible and the earlier one is it.
    fn offset_at(&self, wall_ms: i64, limit_ms: i64) -> i64 {
        if self.offset_ms.saturating_abs() <= limit_ms {
            return self.offset_ms;
        }
        let corrected = wall_ms.saturating_add(self.offset_ms);
        let passed = |at_ms: i64| at_ms.saturating_add(limit_ms) < self.seen_ms;
        let put_right = !passed(wall_ms) && (passed(corrected) || wall_ms < corrected);
        if put_right { 0 } else { self.offset_ms }
    }
}

/// When something unsent can have been timed: since the last sync, and not in the future.
#[derive(Clone, Copy)]
struct Window {
    first_ms: i64,
    last_ms: i64,
}

impl Window {
    /// By which of these offsets something was timed at `raw_ms`: the first that is possible. `known`,
    /// which it was timed by as far as was known, where none is: it is older than the last sync.
    fn offset_of(self, raw_ms: i64, offsets: &[i64], known: i64) -> i64 {
        let possible = |offset: &&i64| {
            (self.first_ms..=self.last_ms).contains(&raw_ms.saturating_add(**offset))
        };
        offsets.iter().find(possible).copied().unwrap_or(known)
    }
}

impl Workspace {
    /// From how many milliseconds on the clock counts as off.
    pub(super) fn clock_limit_ms(&self) -> i64 {
        match self.pack() {
            Ok(pack) => i64::from(pack.device.max_clock_skew_seconds) * 1000,
            Err(_) => SyncOptions::default().clock_limit_ms,
        }
    }

    /// What must be added to the device's clock now to get the server's, in milliseconds.
    pub(super) fn clock_offset_ms(&self) -> i64 {
        let known = *lock(&self.server_clock);
        known.offset_at(self.now().timestamp_millis(), self.clock_limit_ms())
    }

    /// The time by the server's clock, as far as it is known.
    pub fn true_now(&self) -> DateTime<Utc> {
        shifted(self.now(), self.clock_offset_ms()).to_utc()
    }

    /// The time to note with what is done now: the device's, corrected if that is known to be off.
    pub(super) fn fact_time(&self) -> DateTime<FixedOffset> {
        shifted(self.now(), -self.known_skew() * 1000)
    }

    /// Device clock minus server clock in seconds, where that is known to be off.
    pub(super) fn known_skew(&self) -> i64 {
        let offset_ms = self.clock_offset_ms();
        if offset_ms.saturating_abs() > self.clock_limit_ms() { -offset_ms / 1000 } else { 0 }
    }

    /// The time by the clock that a record was begun with.
    pub(super) fn time_in(&self, record: &RecordDocument) -> DateTime<FixedOffset> {
        shifted(self.now(), record.skew.saturating_sub(self.known_skew()).saturating_mul(1000))
    }

    /// Notes how far the device's clock is off, and corrects what was timed by it and is not sent.
    pub(super) fn note_clock(
        &self,
        tx: &mut WriteTx<'_>,
        offset_ms: i64,
        limit_ms: i64,
    ) -> Result<()> {
        let wall_ms = self.now().timestamp_millis();
        let known = ServerClock { offset_ms, seen_ms: wall_ms.saturating_add(offset_ms) };
        tx.set_value(KEY, &known)?;
        let off = offset_ms.saturating_abs() > limit_ms;
        // Once it is known to be off, what is noted is noted with the true time: see `fact_time`.
        let before = std::mem::replace(&mut *lock(&self.server_clock), known);
        let news = off && before.offset_ms.saturating_abs() <= limit_ms;
        let correction = Correction {
            workspace: self,
            offsets: if off { vec![offset_ms, 0] } else { vec![0] },
            window: Window {
                first_ms: before.seen_ms.saturating_sub(limit_ms),
                last_ms: known.seen_ms.saturating_add(limit_ms),
            },
        };
        for record in tx.unsent_of(DocumentKind::Record)? {
            let marked = self.store().record(record)?.is_some_and(|row| row.skew != 0);
            if off || marked {
                correction.record(tx, record)?;
            }
        }
        if news {
            for kind in [DocumentKind::Case, DocumentKind::Worklog, DocumentKind::Household] {
                for document in tx.unsent_of(kind)? {
                    correction.times(tx, kind, document)?;
                }
            }
        }
        Ok(())
    }
}

/// Corrects the times of unsent documents.
struct Correction<'a> {
    workspace: &'a Workspace,
    offsets: Vec<i64>,
    window: Window,
}

impl Correction<'_> {
    /// A record keeps the time of the clock that it was begun with, and how far that was off.
    fn record(&self, tx: &mut WriteTx<'_>, record: DocumentId) -> Result<()> {
        let doc = tx.document(record)?;
        let begun_here = self.own(doc.first_actor())?;
        let Ok(mut read) = RecordDocument::read(doc) else { return Ok(()) };
        let (Some(start), true) = (read.start, begun_here) else { return Ok(()) };
        let known = read.skew.saturating_mul(-1000);
        let mut offsets = if known == 0 { vec![] } else { vec![known] };
        offsets.extend(&self.offsets);
        let skew = -self.window.offset_of(start.timestamp_millis(), &offsets, known) / 1000;
        if skew == read.skew {
            return Ok(());
        }
        let Ok(pack) = self.workspace.pack_version(read.pack_version) else { return Ok(()) };
        read.skew = skew;
        let day = read.started_utc().map_or(read.day, |at| day_of(&at, pack.time_zone));
        let edits = [Edit::put(keys::SKEW, skew), Edit::put(keys::DAY, day.to_string())];
        tx.edit(record, &edits, self.workspace.now_ms()).map(drop)
    }

    /// Other documents keep the true time, as far as it was known when it was noted.
    fn times(&self, tx: &mut WriteTx<'_>, kind: DocumentKind, document: DocumentId) -> Result<()> {
        let doc = tx.document(document)?;
        let edits = match kind {
            DocumentKind::Case => self.case(doc),
            DocumentKind::Worklog => self.worklog(doc),
            DocumentKind::Household => self.household(doc),
            _ => Vec::new(),
        };
        let mut own = Vec::with_capacity(edits.len());
        for edit in edits {
            let actor = tx.document(document)?.all(&edit.key).pop().and_then(|(_, actor, _)| actor);
            if self.own(actor)? {
                own.push(edit);
            }
        }
        tx.edit(document, &own, self.workspace.now_ms()).map(drop)
    }

    fn case(&self, doc: &Flat) -> Vec<Edit> {
        let Ok(read) = CaseDocument::read(doc) else { return Vec::new() };
        let reported = self.corrected(read.reported).map(|at| CaseDocument::reported(&at));
        let facts = read.facts.into_iter().filter_map(|(id, mut fact)| {
            fact.at = self.corrected(fact.at)?;
            CaseDocument::fact(id, &fact).ok()
        });
        reported.into_iter().chain(facts).collect()
    }

    fn worklog(&self, doc: &Flat) -> Vec<Edit> {
        let Ok(read) = WorklogDocument::read(doc) else { return Vec::new() };
        let mut day = None;
        let mut edits = Vec::new();
        for (id, mut entry) in read.entries {
            if let Some(at) = self.corrected(entry.at) {
                entry.at = at;
                edits.push(entry.edit(&id));
                let pack = self.workspace.pack().ok();
                day = pack.map(|pack| day_of(&at, pack.time_zone)).or(day);
            }
        }
        edits.extend(day.map(|day| Edit::put(keys::DAY, day.to_string())));
        edits
    }

    fn household(&self, doc: &Flat) -> Vec<Edit> {
        let Ok(read) = HouseholdDocument::read(doc) else { return Vec::new() };
        let fields = read.fields.into_iter();
        fields
            .filter_map(|(key, value)| {
                let at = self.corrected(value.at)?;
                Some(FieldValue { at, ..value }.edit(&key))
            })
            .collect()
    }

    /// The true time, where that is another one.
    fn corrected(&self, at: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        let offset = self.window.offset_of(at.timestamp_millis(), &self.offsets, 0);
        (offset != 0).then(|| shifted(at, offset))
    }

    /// Whether an actor is one of this device's.
    fn own(&self, actor: Option<ActorId>) -> Result<bool> {
        let Some(actor) = actor else { return Ok(false) };
        let identity = self.workspace.store().identity(actor)?;
        Ok(identity.is_some_and(|row| self.workspace.me().is_own(row.device)))
    }
}

fn shifted(at: DateTime<FixedOffset>, by_ms: i64) -> DateTime<FixedOffset> {
    TimeDelta::try_milliseconds(by_ms).and_then(|by| at.checked_add_signed(by)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: i64 = 31_536_000_000;
    const LIMIT: i64 = 300_000;
    const NOW: i64 = 56 * YEAR;

    #[test]
    fn a_clock_that_was_put_right_after_the_last_sync_is_believed_again() {
        let table = [
            // offset, device clock now, offset that holds
            ("right", 0, NOW, 0),
            ("a little off", 4_000, NOW, 4_000),
            ("ahead, and still is", -10 * YEAR, NOW + 10 * YEAR + 60_000, -10 * YEAR),
            ("ahead, and put right", -10 * YEAR, NOW + 60_000, 0),
            ("behind, and still is", 10 * YEAR, NOW - 10 * YEAR + 60_000, 10 * YEAR),
            ("behind, and put right", 10 * YEAR, NOW + 60_000, 0),
        ];
        for (case, offset_ms, wall_ms, expected) in table {
            let clock = ServerClock { offset_ms, seen_ms: NOW };
            assert_eq!(clock.offset_at(wall_ms, LIMIT), expected, "{case}");
        }
    }

    #[test]
    fn what_can_only_have_been_timed_before_the_clock_went_wrong_keeps_its_time() {
        let minute = 60_000;
        let window = Window { first_ms: NOW - 180 * minute, last_ms: NOW };
        let table = [
            // raw time, offset learnt, offset by which it was timed
            ("ten years ahead", NOW + 10 * YEAR - minute, -10 * YEAR, -10 * YEAR),
            ("before it ran ahead", NOW - minute, -10 * YEAR, 0),
            ("ten years behind", NOW - 10 * YEAR - minute, 10 * YEAR, 10 * YEAR),
            ("before it fell behind", NOW - minute, 10 * YEAR, 0),
            ("twenty minutes ahead", NOW - 60 * minute, -20 * minute, -20 * minute),
            ("twenty minutes behind", NOW - 60 * minute, 20 * minute, 20 * minute),
            ("just before it fell behind", NOW - 10 * minute, 20 * minute, 0),
            ("before the last sync", NOW - 300 * minute, -20 * minute, 0),
        ];
        for (case, raw_ms, offset_ms, expected) in table {
            assert_eq!(window.offset_of(raw_ms, &[offset_ms, 0], 0), expected, "{case}");
        }
    }
}
