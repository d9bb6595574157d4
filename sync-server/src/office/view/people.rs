//! Areas, their coverage by visits, and the day of each person of the staff.

use chrono::{DateTime, Utc};
use xunlou_core::domain::coverage::Coverage;
use xunlou_core::domain::duty::SlotState;
use xunlou_core::report::texts::{self, time_of_day};
use xunlou_core::report::{BoardArea, BoardDuty, BoardPerson};
use xunlou_core::workspace::AreaCoverage;

use super::{Making, Tone};

/// Colours that a person's initial is shown on.
const HUES: u32 = 6;

/// An area.
pub(in crate::office) struct AreaView {
    /// Its place among the areas, for addresses within the page.
    pub(in crate::office) key: String,
    pub(in crate::office) name: String,
    pub(in crate::office) households: String,
    pub(in crate::office) quotas: Vec<QuotaView>,
    pub(in crate::office) people: Vec<PersonView>,
}

/// How far a quota of visits is met.
pub(in crate::office) struct QuotaView {
    pub(in crate::office) label: String,
    /// `21 / 32`.
    pub(in crate::office) figures: String,
    /// What is still to do, or that it is done.
    pub(in crate::office) remark: String,
    pub(in crate::office) tone: Tone,
    /// Parts of a hundred of the households that count.
    pub(in crate::office) visited: u64,
    pub(in crate::office) target: u64,
}

/// A person's day.
pub(in crate::office) struct PersonView {
    pub(in crate::office) key: String,
    pub(in crate::office) name: String,
    pub(in crate::office) initial: String,
    pub(in crate::office) hue: u32,
    pub(in crate::office) role: String,
    /// When the person's phones last synced.
    pub(in crate::office) synced: String,
    pub(in crate::office) synced_tone: Tone,
    pub(in crate::office) chips: Vec<ChipView>,
}

/// One slot of a duty.
pub(in crate::office) struct ChipView {
    pub(in crate::office) key: String,
    pub(in crate::office) tone: Tone,
    /// Whether somebody else did it.
    pub(in crate::office) others: bool,
    /// What became of it.
    pub(in crate::office) state: String,
    /// 楼宇巡查.
    pub(in crate::office) duty: String,
    /// 上午.
    pub(in crate::office) slot: String,
    /// The unit, or the area where a person has several.
    pub(in crate::office) subject: Option<String>,
    /// `10:31–10:58` once it was begun, else when it should be.
    pub(in crate::office) time: String,
    /// How many items are problems, if any.
    pub(in crate::office) problems: Option<String>,
    /// The excuse, and who did it where that was somebody else.
    pub(in crate::office) remark: Option<String>,
}

