//! The fields of the customer file.

use super::super::model::{FieldKind, OCCUPANCY, SearchAs};
use super::Check;

impl Check<'_> {
    pub(super) fn household_fields(&mut self) {
        for (id, field) in &self.pack.household_fields {
            let path = format!("household_fields.{id}");
            self.named(&path, id, &field.label);
            self.rules(&path, &field.rules);
            if field.kind == FieldKind::Choice {
                self.choices(&path, "choices", &field.choices);
            } else {
                self.expect(field.choices.is_empty(), format_args!("{path}.choices"), || {
                    "expected none: the field is no choice".to_owned()
                });
            }
            let searchable = match field.search {
                None => true,
                Some(SearchAs::Name) => field.kind == FieldKind::Text,
                Some(SearchAs::Phone) => field.kind == FieldKind::Phone,
                Some(SearchAs::Plate) => field.kind == FieldKind::Plate,
            };
            self.expect(searchable, format_args!("{path}.search"), || {
                "does not fit the field's kind: expected a name of a text, a phone of a phone, \
                 a plate of a plate"
                    .to_owned()
            });
            if id == OCCUPANCY {
                let single_choice = field.kind == FieldKind::Choice && !field.repeated;
                self.expect(single_choice, format_args!("{path}.kind"), || {
                    "a unit has one occupancy: expected a choice that is not repeated".to_owned()
                });
            }
        }
    }
}
