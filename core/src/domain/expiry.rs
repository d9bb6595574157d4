//! Whether a paper has expired (D4 证件是否到期).

use chrono::NaiveDate;

/// How long a paper still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// It holds, and will for longer than the notice.
    Valid,
    /// It holds, but not for long.
    Expiring {
        /// Days until its last day; 0 on the last day.
        days_left: u32,
    },
    /// It no longer holds.
    Expired {
        /// Days since its last day; at least 1.
        days_ago: u32,
    },
}

/// How long a paper holds whose last day is `until`. `notice_days` before, it is about to expire.
pub fn expiry(until: NaiveDate, today: NaiveDate, notice_days: u32) -> Expiry {
    let days = until.signed_duration_since(today).num_days();
    // A calendar has fewer days than a u32 counts.
    let count = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
    match days {
        ..0 => Expiry::Expired { days_ago: count },
        0.. if count <= notice_days => Expiry::Expiring { days_left: count },
        0.. => Expiry::Valid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_holds_through_its_last_day() {
        let table = [
            // D4, with the default notice of 7 days
            ("2026-03-20", 7, Expiry::Valid),
            ("2026-03-17", 7, Expiry::Valid),
            ("2026-03-16", 7, Expiry::Expiring { days_left: 7 }),
            ("2026-03-10", 7, Expiry::Expiring { days_left: 1 }),
            ("2026-03-09", 7, Expiry::Expiring { days_left: 0 }),
            ("2026-03-08", 7, Expiry::Expired { days_ago: 1 }),
            ("2025-03-09", 7, Expiry::Expired { days_ago: 365 }),
            ("2026-03-10", 0, Expiry::Valid),
            ("2026-03-09", 0, Expiry::Expiring { days_left: 0 }),
        ];
        let today = "2026-03-09".parse().unwrap();
        for (until, notice, expected) in table {
            assert_eq!(expiry(until.parse().unwrap(), today, notice), expected, "{until}");
        }
        expiry(NaiveDate::MIN, NaiveDate::MAX, 7);
        expiry(NaiveDate::MAX, NaiveDate::MIN, 7);
    }
}
