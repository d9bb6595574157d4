//! The morning's findings in the afternoon's patrol (P1): which cases a patrol follows up, and what
//! its answers say to them.

use super::Workspace;
use crate::Error;
use crate::document::{CaseDocument, Edit};
use crate::domain::StreamId;
use crate::domain::case::CaseFact;
use crate::domain::duty::start_of_day;
use crate::error::Result;
use crate::ids::DocumentId;
use crate::rulepack::CaseStep;
use crate::store::WriteTx;

/// The cases that a record follows up: reported earlier the same day in its area or that area's
/// buildings, and not solved by the time it was begun. Empty for forms without such a group.
pub(super) fn cases_for(workspace: &Workspace, record: DocumentId) -> Result<Vec<String>> {
    let Some(row) = workspace.store().record(record)? else { return Ok(Vec::new()) };
    let StreamId::Area(area) = row.stream else { return Ok(Vec::new()) };
    let pack = workspace.pack_version(row.pack_version)?;
    let form = pack.form(&row.form);
    let (Some(started_ms), true) =
        (row.started_ms, form.is_some_and(|form| form.follow_up_group().is_some()))
    else {
        return Ok(Vec::new());
    };
    let first_ms = start_of_day(row.day, pack.time_zone).timestamp_millis();
    let mut streams = workspace.building_streams(area).unwrap_or_default();
    streams.push(row.stream);
    let cases = workspace.store().cases_reported(first_ms, started_ms)?;
    Ok(cases
        .into_iter()
        .filter(|case| streams.contains(&case.stream) && case.found_record != Some(record))
        .filter(|case| {
            // By what was known when the patrol began: solving it meanwhile is no reason to drop
            // the question while it is being walked.
            let known: Vec<CaseFact> = case
                .facts
                .iter()
                .filter(|fact| fact.at.timestamp_millis() < started_ms)
                .cloned()
                .collect();
            case.state(&known).is_some_and(|state| state.is_unsolved())
        })
        .map(|case| case.document.to_string())
        .collect())
}

impl Workspace {
    /// Notes on a case what its follow-up found: put right, or still there.
    pub(super) fn follow_up_fact(
        &self,
        tx: &mut WriteTx<'_>,
        case: DocumentId,
        answer: &str,
    ) -> Result<()> {
        let step = match answer {
            "ok" => CaseStep::Handled,
            "problem" => CaseStep::Checked,
            _ => return Ok(()),
        };
        let fact = CaseFact {
            step,
            at: self.fact_time(),
            by: self.me().person,
            note: String::new(),
            department: None,
            satisfaction: None,
        };
        tx.edit(case, &[fact_edit(self, &fact)?], self.now_ms()).map(drop)
    }
}

/// A fact as an edit of its case.
pub(super) fn fact_edit(workspace: &Workspace, fact: &CaseFact) -> Result<Edit> {
    CaseDocument::fact(workspace.env.new_id(), fact)
        .map_err(|error| Error::invalid("fact", error.to_string()))
}
