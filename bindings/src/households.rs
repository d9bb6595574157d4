//! Customer files (客户档案): opening, reading, editing, searching.

use xunlou_core::document;
use xunlou_core::workspace as core;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::visits::limit;
use crate::{BuildingId, Day, DocumentId, Label, Timestamp, Who, Workspace};

mirror! {
    /// Where the value of a field comes from.
    pub enum FieldSource from document::Source {
        /// A home visit (家访).
        Visit,
        /// A telephone call.
        Phone,
        /// The resident at the office.
        Office,
        /// What a butler saw.
        Observed,
        /// The list that the estate was set up with.
        Import,
    }

    /// The value of a field.
    pub struct FieldValue from document::FieldValue {
        /// The value.
        pub value: String,
        /// Where it comes from.
        pub source: FieldSource,
        /// When it was learnt, by the device's clock.
        pub at: Timestamp,
    }

    /// A field of a customer file (H3).
    pub struct FieldView from core::FieldView {
        /// The field's key: `<id>`, or `<id>#<slot>` for one of several.
        pub key: String,
        /// What it is called; the id where the rules do not know it.
        pub label: Label,
        /// The value, with its source and time; absent while nobody knows.
        pub value: Option<FieldValue>,
        /// What the value is called, for a choice.
        pub choice: Option<Label>,
        /// Who wrote it.
        pub by: Who,
        /// Whether two devices wrote different things while apart.
        pub conflict: bool,
    }

    /// A customer file as a person reads it.
    pub struct HouseholdFile from core::HouseholdFile {
        /// The household.
        pub household: DocumentId,
        /// The building's stream, as text.
        pub stream: String,
        /// The unit's label.
        pub unit: String,
        /// The floor.
        pub floor: Option<i64>,
        /// Every field of the rules in its order, filled or not.
        pub fields: Vec<FieldView>,
    }

    /// A household that a search found.
    pub struct HouseholdHit from core::HouseholdHit {
        /// The household.
        pub household: DocumentId,
        /// The unit's label.
        pub unit: String,
        /// The residents' names.
        pub names: Vec<String>,
        /// The field that matched; absent where it was the unit.
        pub matched: Option<FieldMatch>,
    }

    /// A visit to a household.
    pub struct VisitEntry from core::VisitEntry {
        /// The record of the visit.
        pub record: DocumentId,
        /// The day.
        pub day: Day,
        /// Who visited.
        pub by: Option<String>,
        /// Whether the record is finished.
        pub finished: bool,
    }

    /// A unit to open a customer file for.
    pub struct NewHousehold into core::NewHousehold {
        /// The building it is in.
        pub building: BuildingId,
        /// The unit's label, such as `1-1203`.
        pub unit: String,
        /// The floor.
        pub floor: Option<i64>,
        /// Fields with their values, as the estate's own lists have them.
        pub fields: Vec<FieldMatch>,
    }
}

/// A field of a customer file with its value.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct FieldMatch {
    /// The field's key.
    pub field: String,
    /// Its value.
    pub value: String,
}

impl Carry<FieldMatch> for (String, String) {
    fn carry(self) -> FieldMatch {
        let (field, value) = self;
        FieldMatch { field, value }
    }
}

impl Carry<(String, String)> for FieldMatch {
    fn carry(self) -> (String, String) {
        (self.field, self.value)
    }
}

#[uniffi::export]
impl Workspace {
    /// Opens a customer file.
    ///
    /// # Errors
    /// `InvalidInput` names the field that does not fit, or a
    /// unit that has a file already; `NotPermitted`.
    pub fn create_household(&self, household: NewHousehold) -> Result<DocumentId> {
        Ok(self.core()?.create_household(household.into())?.into())
    }

    /// Opens customer files from the estate's own lists, all or none of them.
    ///
    /// # Errors
    /// As `create_household`; the unit is named.
    pub fn import_households(&self, households: Vec<NewHousehold>) -> Result<Vec<DocumentId>> {
        let households: Vec<core::NewHousehold> = households.carry();
        Ok(self.core()?.import_households(&households)?.carry())
    }

    /// Sets a field of a customer file; an empty value clears it. `field` is a field's id, or
    /// `<id>#<slot>` for one of several.
    ///
    /// # Errors
    /// `InvalidInput`,
    /// `NotFound`,
    /// `NotPermitted`.
    pub fn edit_field(
        &self,
        household: DocumentId,
        field: String,
        value: String,
        source: FieldSource,
    ) -> Result<()> {
        Ok(self.core()?.edit_field(household.0, &field, &value, source.into())?)
    }

    /// Adds one to a field that a household can have several of. Returns its key.
    ///
    /// # Errors
    /// As `edit_field`.
    pub fn add_field(
        &self,
        household: DocumentId,
        field: String,
        value: String,
        source: FieldSource,
    ) -> Result<String> {
        Ok(self.core()?.add_field(household.0, &field, &value, source.into())?)
    }

    /// A customer file with source, time and author of each field (H3).
    ///
    /// # Errors
    /// `NotFound`, `NeedsUpdate`.
    pub fn household(&self, household: DocumentId) -> Result<HouseholdFile> {
        Ok(self.core()?.household(household.0)?.into())
    }

    /// Finds households by name, unit, phone or plate: a part is enough, case, spaces and hyphens do
    /// not matter. At most `limit`, by unit.
    ///
    /// # Errors
    /// The storage errors.
    pub fn search(&self, query: String, limit: i64) -> Result<Vec<HouseholdHit>> {
        Ok(self.core()?.search(&query, self::limit(limit)?)?.carry())
    }

    /// The visits to a household, newest first.
    ///
    /// # Errors
    /// The storage errors.
    pub fn visits(&self, household: DocumentId) -> Result<Vec<VisitEntry>> {
        Ok(self.core()?.visits(household.0)?.carry())
    }
}
