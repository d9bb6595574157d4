//! Home visits (家访): coverage of an area by quota (H1, H2), and whom to visit next.

use chrono::{Months, NaiveDate};

use super::Workspace;
use crate::Error;
use crate::domain::StreamId;
use crate::domain::coverage::{HouseholdFact, VisitFact, coverage, period_bounds, visit_next};
use crate::error::Result;
use crate::ids::{AreaId, DocumentId};
use crate::report::AreaCoverage;
use crate::rulepack::{Quota, RulePack};

/// A household to visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextVisit {
    /// The household.
    pub household: DocumentId,
    /// The unit's label.
    pub unit: String,
    /// The day of the last visit, if there was one in the last year.
    pub last_visit: Option<NaiveDate>,
    /// Whether that was this month.
    pub this_month: bool,
}

impl Workspace {
    /// Visit coverage of an area in the month and the quarter of `day`, one entry a quota.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an area that is not here; [`Error::RulePack`] before the first sync.
    pub fn coverage(&self, area: AreaId, day: NaiveDate) -> Result<Vec<AreaCoverage>> {
        let pack = self.pack()?;
        let households = self.household_facts(area)?;
        pack.quotas
            .iter()
            .map(|(id, quota)| {
                let (first, last) = period_bounds(quota.period, day);
                let visits = self.visit_facts(quota, first, last)?;
                Ok(AreaCoverage {
                    quota: id.clone(),
                    label: quota.label.clone(),
                    coverage: coverage(quota, &households, &visits, day),
                })
            })
            .collect()
    }

    /// Whom to visit next in an area: those never visited in the last year first, then the longest
    /// ago.
    ///
    /// # Errors
    /// As [`coverage`](Self::coverage).
    pub fn visit_next(&self, area: AreaId, limit: usize) -> Result<Vec<NextVisit>> {
        let pack = self.pack()?;
        let Some(quota) = visiting_quota(&pack) else { return Ok(Vec::new()) };
        let today = self.today_date()?;
        let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
        let visits = self.visit_facts(quota, year_ago, today)?;
        let households = self.store().households(&self.building_streams(area)?)?;
        let facts = facts_of(&households);
        visit_next(&facts, &visits, &quota.exclude_occupancy, today)
            .into_iter()
            .take(limit)
            .map(|next| {
                let row = households.iter().find(|row| row.document == next.household);
                let row = row.ok_or_else(|| Error::not_found("household", next.household))?;
                Ok(NextVisit {
                    household: next.household,
                    unit: row.unit.clone(),
                    last_visit: next.last_visit,
                    this_month: next.this_month,
                })
            })
            .collect()
    }

    pub(crate) fn building_streams(&self, area: AreaId) -> Result<Vec<StreamId>> {
        let directory = self.directory()?;
        let known = directory.area(area).ok_or_else(|| Error::not_found("area", area))?;
        Ok(known.buildings.iter().copied().map(StreamId::Building).collect())
    }

    fn household_facts(&self, area: AreaId) -> Result<Vec<HouseholdFact>> {
        Ok(facts_of(&self.store().households(&self.building_streams(area)?)?))
    }

    fn visit_facts(
        &self,
        quota: &Quota,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<VisitFact>> {
        let days = self.store().finished_days(&quota.form, first, last)?;
        Ok(days.into_iter().map(|(household, day)| VisitFact { household, day }).collect())
    }
}

fn facts_of(households: &[crate::store::HouseholdRow]) -> Vec<HouseholdFact> {
    households
        .iter()
        .map(|row| HouseholdFact {
            id: row.document,
            occupancy: row.occupancy.clone(),
            sort_key: row.sort_key.clone(),
        })
        .collect()
}

/// The quota with the shortest period says which visits count for "whom next".
fn visiting_quota(pack: &RulePack) -> Option<&Quota> {
    pack.quotas.values().min_by_key(|quota| quota.period)
}
