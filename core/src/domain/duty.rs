//! When a duty's slots fall due, and what became of each: late, missed, excused. Derived from the
//! facts of the records and the clock; nothing of it is stored. Lateness goes by when work was
//! done, never by when its record arrived.

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone,
    Utc,
};
use chrono_tz::Tz;

use crate::rulepack::{Duty, Recurrence, Slot};

/// A slot on one day, as instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotTimes {
    /// When the block opens.
    pub opens: DateTime<Utc>,
    /// When it should start, if it should start at a time.
    pub starts: Option<DateTime<Utc>>,
    /// From when starting is early but still in the block: `opens` less the tolerance.
    pub earliest: DateTime<Utc>,
    /// From when it is due.
    pub on_time_from: DateTime<Utc>,
    /// The last instant at which starting is on time.
    pub on_time_until: DateTime<Utc>,
    /// When the block closes.
    pub closes: DateTime<Utc>,
    /// `closes` less the tolerance: the earliest end of a slot that ends on time (P14).
    pub full_from: DateTime<Utc>,
    /// `closes` and the tolerance: not started by then is missed.
    pub missed_after: DateTime<Utc>,
}

impl SlotTimes {
    /// The times of a slot on `day`, with the duty's tolerance, in the estate's time zone.
    ///
    /// With `starts`, it is on time that many minutes either side of it (P14 上下相差不超过15分钟);
    /// without, at any time of the block.
    pub fn new(slot: &Slot, tolerance_minutes: u32, day: NaiveDate, zone: Tz) -> Self {
        let tolerance = TimeDelta::minutes(i64::from(tolerance_minutes));
        let at = |time| local_instant(day.and_time(time), zone);
        let (opens, closes) = (at(slot.opens), at(slot.closes));
        let starts = slot.starts.map(at);
        Self {
            opens,
            starts,
            earliest: minus(opens, tolerance),
            on_time_from: minus(starts.unwrap_or(opens), tolerance),
            on_time_until: plus(starts.unwrap_or(closes), tolerance),
            closes,
            full_from: minus(closes, tolerance),
            missed_after: plus(closes, tolerance),
        }
    }
}

/// What a record says of a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundFact {
    /// The day of the slot, in the estate's time zone.
    pub day: NaiveDate,
    /// The duty's id.
    pub duty: String,
    /// The slot's id.
    pub slot: String,
    /// When the work began.
    pub started: Option<DateTime<Utc>>,
    /// When it was finished.
    pub finished: Option<DateTime<Utc>>,
    /// Why it is missed, late or cut short, if somebody said so (P14 特殊情况).
    pub excuse: Option<String>,
}

/// What became of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// Not due yet.
    Upcoming,
    /// To be started now.
    Due,
    /// To be started at once: the time has passed, the block is still open.
    Late,
    /// Started, not finished.
    InProgress {
        /// Whether it was started late.
        late: bool,
    },
    /// Finished.
    Done {
        /// Whether it was started before the block and its tolerance.
        early: bool,
        /// Whether it was started late.
        late: bool,
        /// Whether it ended too late, where the end matters.
        overran: bool,
        /// Whether it ended too early, where the end matters.
        cut_short: bool,
        /// The excuse that covers it, if there is one.
        excuse: Option<String>,
    },
    /// Nothing was done, and the block is over.
    Missed,
    /// Nothing was done, and somebody said why.
    Excused {
        /// Why.
        reason: String,
    },
}

/// What became of a slot, by the facts that belong to it: see [`facts_of`].
///
/// Of several rounds one counts: a finished one before an unfinished, one on time before another,
/// then the earliest. An excuse covers what was not done; done work stays visible with it.
pub fn slot_state<'a>(
    times: &SlotTimes,
    ends_on_time: bool,
    facts: impl IntoIterator<Item = &'a RoundFact>,
    now: DateTime<Utc>,
) -> SlotState {
    let facts: Vec<_> = facts.into_iter().collect();
    let excuse = facts.iter().filter_map(|fact| fact.excuse.as_deref()).min();
    let round =
        facts.iter().filter_map(|fact| Round::of(fact)).min_by_key(|round| round.rank(times));
    match (round, excuse) {
        (Some(Round { started, finished: Some(finished) }), excuse) => SlotState::Done {
            early: started < times.earliest,
            late: started > times.on_time_until,
            overran: ends_on_time && finished > times.missed_after,
            cut_short: ends_on_time && finished < times.full_from,
            excuse: excuse.map(str::to_owned),
        },
        (Some(round), _) => SlotState::InProgress { late: round.started > times.on_time_until },
        (None, Some(reason)) => SlotState::Excused { reason: reason.to_owned() },
        (None, None) if now < times.on_time_from => SlotState::Upcoming,
        (None, None) if now <= times.on_time_until => SlotState::Due,
        (None, None) if now <= times.missed_after => SlotState::Late,
        (None, None) => SlotState::Missed,
    }
}

