//! Finding things in a pack that was validated.

use super::model::{Duty, Form, Group, HouseholdField, Item, RulePack, Slot};
use crate::domain::Role;

impl RulePack {
    /// The form with this id.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.get(id)
    }

    /// The duty with this id.
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.duties.get(id)
    }

    /// The duties of a role with their ids, by the time of day at which they first open.
    pub fn duties_of(&self, role: Role) -> Vec<(&str, &Duty)> {
        let mut duties: Vec<_> = self
            .duties
            .iter()
            .filter(|(_, duty)| duty.role == role)
            .map(|(id, duty)| (id.as_str(), duty))
            .collect();
        duties.sort_by_key(|(id, duty)| (duty.slots.iter().map(|slot| slot.opens).min(), *id));
        duties
    }

    /// The fields of the customer file with their ids, in their order.
    pub fn fields_in_order(&self) -> Vec<(&str, &HouseholdField)> {
        let mut fields: Vec<_> =
            self.household_fields.iter().map(|(id, field)| (id.as_str(), field)).collect();
        fields.sort_by_key(|(id, field)| (field.order, *id));
        fields
    }
}

impl Form {
    /// Every item of the form with its group, in the order they are walked.
    pub fn items(&self) -> impl Iterator<Item = (&Group, &Item)> {
        self.groups.iter().flat_map(|group| group.items.iter().map(move |item| (group, item)))
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items().map(|(_, item)| item).find(|item| item.id == id)
    }

    /// The group that carries the day's earlier findings (P1), if the form has one.
    pub fn follow_up_group(&self) -> Option<&Group> {
        self.groups.iter().find(|group| group.follow_up)
    }
}

impl Duty {
    /// The slot with this id.
    pub fn slot(&self, id: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.id == id)
    }
}
