//! What is due today for a person, and what became of it. Derived afresh from the records, the
//! pack and the clock; the phone and the office's board ask the same function.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::Workspace;
use crate::domain::checklist::problem_in;
use crate::domain::duty::{RoundFact, SlotState, SlotTimes, due_on, slot_state};
use crate::domain::{Role, StreamId};
use crate::error::Result;
use crate::ids::{AreaId, DocumentId, PersonId};
use crate::rulepack::{Duty, ItemKind, Label, RulePack, Slot, Subject};
use crate::store::{DecorationRow, RecordRow};

/// What a duty is to be done about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutySubject {
    /// An area.
    Area(AreaId),
    /// The whole estate.
    Estate,
    /// A decoration project in this unit.
    Decoration {
        /// The project.
        document: DocumentId,
        /// The unit's label.
        unit: String,
    },
}

/// One slot of a duty on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyToday {
    /// The duty's id.
    pub duty: String,
    /// What the duty is called.
    pub label: Label,
    /// The form's id.
    pub form: String,
    /// The slot's id.
    pub slot: String,
    /// What the slot is called.
    pub slot_label: Label,
    /// What it is to be done about.
    pub subject: DutySubject,
    /// When it falls due.
    pub times: SlotTimes,
    /// What became of it.
    pub state: SlotState,
    /// The record that counts, once there is one.
    pub record: Option<DocumentId>,
    /// How many items of it are problems.
    pub problems: u64,
    /// Who began that record.
    pub done_by: Option<PersonId>,
}

/// Whose day it is.
pub(crate) struct DayOf<'a> {
    pub(crate) person: PersonId,
    pub(crate) role: Role,
    pub(crate) areas: &'a [AreaId],
    pub(crate) day: NaiveDate,
}

impl Workspace {
    /// What is due today for the person of this workspace, in the order of the day.
    ///
    /// # Errors
    /// [`crate::Error::RulePack`] and [`crate::Error::NotFound`] before the first sync.
    pub fn today(&self) -> Result<Vec<DutyToday>> {
        self.my_day(self.today_date()?)
    }

    /// The same for another day.
    ///
    /// # Errors
    /// As [`today`](Self::today).
    pub fn my_day(&self, day: NaiveDate) -> Result<Vec<DutyToday>> {
        let areas = self.my_areas()?;
        let me = self.me();
        self.day_of(&DayOf { person: me.person, role: me.role, areas: &areas, day })
    }

    /// What is due on a day for a person of the staff.
    pub(crate) fn day_of(&self, whose: &DayOf<'_>) -> Result<Vec<DutyToday>> {
        let pack = self.pack()?;
        let records = self.store().records_between(whose.day, whose.day)?;
        let sites = self.store().decorations()?;
        let now = self.true_now();
        let mut due = Vec::new();
        for (id, duty) in pack.duties_of(whose.role) {
            let Some(form) = pack.form(&duty.form) else { continue };
            if !due_on(duty, whose.day) {
                continue;
            }
            for subject in self.subjects(form.subject, whose, &sites)? {
                for slot in &duty.slots {
                    let context = Context { pack: &pack, records: &records, whose, now };
                    due.push(context.due(id, duty, slot, subject.clone()));
                }
            }
        }
        due.sort_by_key(|item| item.times.on_time_from);
        Ok(due)
    }

    /// The areas that the person answers for, in the directory's order; for those who see the whole
    /// estate, all of them.
    pub(crate) fn my_areas(&self) -> Result<Vec<AreaId>> {
        let granted = self.principal().areas;
        let whole = self.me().role.sees_whole_estate();
        let directory = self.directory()?;
        let all = directory.areas.iter().map(|(id, _)| *id);
        Ok(all.filter(|area| whole || granted.contains(area)).collect())
    }

