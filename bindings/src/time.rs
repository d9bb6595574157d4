//! Times and calendar days.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::XunlouError;
use crate::convert::Carry;

/// An instant: milliseconds since 1970 UTC. `Instant` in Kotlin, `Date` in Swift, a whole number in
/// Python. Show it in the estate's time zone (`EstateRules::time_zone`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Timestamp(pub(crate) i64);

uniffi::custom_type!(Timestamp, i64, {
    try_lift: |ms| match DateTime::from_timestamp_millis(ms) {
        Some(_) => Ok(Timestamp(ms)),
        None => Err(XunlouError::invalid("time", "it is beyond the calendar").into()),
    },
    lower: |at| at.0,
});

/// A calendar day of the estate, `YYYY-MM-DD`. `LocalDate` in Kotlin, text in Swift and Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day(pub(crate) NaiveDate);

uniffi::custom_type!(Day, String, {
    try_lift: |text| text.parse().map(Day).map_err(|_| {
        XunlouError::invalid("day", "expected a calendar day, YYYY-MM-DD").into()
    }),
    lower: |day| day.0.to_string(),
});

impl Timestamp {
    /// The same instant with a clock's offset from UTC.
    pub(crate) fn at_offset(self, offset: FixedOffset) -> DateTime<FixedOffset> {
        let since = TimeDelta::try_milliseconds(self.0).unwrap_or_default();
        let utc = DateTime::<Utc>::UNIX_EPOCH.checked_add_signed(since);
        utc.unwrap_or(DateTime::UNIX_EPOCH).with_timezone(&offset)
    }
}

impl<Z: chrono::TimeZone> Carry<Timestamp> for DateTime<Z> {
    fn carry(self) -> Timestamp {
        Timestamp(self.timestamp_millis())
    }
}

impl Carry<DateTime<FixedOffset>> for Timestamp {
    fn carry(self) -> DateTime<FixedOffset> {
        self.at_offset(chrono::Offset::fix(&Utc))
    }
}

/// Where the core counts in milliseconds itself.
impl Carry<Timestamp> for i64 {
    fn carry(self) -> Timestamp {
        Timestamp(self)
    }
}

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl Carry<Day> for NaiveDate {
    fn carry(self) -> Day {
        Day(self)
    }
}

impl Carry<NaiveDate> for Day {
    fn carry(self) -> NaiveDate {
        self.0
    }
}