/// The facts of one slot on one day.
pub fn facts_of<'a>(
    facts: &'a [RoundFact],
    day: NaiveDate,
    duty: &'a str,
    slot: &'a str,
) -> impl Iterator<Item = &'a RoundFact> {
    facts.iter().filter(move |fact| fact.day == day && fact.duty == duty && fact.slot == slot)
}

/// Whether a duty recurs on `day`.
pub fn due_on(duty: &Duty, day: NaiveDate) -> bool {
    match &duty.recurrence {
        Recurrence::Daily => true,
        Recurrence::Weekly(days) => days.contains(&day.weekday()),
    }
}

/// The day of an instant in a time zone.
pub fn day_of<Z: TimeZone>(instant: &DateTime<Z>, zone: Tz) -> NaiveDate {
    let utc = instant.naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc).fix();
    utc.checked_add_offset(offset).unwrap_or(utc).date()
}

/// The instant at which `day` begins in a time zone.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    local_instant(day.and_time(chrono::NaiveTime::MIN), zone)
}

/// The instant of a local time. A time that the clocks skip counts as long after midnight as if
/// they had not; of a time that comes twice, the first.
fn local_instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
            instant.with_timezone(&Utc)
        }
        LocalResult::None => {
            let day_before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
            let offset = zone.offset_from_utc_datetime(&day_before).fix();
            local.checked_sub_offset(offset).unwrap_or(local).and_utc()
        }
    }
}

fn minus(instant: DateTime<Utc>, delta: TimeDelta) -> DateTime<Utc> {
    instant.checked_sub_signed(delta).unwrap_or(instant)
}

fn plus(instant: DateTime<Utc>, delta: TimeDelta) -> DateTime<Utc> {
    instant.checked_add_signed(delta).unwrap_or(instant)
}

/// Work that was begun.
struct Round {
    started: DateTime<Utc>,
    finished: Option<DateTime<Utc>>,
}

impl Round {
    /// `None` for an excuse alone. What was finished was begun, even if nobody said when.
    fn of(fact: &RoundFact) -> Option<Self> {
        let started = fact.started.or(fact.finished)?;
        Some(Self { started, finished: fact.finished })
    }

    /// The lower, the sooner it counts.
    fn rank(&self, times: &SlotTimes) -> impl Ord + use<> {
        let on_time = times.earliest <= self.started && self.started <= times.on_time_until;
        (self.finished.is_none(), !on_time, self.started, self.finished)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, Weekday};

    use super::*;
    use crate::rulepack::RulePack;