    fn subjects(
        &self,
        subject: Subject,
        whose: &DayOf<'_>,
        sites: &[DecorationRow],
    ) -> Result<Vec<DutySubject>> {
        Ok(match subject {
            Subject::Area => whose.areas.iter().copied().map(DutySubject::Area).collect(),
            Subject::Estate => vec![DutySubject::Estate],
            Subject::Decoration => sites
                .iter()
                .filter(|site| site.from <= whose.day)
                .filter(|site| site.until.is_none_or(|until| whose.day <= until))
                .filter(|site| {
                    self.area_of(site.stream).is_some_and(|area| whose.areas.contains(&area))
                })
                .map(|site| DutySubject::Decoration {
                    document: site.document,
                    unit: site.unit.clone().unwrap_or_default(),
                })
                .collect(),
            // Visits are counted by quotas, not by the day.
            Subject::Household => Vec::new(),
        })
    }
}

/// What the slots of one day are judged by.
struct Context<'a> {
    pack: &'a RulePack,
    records: &'a [RecordRow],
    whose: &'a DayOf<'a>,
    now: DateTime<Utc>,
}

impl Context<'_> {
    fn due(&self, id: &str, duty: &Duty, slot: &Slot, subject: DutySubject) -> DutyToday {
        let zone = self.pack.time_zone;
        let times = SlotTimes::new(slot, duty.tolerance_minutes, self.whose.day, zone);
        let records: Vec<&RecordRow> = self
            .records
            .iter()
            .filter(|row| row.duty.as_deref() == Some(id))
            .filter(|row| row.slot.as_deref() == Some(&slot.id))
            .filter(|row| self.concerns(row, &subject))
            .collect();
        let facts: Vec<RoundFact> = records.iter().map(|row| round_fact(row)).collect();
        let state = slot_state(&times, slot.ends_on_time, &facts, self.now);
        // The record that made the state: see `slot_state`.
        let counted = records.iter().min_by_key(|row| {
            let started = row.started_ms.or(row.finished_ms);
            let on_time = started.is_some_and(|started| {
                (times.earliest.timestamp_millis()..=times.on_time_until.timestamp_millis())
                    .contains(&started)
            });
            (row.finished_ms.is_none(), started.is_none(), !on_time, started, row.document)
        });
        DutyToday {
            duty: id.to_owned(),
            label: duty.label.clone(),
            form: duty.form.clone(),
            slot: slot.id.clone(),
            slot_label: slot.label.clone(),
            subject,
            times,
            state,
            record: counted.map(|row| row.document),
            problems: counted.map_or(0, |row| problem_count(self.pack, row)),
            done_by: counted.and_then(|row| row.author),
        }
    }

    fn concerns(&self, row: &RecordRow, subject: &DutySubject) -> bool {
        match subject {
            DutySubject::Area(area) => row.stream == StreamId::Area(*area),
            DutySubject::Estate => row.author == Some(self.whose.person),
            DutySubject::Decoration { document, .. } => row.about == Some(*document),
        }
    }
}

/// How many answers of a record are problems, by its form.
pub(crate) fn problem_count(pack: &RulePack, row: &RecordRow) -> u64 {
    let Some(form) = pack.form(&row.form) else { return 0 };
    let problem = |(item, value): &(&String, &String)| match form.item(item) {
        Some(item) => problem_in(&item.kind, value),
        None => problem_in(&ItemKind::Check, value),
    };
    row.answers.iter().filter(problem).count() as u64
}

/// What a record says of its slot.
pub(crate) fn round_fact(row: &RecordRow) -> RoundFact {
    let time = |ms: Option<i64>| {
        let since = TimeDelta::try_milliseconds(ms?)?;
        DateTime::<Utc>::UNIX_EPOCH.checked_add_signed(since)
    };
    RoundFact {
        day: row.day,
        duty: row.duty.clone().unwrap_or_default(),
        slot: row.slot.clone().unwrap_or_default(),
        started: time(row.started_ms),
        finished: time(row.finished_ms),
        excuse: row.excuse.clone(),
    }
}
