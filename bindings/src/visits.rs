//! Home visits (家访): coverage by quota, and whom to visit next.

use xunlou_core::domain::coverage;
use xunlou_core::workspace as core;

use crate::convert::{Carry, mirror};
use crate::error::{Result, XunlouError};
use crate::{AreaId, Day, DocumentId, Label, Workspace};

mirror! {
    /// How far a quota is met in one period.
    pub struct Coverage from coverage::Coverage {
        /// First day of the period.
        pub first: Day,
        /// Last day of the period.
        pub last: Day,
        /// Households that count.
        pub eligible: i64,
        /// How many of them were visited in the period.
        pub visited: i64,
        /// How many have to be: the share of them, rounded up.
        pub target: i64,
        /// How many are still to be visited.
        pub remaining: i64,
        /// Whether the target is reached.
        pub met: bool,
    }

    /// How far a quota is met in an area.
    pub struct AreaCoverage from core::AreaCoverage {
        /// The quota's id.
        pub quota: String,
        /// What it is called.
        pub label: Label,
        /// The figures.
        pub coverage: Coverage,
    }

    /// A household to visit.
    pub struct NextVisit from core::NextVisit {
        /// The household.
        pub household: DocumentId,
        /// The unit's label.
        pub unit: String,
        /// The day of the last visit, if there was one in the last year.
        pub last_visit: Option<Day>,
        /// Whether that was this month.
        pub this_month: bool,
    }
}

/// A limit, as the core counts.
pub(crate) fn limit(most: i64) -> Result<usize> {
    usize::try_from(most).map_err(|_| XunlouError::invalid("limit", "expected no negative number"))
}

#[uniffi::export]
impl Workspace {
    /// Visit coverage of an area in the month and the quarter of `day`, one entry a quota (H1, H2).
    ///
    /// # Errors
    /// `NotFound` for an area that is not here;
    /// `RulePack` before the first sync.
    pub fn coverage(&self, area: AreaId, day: Day) -> Result<Vec<AreaCoverage>> {
        Ok(self.core()?.coverage(area.0, day.0)?.carry())
    }

    /// Whom to visit next in an area: those never visited in the last year first, then the longest
    /// ago. At most `limit`.
    ///
    /// # Errors
    /// As `coverage`.
    pub fn visit_next(&self, area: AreaId, limit: i64) -> Result<Vec<NextVisit>> {
        Ok(self.core()?.visit_next(area.0, self::limit(limit)?)?.carry())
    }
}
