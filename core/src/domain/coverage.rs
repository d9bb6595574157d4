//! How many of an area's households were visited, against the quotas (H1, H2), and whom to visit
//! next. Counts exactly: no floating point, and distinct households.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};

use crate::ids::DocumentId;
use crate::rulepack::{Period, Quota};

/// A household of the area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdFact {
    /// Which household.
    pub id: DocumentId,
    /// How the unit is lived in, if known.
    pub occupancy: Option<String>,
    /// Its place in a list, such as building, floor and unit.
    pub sort_key: String,
}

/// A finished visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitFact {
    /// Whom.
    pub household: DocumentId,
    /// On which day, in the estate's time zone.
    pub day: NaiveDate,
}

/// How far a quota is met in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// First day of the period.
    pub first: NaiveDate,
    /// Last day of the period.
    pub last: NaiveDate,
    /// Households that count.
    pub eligible: u64,
    /// How many of them were visited in the period.
    pub visited: u64,
    /// How many have to be: the share of them, rounded up.
    pub target: u64,
    /// How many are still to be visited.
    pub remaining: u64,
    /// Whether the target is reached.
    pub met: bool,
}

/// The first and the last day of the period that `day` lies in.
pub fn period_bounds(period: Period, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (months, month) = match period {
        Period::Month => (1, day.month()),
        Period::Quarter => (3, (day.month() - 1) / 3 * 3 + 1),
    };
    // Outside the calendar's ends, which no estate reaches, none of these fails.
    let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt());
    (first, last.unwrap_or(NaiveDate::MAX))
}

/// How far a quota is met in the period that `day` lies in.
pub fn coverage(
    quota: &Quota,
    households: &[HouseholdFact],
    visits: &[VisitFact],
    day: NaiveDate,
) -> Coverage {
    let (first, last) = period_bounds(quota.period, day);
    let eligible: BTreeSet<_> =
        counted(households, &quota.exclude_occupancy).map(|household| household.id).collect();
    let visited: BTreeSet<_> = visits
        .iter()
        .filter(|visit| first <= visit.day && visit.day <= last)
        .map(|visit| visit.household)
        .filter(|household| eligible.contains(household))
        .collect();
    let (eligible, visited) = (eligible.len() as u64, visited.len() as u64);
    let [part, whole] = quota.share.map(u64::from);
    let target = (eligible * part).div_ceil(whole.max(1));
    Coverage {
        first,
        last,
        eligible,
        visited,
        target,
        remaining: target.saturating_sub(visited),
        met: visited >= target,
    }
}

/// A household in the order of visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextVisit {
    /// Whom.
    pub household: DocumentId,
    /// The day of the last visit, if there was one.
    pub last_visit: Option<NaiveDate>,
    /// Whether that was in the month of the day asked for.
    pub this_month: bool,
}

/// Whom to visit next: those never visited, then those not visited for longest, and last those
/// visited this month; equals by their place in the list. Excluded occupancies are left out.
pub fn visit_next(
    households: &[HouseholdFact],
    visits: &[VisitFact],
    exclude_occupancy: &[String],
    day: NaiveDate,
) -> Vec<NextVisit> {
    let mut last_visits = BTreeMap::new();
    for visit in visits {
        let last = last_visits.entry(visit.household).or_insert(visit.day);
        *last = visit.day.max(*last);
    }
    let (first, last) = period_bounds(Period::Month, day);
    let mut order: Vec<_> = counted(households, exclude_occupancy)
        .map(|household| {
            let last_visit = last_visits.get(&household.id).copied();
            let this_month = last_visit.is_some_and(|day| first <= day && day <= last);
            let next = NextVisit { household: household.id, last_visit, this_month };
            // The month's own visits are the latest there are, so the date alone puts them last.
            ((last_visit, household.sort_key.as_str(), household.id), next)
        })
        .collect();
    order.sort_by_key(|(key, _)| *key);
    let mut listed = BTreeSet::new();
    order.into_iter().map(|(_, next)| next).filter(|next| listed.insert(next.household)).collect()
}

