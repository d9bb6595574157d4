//! Forms: groups, items, conditions, what an answer updates.

use std::collections::BTreeMap;

use super::super::model::{
    Condition, FOLLOW_UP_PREFIX, FieldKind, Form, Group, HouseholdField, Item, ItemKind, Subject,
};
use super::{Check, one_of};

/// Most characters of an answer in free text.
const MAX_TEXT: u32 = 4_000;

/// The items of the form that come before the one being looked at, by id.
type Earlier<'f> = BTreeMap<&'f str, &'f Item>;

impl Check<'_> {
    pub(super) fn forms(&mut self) {
        for (id, form) in &self.pack.forms {
            let path = format!("forms.{id}");
            self.named(&path, id, &form.label);
            self.rules(&path, &form.rules);
            self.expect(!form.roles.is_empty(), format_args!("{path}.roles"), || {
                "expected at least one role that may fill the form in".to_owned()
            });
            self.groups(&path, form);
        }
    }

    fn groups(&mut self, form_path: &str, form: &Form) {
        let groups = &form.groups;
        self.expect(!groups.is_empty(), format_args!("{form_path}.groups"), || {
            "expected at least one group".to_owned()
        });
        self.ids(form_path, "groups", groups.iter().map(|group| group.id.as_str()));
        let mut follow_ups = 0;
        let mut earlier = Earlier::new();
        for (index, group) in groups.iter().enumerate() {
            let path = format!("{form_path}.groups[{index}]");
            self.label(format_args!("{path}.label"), &group.label);
            self.rules(&path, &group.rules);
            self.condition(&path, form, group.when.as_ref(), &earlier);
            if group.follow_up {
                follow_ups += 1;
                self.expect(follow_ups == 1, format_args!("{path}.follow_up"), || {
                    "expected at most one follow-up group in a form".to_owned()
                });
            }
            self.expect(
                group.items.is_empty() == group.follow_up,
                format_args!("{path}.items"),
                || {
                    match group.follow_up {
                        true => "expected no items: a follow-up group gets them from the findings",
                        false => "expected at least one item",
                    }
                    .to_owned()
                },
            );
            self.items(&path, form, group, &mut earlier);
        }
    }

    fn items<'f>(&mut self, group: &str, form: &Form, of: &'f Group, earlier: &mut Earlier<'f>) {
        for (index, item) in of.items.iter().enumerate() {
            let path = format!("{group}.items[{index}]");
            self.id(format_args!("{path}.id"), &item.id);
            self.expect(!item.id.starts_with(FOLLOW_UP_PREFIX), format_args!("{path}.id"), || {
                format!(
                    "`{}`: ids that begin with `{FOLLOW_UP_PREFIX}` are the follow-up's",
                    item.id
                )
            });
            self.label(format_args!("{path}.label"), &item.label);
            if let Some(hint) = &item.hint {
                self.label(format_args!("{path}.hint"), hint);
            }
            self.item_kind(&path, item);
            self.condition(&path, form, item.when.as_ref(), earlier);
            if let Some(department) = &item.department {
                self.department(format_args!("{path}.department"), department);
            }
            if let Some(field) = &item.updates {
                self.updates(&format!("{path}.updates"), form, item, field);
            }
            self.expect(
                earlier.insert(&item.id, item).is_none(),
                format_args!("{path}.id"),
                || format!("`{}` is used before in this form: expected another id", item.id),
            );
        }
    }

    fn item_kind(&mut self, path: &str, item: &Item) {
        match &item.kind {
            ItemKind::Choice(choices) => self.choices(path, "kind.choice", choices),
            ItemKind::Number { min, max, unit } => {
                self.expect(min <= max, format_args!("{path}.kind.number"), || {
                    format!("min {min} is greater than max {max}")
                });
                if let Some(unit) = unit {
                    self.label(format_args!("{path}.kind.number.unit"), unit);
                }
            }
            ItemKind::Text { max } => {
                self.expect(
                    (1..=MAX_TEXT).contains(max),
                    format_args!("{path}.kind.text.max"),
                    || format!("is {max}: expected 1 to {MAX_TEXT}"),
                );
            }
            ItemKind::Check
            | ItemKind::Date
            | ItemKind::Photo
            | ItemKind::Signature
            | ItemKind::Reference => {}
        }
        let can_be_a_problem = match &item.kind {
            ItemKind::Check => true,
            ItemKind::Choice(choices) => choices.iter().any(|choice| choice.problem),
            _ => false,
        };
        self.expect(
            can_be_a_problem || !item.photo_on_problem,
            format_args!("{path}.photo_on_problem"),
            || {
                "no answer to this item is a problem: expected a check, or a choice with one"
                    .to_owned()
            },
        );
    }

    fn condition(
        &mut self,
        path: &str,
        form: &Form,
        condition: Option<&Condition>,
        earlier: &Earlier<'_>,
    ) {
        match condition {
            None | Some(Condition::Rain(_)) => {}
            Some(Condition::Occupancy(occupancies)) => {
                let path = format!("{path}.when.occupancy");
                self.expect(form.subject == Subject::Household, &path, || {
                    "only a form on households knows an occupancy".to_owned()
                });
                self.expect(!occupancies.is_empty(), &path, || {
                    "expected at least one occupancy".to_owned()
                });
                self.occupancies(&path, occupancies);
            }
            Some(Condition::Answer { item, is }) => {
                let path = format!("{path}.when.answer");
                match earlier.get(item.as_str()) {
                    None => self.problem(
                        format_args!("{path}.item"),
                        format!("`{item}` is no earlier item of this form"),
                    ),
                    Some(earlier) => self.answer_exists(&format!("{path}.is"), earlier, is),
                }
            }
        }
    }

    fn answer_exists(&mut self, path: &str, item: &Item, answer: &str) {
        let answers: Vec<&str> = match &item.kind {
            ItemKind::Check => vec!["ok", "problem", "na"],
            ItemKind::Choice(choices) => choices.iter().map(|choice| choice.id.as_str()).collect(),
            _ => {
                let id = &item.id;
                return self.problem(path, format!("`{id}` is neither a check nor a choice"));
            }
        };
        self.expect(answers.contains(&answer), path, || {
            format!("`{answer}` is no answer to `{}`: expected {}", item.id, one_of(answers.iter()))
        });
    }

    fn updates(&mut self, path: &str, form: &Form, item: &Item, field_id: &str) {
        self.expect(form.subject == Subject::Household, path, || {
            "only a form on households updates the customer file".to_owned()
        });
        let pack = self.pack;
        match pack.household_fields.get(field_id) {
            None => self.problem(
                path,
                format!(
                    "no household field `{field_id}`: expected {}",
                    one_of(pack.household_fields.keys())
                ),
            ),
            Some(field) => self.expect(answer_fits(&item.kind, field), path, || {
                format!("answers to `{}` do not fit the household field `{field_id}`", item.id)
            }),
        }
    }
}

/// Whether each answer to such an item is a value of the field.
fn answer_fits(item: &ItemKind, field: &HouseholdField) -> bool {
    match (item, field.kind) {
        (ItemKind::Text { .. }, FieldKind::Text | FieldKind::Phone | FieldKind::Plate)
        | (ItemKind::Date, FieldKind::Date) => true,
        (ItemKind::Choice(answers), FieldKind::Choice) => {
            answers.iter().all(|answer| field.choices.iter().any(|choice| choice.id == answer.id))
        }
        _ => false,
    }
}