impl Making<'_> {
    pub(super) fn area(&self, area: &BoardArea, butlers: &[&BoardPerson]) -> AreaView {
        // A butler of several areas stands in the first of them.
        let here = |person: &&&BoardPerson| person.areas.first() == Some(&area.name);
        AreaView {
            key: format!("area-{}", area.area),
            name: area.name.clone(),
            households: self.words.count("area-households", area.households),
            quotas: area.coverage.iter().map(|quota| self.quota(quota)).collect(),
            people: butlers.iter().filter(here).map(|person| self.person(person)).collect(),
        }
    }

    pub(super) fn person(&self, person: &BoardPerson) -> PersonView {
        let (synced, synced_tone) = self.synced(person);
        let several = person.areas.len() > 1;
        let area = person.areas.first().map(String::as_str);
        let chips = (0..)
            .zip(&person.duties)
            .map(|(place, duty)| {
                // Where nothing but the area is meant, saying it again would be noise.
                let plain = !several && Some(duty.subject.as_str()) == area;
                let plain = plain || duty.subject == self.facts.board.estate;
                let subject = Some(duty.subject.clone()).filter(|name| !plain && !name.is_empty());
                self.chip(format!("{}-{place}", person.person), duty, subject)
            })
            .collect();
        PersonView {
            key: format!("person-{}", person.person),
            name: person.name.clone(),
            initial: person.name.chars().next().map(String::from).unwrap_or_default(),
            hue: person.name.chars().map(u32::from).fold(0, u32::wrapping_add) % HUES,
            role: self.words.of(&texts::role(person.role)),
            synced,
            synced_tone,
            chips,
        }
    }

    fn synced(&self, person: &BoardPerson) -> (String, Tone) {
        let phones = self.facts.phones.iter().filter(|phone| phone.person == person.person);
        match phones.map(|phone| phone.seen).max() {
            None => (self.words.say("person-no-phone"), Tone::Idle),
            Some(seen) => {
                let ago = self.words.ago(seen, self.now);
                let tone = if self.is_stale(seen) { Tone::Warn } else { Tone::Good };
                (self.words.fill("person-synced", &[("ago", ago.into())]), tone)
            }
        }
    }

    fn chip(&self, key: String, duty: &BoardDuty, subject: Option<String>) -> ChipView {
        let words = self.words;
        let key_of_state = texts::slot_state_key(&duty.state);
        let excuse = duty.excuse.as_ref().map(|reason| words.of(reason));
        let by = duty.done_by.as_ref();
        let by = by.map(|name| words.fill("chip-done-by", &[("name", name.as_str().into())]));
        let remark: Vec<String> = [excuse, by].into_iter().flatten().collect();
        ChipView {
            key: format!("chip-{key}"),
            tone: tone_of(&duty.state),
            others: duty.done_by.is_some(),
            state: texts::text(words.0, key_of_state),
            duty: words.of(&duty.label),
            slot: words.of(&duty.slot),
            subject,
            time: self.slot_time(duty),
            problems: (duty.problems > 0).then(|| words.count("chip-problems", duty.problems)),
            remark: (!remark.is_empty()).then(|| remark.join(" · ")),
        }
    }

    /// When it was done; where it was not begun, when it is to be.
    fn slot_time(&self, duty: &BoardDuty) -> String {
        let at = |instant: DateTime<Utc>| time_of_day(&instant, self.zone);
        let round = duty.record.and_then(|record| self.facts.rounds.get(&record));
        match round.map(|round| (round.started, round.finished)) {
            Some((Some(started), Some(finished))) => format!("{}–{}", at(started), at(finished)),
            Some((Some(started), None)) => {
                self.words.fill("chip-since", &[("time", at(started).into())])
            }
            _ => format!("{}–{}", at(duty.times.opens), at(duty.times.closes)),
        }
    }

    fn quota(&self, quota: &AreaCoverage) -> QuotaView {
        let Coverage { eligible, visited, target, remaining, met, .. } = quota.coverage;
        let share = |part: u64| (part * 100).checked_div(eligible).unwrap_or(0).min(100);
        QuotaView {
            label: self.words.of(&quota.label),
            figures: format!("{visited} / {target}"),
            remark: match met {
                true => self.words.say("quota-met"),
                false => self.words.count("quota-remaining", remaining),
            },
            tone: if met { Tone::Good } else { Tone::Busy },
            visited: share(visited),
            target: share(target),
        }
    }
}

/// The tone of what became of a slot.
pub(super) fn tone_of(state: &SlotState) -> Tone {
    match state {
        SlotState::Upcoming => Tone::Idle,
        SlotState::Due => Tone::Due,
        SlotState::Late => Tone::Late,
        SlotState::InProgress { late } => {
            if *late {
                Tone::Warn
            } else {
                Tone::Busy
            }
        }
        SlotState::Done { late, overran, cut_short, .. } => {
            if *late || *overran || *cut_short {
                Tone::Warn
            } else {
                Tone::Good
            }
        }
        SlotState::Missed => Tone::Bad,
        SlotState::Excused { .. } => Tone::Excused,
    }
}
