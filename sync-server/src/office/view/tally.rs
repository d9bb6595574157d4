//! The figures at the top: the day's duties in one bar, and a tile for each thing to know.

use xunlou_core::domain::duty::SlotState;
use xunlou_core::report::BoardDuty;

use super::people::tone_of;
use super::{Making, Tone};

/// The day's duties.
pub(in crate::office) struct Progress {
    pub(in crate::office) done: usize,
    /// `/ 26`, with its word.
    pub(in crate::office) of_all: String,
    /// Parts of the bar, in the order of tones; each has at least one slot.
    pub(in crate::office) parts: Vec<Part>,
}

/// One part of the bar.
pub(in crate::office) struct Part {
    pub(in crate::office) tone: Tone,
    pub(in crate::office) label: String,
    pub(in crate::office) count: usize,
    /// Where it begins and how long it is, in percent.
    pub(in crate::office) from: String,
    pub(in crate::office) length: String,
}

/// A figure.
pub(in crate::office) struct Tile {
    /// Its sign in the sprite.
    pub(in crate::office) sign: &'static str,
    pub(in crate::office) label: String,
    pub(in crate::office) count: usize,
    pub(in crate::office) tone: Tone,
    /// The part of the page with more about it.
    pub(in crate::office) anchor: Option<&'static str>,
}

/// The order of the bar: what is settled first, then what is to come.
const ORDER: [Tone; 8] = [
    Tone::Good,
    Tone::Warn,
    Tone::Busy,
    Tone::Due,
    Tone::Late,
    Tone::Idle,
    Tone::Excused,
    Tone::Bad,
];

impl Making<'_> {
    fn duties(&self) -> impl Iterator<Item = &BoardDuty> {
        self.facts.board.people.iter().flat_map(|person| &person.duties)
    }

    pub(super) fn progress(&self) -> Progress {
        let all = self.duties().count();
        let mut before = 0;
        let percent = |part: usize| format!("{:.3}", part as f64 * 100.0 / all.max(1) as f64);
        let parts = ORDER
            .into_iter()
            .filter_map(|tone| {
                let count = self.duties().filter(|duty| tone_of(&duty.state) == tone).count();
                let from = percent(before);
                before += count;
                let label = self.tone_label(tone);
                (count > 0).then(|| Part { tone, label, count, from, length: percent(count) })
            })
            .collect();
        Progress {
            done: self.count(|state| matches!(state, SlotState::Done { .. })),
            of_all: self.words.count("progress-of", all as u64),
            parts,
        }
    }

    fn tone_label(&self, tone: Tone) -> String {
        match tone {
            Tone::Good => self.words.say("part-good"),
            Tone::Warn => self.words.say("part-warn"),
            Tone::Busy => self.words.say("part-busy"),
            Tone::Due => self.words.say("part-due"),
            Tone::Idle => self.words.say("part-idle"),
            Tone::Excused => self.words.say("part-excused"),
            Tone::Late => self.words.say("part-late"),
            Tone::Bad => self.words.say("part-bad"),
        }
    }

    fn count(&self, counts: impl Fn(&SlotState) -> bool) -> usize {
        self.duties().filter(|duty| counts(&duty.state)).count()
    }

    pub(super) fn tiles(&self, is_today: bool) -> Vec<Tile> {
        let words = self.words;
        let tile = |sign, label, count, tone, anchor| {
            let tone = if count == 0 { Tone::Idle } else { tone };
            Tile { sign, label, count, tone, anchor }
        };
        let done = self.count(|state| matches!(state, SlotState::Done { .. }));
        let late = self.count(|state| matches!(tone_of(state), Tone::Warn | Tone::Late));
        let missed = self.count(|state| *state == SlotState::Missed);
        let excused = self.count(|state| tone_of(state) == Tone::Excused);
        let mut tiles = vec![
            tile("good", words.say("tile-done"), done, Tone::Good, None),
            tile("warn", words.say("tile-late"), late, Tone::Warn, None),
            tile("bad", words.say("tile-missed"), missed, Tone::Bad, None),
            tile("excused", words.say("tile-excused"), excused, Tone::Excused, None),
        ];
        if is_today {
            let board = &self.facts.board;
            let overdue = board.cases.iter().filter(|case| case.overdue).count();
            let stale = self.facts.phones.iter().filter(|phone| self.is_stale(phone.seen)).count();
            let conflicts = self.facts.conflicts.len();
            let (cases, sync) = (board.cases.len(), words.say("tile-unsynced"));
            tiles.extend([
                tile("case", words.say("tile-cases"), cases, Tone::Busy, Some("cases")),
                tile("clock", words.say("tile-overdue"), overdue, Tone::Bad, Some("cases")),
                tile("fork", words.say("tile-conflicts"), conflicts, Tone::Bad, Some("conflicts")),
                tile("phone", sync, stale, Tone::Warn, Some("phones")),
            ]);
        }
        tiles
    }
}
