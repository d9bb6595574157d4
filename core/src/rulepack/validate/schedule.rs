//! What has a time or a target: duties, quotas, deadlines.

use std::collections::BTreeSet;

use super::super::model::{CaseStep, Duty, Form, Recurrence, Subject};
use super::{Check, one_of};
use crate::domain::case::CaseKind;

/// Longest tolerance, in minutes.
const MAX_TOLERANCE: u32 = 240;
/// Longest deadline, in days.
const MAX_DAYS: u32 = 366;

impl<'a> Check<'a> {
    pub(super) fn duties(&mut self) {
        for (id, duty) in &self.pack.duties {
            let path = format!("duties.{id}");
            self.named(&path, id, &duty.label);
            self.rules(&path, &duty.rules);
            if let Some(form) = self.form(&path, &duty.form) {
                self.expect(form.roles.contains(&duty.role), format_args!("{path}.role"), || {
                    format!(
                        "a person in the role `{}` may not fill in the form `{}`",
                        duty.role.as_str(),
                        duty.form
                    )
                });
            }
            self.expect(
                duty.tolerance_minutes <= MAX_TOLERANCE,
                format_args!("{path}.tolerance_minutes"),
                || format!("is {}: expected at most {MAX_TOLERANCE}", duty.tolerance_minutes),
            );
            if let Recurrence::Weekly(days) = &duty.recurrence {
                let distinct: BTreeSet<_> =
                    days.iter().map(chrono::Weekday::num_days_from_monday).collect();
                self.expect(
                    !days.is_empty() && distinct.len() == days.len(),
                    format_args!("{path}.recurrence.weekly"),
                    || "expected at least one day of the week, none of them twice".to_owned(),
                );
            }
            self.slots(&path, duty);
        }
    }

    fn slots(&mut self, duty_path: &str, duty: &Duty) {
        self.expect(!duty.slots.is_empty(), format_args!("{duty_path}.slots"), || {
            "expected at least one slot".to_owned()
        });
        self.ids(duty_path, "slots", duty.slots.iter().map(|slot| slot.id.as_str()));
        let mut previous = None;
        for (index, slot) in duty.slots.iter().enumerate() {
            let path = format!("{duty_path}.slots[{index}]");
            self.label(format_args!("{path}.label"), &slot.label);
            self.expect(slot.opens <= slot.closes, format_args!("{path}.closes"), || {
                format!(
                    "is {}, before opens {}: expected a later time of the same day",
                    slot.closes.format("%H:%M"),
                    slot.opens.format("%H:%M")
                )
            });
            if let Some(starts) = slot.starts {
                let inside = slot.opens <= starts && starts <= slot.closes;
                self.expect(inside, format_args!("{path}.starts"), || {
                    format!(
                        "is {}: expected a time from opens {} to closes {}",
                        starts.format("%H:%M"),
                        slot.opens.format("%H:%M"),
                        slot.closes.format("%H:%M")
                    )
                });
            }
            if let Some(previous) = previous.replace(slot.closes) {
                self.expect(previous <= slot.opens, format_args!("{path}.opens"), || {
                    format!(
                        "is {}, before the slot before it closes at {}: expected slots in order",
                        slot.opens.format("%H:%M"),
                        previous.format("%H:%M")
                    )
                });
            }
        }
    }

    pub(super) fn quotas(&mut self) {
        for (id, quota) in &self.pack.quotas {
            let path = format!("quotas.{id}");
            self.named(&path, id, &quota.label);
            self.rules(&path, &quota.rules);
            if let Some(form) = self.form(&path, &quota.form) {
                self.expect(
                    form.subject == Subject::Household,
                    format_args!("{path}.form"),
                    || format!("`{}` is not a form on households", quota.form),
                );
            }
            let [part, whole] = quota.share;
            self.expect(1 <= part && part <= whole, format_args!("{path}.share"), || {
                format!("{part}/{whole} is no share: expected more than 0 and at most 1")
            });
            self.occupancies(&format!("{path}.exclude_occupancy"), &quota.exclude_occupancy);
        }
    }

    pub(super) fn deadlines(&mut self) {
        for (id, deadline) in &self.pack.deadlines {
            let path = format!("deadlines.{id}");
            self.named(&path, id, &deadline.label);
            self.rules(&path, &deadline.rules);
            self.expect(!deadline.kinds.is_empty(), format_args!("{path}.kinds"), || {
                format!(
                    "expected at least one of {}",
                    one_of(CaseKind::ALL.iter().map(|kind| kind.as_str()))
                )
            });
            if matches!(deadline.step, CaseStep::Replied | CaseStep::CalledBack) {
                for (index, kind) in deadline.kinds.iter().enumerate() {
                    self.expect(
                        kind.reported_by_resident(),
                        format_args!("{path}.kinds[{index}]"),
                        || format!("nobody waits for an answer to a {}", kind.as_str()),
                    );
                }
            }
            self.expect(
                deadline.after != Some(deadline.step),
                format_args!("{path}.after"),
                || "expected another step than the one that stops the clock".to_owned(),
            );
            self.expect(deadline.days <= MAX_DAYS, format_args!("{path}.days"), || {
                format!("is {}: expected at most {MAX_DAYS}", deadline.days)
            });
        }
    }

    /// The form that `path.form` names; a problem if there is none.
    fn form(&mut self, path: &str, id: &str) -> Option<&'a Form> {
        let pack = self.pack;
        let form = pack.forms.get(id);
        self.expect(form.is_some(), format_args!("{path}.form"), || {
            format!("no form `{id}`: expected {}", one_of(pack.forms.keys()))
        });
        form
    }
}