    const SHANGHAI: Tz = chrono_tz::Asia::Shanghai;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 9).unwrap()
    }

    fn at(time: &str) -> DateTime<Utc> {
        let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
        SHANGHAI.from_local_datetime(&day().and_time(time)).unwrap().with_timezone(&Utc)
    }

    fn round(started: &str, finished: &str, excuse: &str) -> RoundFact {
        let time = |text: &str| (!text.is_empty()).then(|| at(text));
        RoundFact {
            day: day(),
            duty: String::new(),
            slot: String::new(),
            started: time(started),
            finished: time(finished),
            excuse: (!excuse.is_empty()).then(|| excuse.to_owned()),
        }
    }

    /// What the default pack makes of these rounds; a short word for the state.
    fn state(duty: &str, slot: &str, rounds: &[RoundFact], now: &str) -> String {
        let pack = RulePack::default_pack().unwrap();
        let duty = pack.duty(duty).unwrap();
        let slot = duty.slot(slot).unwrap();
        let times = SlotTimes::new(slot, duty.tolerance_minutes, day(), pack.time_zone);
        match slot_state(&times, slot.ends_on_time, rounds, at(now)) {
            SlotState::Upcoming => "upcoming".to_owned(),
            SlotState::Due => "due".to_owned(),
            SlotState::Late => "late".to_owned(),
            SlotState::Missed => "missed".to_owned(),
            SlotState::Excused { reason } => format!("excused {reason}"),
            SlotState::InProgress { late: true } => "in progress, late".to_owned(),
            SlotState::InProgress { late: false } => "in progress".to_owned(),
            SlotState::Done { early, late, overran, cut_short, excuse } => {
                let mut words = vec!["done".to_owned()];
                let flags = [
                    (early, "early"),
                    (late, "late"),
                    (overran, "overran"),
                    (cut_short, "cut short"),
                ];
                words
                    .extend(flags.iter().filter(|(on, _)| *on).map(|(_, word)| (*word).to_owned()));
                words.extend(excuse.map(|reason| format!("excused {reason}")));
                words.join(", ")
            }
        }
    }

    #[test]
    fn a_slot_without_work_goes_from_upcoming_to_missed() {
        let table = [
            // P1: starts 10:30 in a block that ends 11:00, 15 minutes either side
            ("butler_patrol", "morning", "08:30", "upcoming"),
            ("butler_patrol", "morning", "10:14", "upcoming"),
            ("butler_patrol", "morning", "10:15", "due"),
            ("butler_patrol", "morning", "10:45", "due"),
            ("butler_patrol", "morning", "10:46", "late"),
            ("butler_patrol", "morning", "11:15", "late"),
            ("butler_patrol", "morning", "11:16", "missed"),
            ("butler_patrol", "afternoon", "14:45", "due"),
            ("butler_patrol", "afternoon", "15:16", "late"),
            ("butler_patrol", "afternoon", "17:46", "missed"),
            // P2
            ("morning_greeting", "morning", "08:10", "due"),
            ("evening_supervision", "evening", "18:26", "late"),
            // P12
            ("assistant_patrol", "morning", "09:14", "upcoming"),
            ("assistant_patrol", "morning", "09:15", "due"),
            ("assistant_patrol", "morning", "09:46", "late"),
            ("assistant_patrol", "morning", "11:16", "missed"),
            // P14
            ("assistant_patrol", "afternoon", "14:44", "upcoming"),
            ("assistant_patrol", "afternoon", "15:15", "due"),
            ("assistant_patrol", "afternoon", "15:16", "late"),
            ("assistant_patrol", "afternoon", "17:16", "missed"),
            // D: at any time of the day, so it is never late
            ("decoration_inspection", "day", "07:54", "upcoming"),
            ("decoration_inspection", "day", "07:55", "due"),
            ("decoration_inspection", "day", "17:45", "due"),
            ("decoration_inspection", "day", "17:46", "missed"),
        ];
        for (duty, slot, now, expected) in table {
            assert_eq!(state(duty, slot, &[], now), expected, "{duty} {slot} at {now}");
        }
    }

    #[test]
    fn what_was_done_counts_by_when_it_was_done() {
        let table = [
            // P1
            ("butler_patrol", "morning", "10:30", "", "", "in progress"),
            ("butler_patrol", "morning", "10:46", "", "", "in progress, late"),
            ("butler_patrol", "morning", "10:30", "10:58", "", "done"),
            ("butler_patrol", "morning", "08:00", "09:30", "", "done"),
            ("butler_patrol", "morning", "07:54", "09:30", "", "done, early"),
            ("butler_patrol", "morning", "10:45", "12:00", "", "done"),
            ("butler_patrol", "morning", "10:46", "11:00", "", "done, late"),
            ("butler_patrol", "morning", "13:00", "13:40", "", "done, late"),
            ("butler_patrol", "morning", "", "10:50", "", "done, late"),
            // P14: starts and ends at the service centre, 15 minutes either side
            ("assistant_patrol", "afternoon", "14:45", "17:15", "", "done"),
            ("assistant_patrol", "afternoon", "14:44", "16:45", "", "done, early"),
            ("assistant_patrol", "afternoon", "15:00", "17:16", "", "done, overran"),
            ("assistant_patrol", "afternoon", "15:00", "16:44", "", "done, cut short"),
            ("assistant_patrol", "afternoon", "15:16", "17:16", "", "done, late, overran"),
            // P12 says nothing of the end
            ("assistant_patrol", "morning", "09:30", "12:30", "", "done"),
            // 特殊情况除外
            ("assistant_patrol", "afternoon", "", "", "special", "excused special"),
            (
                "assistant_patrol",
                "afternoon",
                "16:00",
                "17:00",
                "special",
                "done, late, excused special",
            ),
            ("assistant_patrol", "afternoon", "16:00", "", "special", "in progress, late"),
        ];
        for (duty, slot, started, finished, excuse, expected) in table {
            let rounds = [round(started, finished, excuse)];
            for now in ["06:00", "23:59"] {
                let state = state(duty, slot, &rounds, now);
                assert_eq!(state, expected, "{duty} {slot} {started}-{finished} at {now}");
            }
        }
    }

    #[test]
    fn of_several_rounds_the_best_one_counts() {
        type Row = (&'static [(&'static str, &'static str, &'static str)], &'static str);
        let table: [Row; 5] = [
            (&[("10:50", "", ""), ("11:00", "11:20", "")], "done, late"),
            (&[("11:00", "11:20", ""), ("10:30", "10:55", "")], "done"),
            (&[("06:00", "06:20", ""), ("10:30", "10:55", "")], "done"),
            (&[("", "", "weather"), ("10:30", "10:55", "")], "done, excused weather"),
            (&[("", "", "weather"), ("", "", "leave")], "excused leave"),
        ];
        for (rounds, expected) in table {
            let mut rounds: Vec<_> = rounds.iter().map(|(s, f, e)| round(s, f, e)).collect();
            assert_eq!(state("butler_patrol", "morning", &rounds, "23:00"), expected);
            rounds.reverse();
            assert_eq!(state("butler_patrol", "morning", &rounds, "23:00"), expected, "reversed");
        }
    }

    #[test]
    fn facts_belong_to_one_slot_of_one_day() {
        let fact =
            RoundFact { day: day(), duty: "d".into(), slot: "s".into(), ..round("", "", "") };
        let facts = [
            fact.clone(),
            RoundFact { slot: "t".into(), ..fact.clone() },
            RoundFact { duty: "e".into(), ..fact.clone() },
            RoundFact { day: day().succ_opt().unwrap(), ..fact.clone() },
        ];
        assert_eq!(facts_of(&facts, day(), "d", "s").collect::<Vec<_>>(), [&fact]);
    }

    #[test]
    fn a_weekly_duty_is_due_on_its_days_only() {
        let mut duty = RulePack::default_pack().unwrap().duties["butler_patrol"].clone();
        assert!(due_on(&duty, day()));
        duty.recurrence = Recurrence::Weekly(vec![Weekday::Tue]);
        assert!(!due_on(&duty, day()), "a Monday");
        assert!(due_on(&duty, day().succ_opt().unwrap()), "a Tuesday");
    }

    #[test]
    fn a_day_is_the_estates_day() {
        let instant = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let table = [
            ("2026-03-08T15:59:59Z", "2026-03-08"),
            ("2026-03-08T16:00:00Z", "2026-03-09"),
            ("2026-03-08T23:30:00-05:00", "2026-03-09"),
            ("2026-03-09T00:30:00+14:00", "2026-03-08"),
        ];
        for (text, expected) in table {
            assert_eq!(day_of(&instant(text), SHANGHAI).to_string(), expected, "{text}");
        }
        day_of(&DateTime::<Utc>::MAX_UTC, SHANGHAI);
        day_of(&DateTime::<Utc>::MIN_UTC, chrono_tz::America::New_York);
    }

    #[test]
    fn slots_hold_on_days_that_change_the_clocks() {
        let new_york = chrono_tz::America::New_York;
        let times = |day: &str, opens: &str, closes: &str| {
            let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
            let mut slot =
                RulePack::default_pack().unwrap().duties["butler_patrol"].slots[0].clone();
            (slot.opens, slot.starts, slot.closes) = (time(opens), None, time(closes));
            let times = SlotTimes::new(&slot, 0, day.parse().unwrap(), new_york);
            [times.opens, times.closes].map(|instant| instant.format("%H:%M").to_string())
        };
        let table = [
            ("2026-03-07", "01:30", "03:30", ["06:30", "08:30"]),
            // 02:00 to 03:00 is skipped
            ("2026-03-08", "01:30", "02:30", ["06:30", "07:30"]),
            ("2026-03-08", "02:30", "03:30", ["07:30", "07:30"]),
            ("2026-03-08", "03:30", "04:30", ["07:30", "08:30"]),
            // 01:00 to 02:00 comes twice
            ("2026-11-01", "00:30", "01:30", ["04:30", "05:30"]),
            ("2026-11-01", "01:30", "02:30", ["05:30", "07:30"]),
        ];
        for (day, opens, closes, expected) in table {
            assert_eq!(times(day, opens, closes), expected, "{day} {opens}-{closes}");
        }
    }

    #[test]
    fn times_at_the_end_of_the_calendar_do_not_panic() {
        let slot = RulePack::default_pack().unwrap().duties["butler_patrol"].slots[0].clone();
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            for zone in [SHANGHAI, chrono_tz::America::New_York] {
                let times = SlotTimes::new(&slot, u32::MAX, day, zone);
                assert!(times.opens <= times.closes);
            }
        }
    }
}
