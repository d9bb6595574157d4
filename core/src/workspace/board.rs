//! Today's board of the estate, for the office. The same derivations as on the phones.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cases::utc;
use super::today::DayOf;
use super::{CaseView, ConflictView, DutyToday, Workspace};
use crate::domain::Role;
use crate::domain::duty::SlotState;
use crate::domain::expiry::Expiry;
use crate::error::Result;
use crate::ids::{AreaId, PersonId};
use crate::report::{
    Board, BoardArea, BoardCase, BoardConflict, BoardDuty, BoardPerson, BoardSite,
};
use crate::rulepack::{Label, RulePack};

impl Workspace {
    /// The board of a day. Shows what this workspace may read: all of it at the office.
    ///
    /// # Errors
    /// [`crate::Error::RulePack`] and [`crate::Error::NotFound`] before the estate is set up.
    pub fn board(&self, day: NaiveDate) -> Result<Board> {
        let pack = self.pack()?;
        let directory = self.directory()?;
        let areas = directory
            .areas
            .iter()
            .map(|(area, entry)| {
                let streams = self.building_streams(*area)?;
                Ok(BoardArea {
                    area: *area,
                    name: entry.name.clone(),
                    households: self.store().households(&streams)?.len() as u64,
                    coverage: self.coverage(*area, day)?,
                })
            })
            .collect::<Result<_>>()?;
        let order: BTreeMap<AreaId, usize> =
            directory.areas.iter().enumerate().map(|(place, (area, _))| (*area, place)).collect();
        let mut people = Vec::new();
        for (person, entry) in &directory.people {
            if pack.duties_of(entry.role).is_empty() {
                continue;
            }
            let mut granted: Vec<AreaId> = entry.areas.iter().copied().collect();
            granted.sort_by_key(|area| order.get(area).copied());
            let whose = DayOf { person: *person, role: entry.role, areas: &granted, day };
            let duties = self.day_of(&whose)?;
            people.push(BoardPerson {
                person: *person,
                name: entry.name.clone(),
                role: entry.role,
                areas: granted.iter().map(|area| self.area_name(*area)).collect(),
                duties: duties
                    .into_iter()
                    .map(|duty| self.board_duty(&pack, *person, duty))
                    .collect(),
            });
        }
        people
            .sort_by_key(|person| (person.role != Role::Butler, person.role, person.areas.clone()));
        Ok(Board {
            estate: directory.name.clone(),
            day,
            zone: pack.time_zone,
            at: self.true_now(),
            areas,
            people,
            sites: self.board_sites()?,
            cases: self
                .open_cases()?
                .into_iter()
                .map(|case| self.board_case(&pack, case))
                .collect(),
            conflicts: self.conflicts()?.into_iter().map(board_conflict).collect(),
        })
    }

    fn board_duty(&self, pack: &RulePack, person: PersonId, duty: DutyToday) -> BoardDuty {
        let reason = match &duty.state {
            SlotState::Excused { reason } => Some(reason),
            SlotState::Done { excuse, .. } => excuse.as_ref(),
            _ => None,
        };
        let other = duty.done_by.filter(|by| *by != person);
        BoardDuty {
            subject: self.subject_name(&duty.subject),
            excuse: reason.and_then(|reason| pack.excuses.get(reason).cloned()),
            done_by: other.and_then(|by| self.person_name(by)),
            label: duty.label,
            slot: duty.slot_label,
            times: duty.times,
            state: duty.state,
            problems: duty.problems,
            record: duty.record,
        }
    }

    fn board_sites(&self) -> Result<Vec<BoardSite>> {
        let sites = self.decorations()?;
        Ok(sites
            .into_iter()
            .map(|site| {
                let count = |expired: bool| {
                    let stands = |expiry: &Expiry| match expiry {
                        Expiry::Expired { .. } => expired,
                        Expiry::Expiring { .. } => !expired,
                        Expiry::Valid => false,
                    };
                    site.passes.iter().filter(|pass| stands(&pass.expiry)).count() as u64
                };
                BoardSite {
                    passes_expired: count(true),
                    passes_expiring: count(false),
                    document: site.document,
                    unit: site.unit,
                    contractor: site.contractor,
                    permit: site.permit_expiry,
                }
            })
            .collect())
    }

    fn board_case(&self, pack: &RulePack, case: CaseView) -> BoardCase {
        let area = self.area_of(case.stream).map(|area| self.area_name(area));
        BoardCase {
            place: case.unit.or(area).unwrap_or_default(),
            department: case.department.and_then(|id| pack.departments.get(&id).cloned()),
            due: case.due.iter().find(|step| step.done_at.is_none()).map(|step| step.due),
            reported: utc(case.reported_ms),
            by: case.by.name,
            document: case.document,
            title: case.title,
            severity: case.severity,
            state: case.state,
            overdue: case.overdue,
        }
    }
}

fn board_conflict(conflict: ConflictView) -> BoardConflict {
    let candidates = conflict
        .candidates
        .into_iter()
        .map(|candidate| {
            let said = Label { zh: candidate.said.clone(), en: candidate.said };
            let who = [candidate.by.name, candidate.by.device];
            let who: Vec<String> = who.into_iter().flatten().collect();
            (candidate.label.unwrap_or(said), who.join(" · "))
        })
        .collect();
    BoardConflict {
        document: conflict.document,
        key: conflict.key,
        label: conflict.label,
        candidates,
    }
}