/// The households that count. One whose occupancy nobody knows does.
fn counted<'a>(
    households: &'a [HouseholdFact],
    exclude: &'a [String],
) -> impl Iterator<Item = &'a HouseholdFact> {
    households.iter().filter(|household| {
        !household.occupancy.as_ref().is_some_and(|occupancy| exclude.contains(occupancy))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::rulepack::RulePack;

    static PACK: LazyLock<RulePack> = LazyLock::new(|| RulePack::default_pack().unwrap());

    fn id(number: u128) -> DocumentId {
        DocumentId(Uuid::from_u128(number))
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn households(lived_in: u128, vacant: u128) -> Vec<HouseholdFact> {
        (0..lived_in + vacant)
            .map(|number| HouseholdFact {
                id: id(number),
                occupancy: match number {
                    0 => None,
                    _ if number < lived_in => Some("rented".to_owned()),
                    _ => Some("vacant".to_owned()),
                },
                sort_key: format!("{number:04}"),
            })
            .collect()
    }

    fn visit(household: u128, on: &str) -> VisitFact {
        VisitFact { household: id(household), day: day(on) }
    }

    #[test]
    fn periods_are_calendar_months_and_quarters() {
        let table = [
            (Period::Month, "2026-02-14", "2026-02-01", "2026-02-28"),
            (Period::Month, "2028-02-29", "2028-02-01", "2028-02-29"),
            (Period::Month, "2026-12-31", "2026-12-01", "2026-12-31"),
            (Period::Quarter, "2026-01-01", "2026-01-01", "2026-03-31"),
            (Period::Quarter, "2026-06-30", "2026-04-01", "2026-06-30"),
            (Period::Quarter, "2026-08-15", "2026-07-01", "2026-09-30"),
            (Period::Quarter, "2026-10-01", "2026-10-01", "2026-12-31"),
        ];
        for (period, on, first, last) in table {
            assert_eq!(period_bounds(period, day(on)), (day(first), day(last)), "{period:?} {on}");
        }
        for end in [NaiveDate::MIN, NaiveDate::MAX] {
            let (first, last) = period_bounds(Period::Quarter, end);
            assert!(first <= end && end <= last);
        }
    }

    #[test]
    fn the_target_rounds_up_and_leaves_vacant_units_out() {
        let table = [
            // H1: a third
            ("monthly_visits", 0, 0, 0),
            ("monthly_visits", 1, 0, 1),
            ("monthly_visits", 3, 5, 1),
            ("monthly_visits", 4, 0, 2),
            ("monthly_visits", 100, 20, 34),
            // H2: 98 %
            ("quarterly_visits", 1, 0, 1),
            ("quarterly_visits", 50, 7, 49),
            ("quarterly_visits", 51, 0, 50),
            ("quarterly_visits", 100, 0, 98),
        ];
        for (quota, lived_in, vacant, target) in table {
            let households = households(lived_in, vacant);
            let coverage = coverage(&PACK.quotas[quota], &households, &[], day("2026-03-09"));
            assert_eq!(coverage.eligible, u64::try_from(lived_in).unwrap(), "{quota}");
            assert_eq!(coverage.target, target, "{quota} of {lived_in}");
            assert_eq!((coverage.visited, coverage.remaining), (0, target));
            assert_eq!(coverage.met, target == 0);
        }
    }

    #[test]
    fn a_household_counts_once_and_only_in_its_period() {
        let households = households(6, 2);
        let visits = [
            visit(1, "2026-03-01"),
            visit(1, "2026-03-20"),
            visit(2, "2026-03-31"),
            visit(3, "2026-02-28"),
            visit(4, "2026-04-01"),
            visit(7, "2026-03-09"),
            visit(99, "2026-03-09"),
        ];
        let of = |quota| coverage(&PACK.quotas[quota], &households, &visits, day("2026-03-09"));
        let month = of("monthly_visits");
        assert_eq!((month.visited, month.target, month.remaining, month.met), (2, 2, 0, true));
        let quarter = of("quarterly_visits");
        assert_eq!(
            (quarter.visited, quarter.target, quarter.remaining, quarter.met),
            (3, 6, 3, false)
        );
    }

    #[test]
    fn a_household_that_is_named_twice_is_one_household() {
        let mut twice = households(3, 0);
        twice.extend(households(3, 0).into_iter().map(|household| HouseholdFact {
            sort_key: format!("again {}", household.sort_key),
            ..household
        }));
        let quota = &PACK.quotas["monthly_visits"];
        assert_eq!(coverage(quota, &twice, &[], day("2026-03-09")).eligible, 3);
        assert_eq!(visit_next(&twice, &[], &[], day("2026-03-09")).len(), 3);
    }

    #[test]
    fn those_not_visited_for_longest_come_first() {
        let visits = [
            visit(0, "2026-03-02"),
            visit(1, "2025-12-24"),
            visit(1, "2025-06-01"),
            visit(3, "2025-11-11"),
            visit(4, "2026-03-01"),
        ];
        let exclude = ["vacant".to_owned()];
        let next = visit_next(&households(6, 1), &visits, &exclude, day("2026-03-09"));
        let order: Vec<_> = next.iter().map(|next| (next.household, next.this_month)).collect();
        let expected = [(2, false), (5, false), (3, false), (1, false), (4, true), (0, true)];
        assert_eq!(order, expected.map(|(number, this_month)| (id(number), this_month)));
        assert_eq!(next[3].last_visit, Some(day("2025-12-24")), "the latest of several");
    }

    proptest! {
        #[test]
        fn each_further_visit_brings_the_target_no_further_away(
            lived_in in 0u128..40,
            visited in prop::collection::vec(0u128..50, 0..60),
        ) {
            let quota = &PACK.quotas["monthly_visits"];
            let households = households(lived_in, 5);
            let visits: Vec<_> = visited.iter().map(|&number| visit(number, "2026-03-05")).collect();
            let mut remaining = None;
            for count in 0..=visits.len() {
                let now = coverage(quota, &households, &visits[..count], day("2026-03-09"));
                prop_assert_eq!(now.met, now.remaining == 0);
                prop_assert!(now.visited <= now.eligible && now.target <= now.eligible);
                prop_assert!(3 * now.target >= now.eligible && 3 * now.target < now.eligible + 3);
                prop_assert!(remaining.is_none_or(|before| now.remaining <= before));
                remaining = Some(now.remaining);
            }
        }
    }
}
