//! Customer files (客户档案): opening, reading, editing, searching.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{NewHousehold, Who, Workspace};
use crate::Error;
use crate::document::{FieldValue, Flat, HouseholdDocument, Source, conflicts, keys};
use crate::domain::{DocumentKind, StreamId};
use crate::error::Result;
use crate::ids::DocumentId;
use crate::rulepack::{FieldKind, HouseholdField, Label, RulePack, SearchAs};
use crate::store::search_term;

/// Most characters of a field.
const MAX_FIELD: usize = 500;

/// A customer file as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdFile {
    /// The household.
    pub household: DocumentId,
    /// The building's stream.
    pub stream: StreamId,
    /// The unit's label.
    pub unit: String,
    /// The floor.
    pub floor: Option<i64>,
    /// Every field of the pack in its order, filled or not; after them what the pack does not know.
    pub fields: Vec<FieldView>,
}

/// A field of a customer file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldView {
    /// The field's key: `<id>`, or `<id>#<slot>` for one of several.
    pub key: String,
    /// What it is called; the id where the pack does not know it.
    pub label: Label,
    /// The value, with its source and time; `None` while nobody knows.
    pub value: Option<FieldValue>,
    /// What the value is called, for a choice.
    pub choice: Option<Label>,
    /// Who wrote it.
    pub by: Who,
    /// Whether two devices wrote different things while apart.
    pub conflict: bool,
}

/// A household that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdHit {
    /// The household.
    pub household: DocumentId,
    /// The unit's label.
    pub unit: String,
    /// The residents' names.
    pub names: Vec<String>,
    /// The field that matched and its value; `None` where it was the unit.
    pub matched: Option<(String, String)>,
}

/// A visit to a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitEntry {
    /// The record of the visit.
    pub record: DocumentId,
    /// The day.
    pub day: NaiveDate,
    /// Who visited.
    pub by: Option<String>,
    /// Whether the record is finished.
    pub finished: bool,
}

impl Workspace {
    /// Opens a customer file.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] names the field that does not fit; [`Error::NotPermitted`].
    pub fn create_household(&self, household: NewHousehold) -> Result<DocumentId> {
        if household.unit.trim().is_empty() {
            return Err(Error::invalid("unit", "it is empty: expected a label such as 1-1203"));
        }
        let created = self.import_households(std::slice::from_ref(&household))?;
        created.into_iter().next().ok_or_else(|| Error::Storage("nothing was created".to_owned()))
    }

    /// Sets a field of a customer file; an empty value clears it. `field` is a field's id of the
    /// pack, or `<id>#<slot>` for one of several.
    ///
    /// # Errors
    /// [`Error::InvalidInput`], [`Error::NotFound`], [`Error::NotPermitted`].
    pub fn edit_field(
        &self,
        household: DocumentId,
        field: &str,
        value: &str,
        source: Source,
    ) -> Result<()> {
        let value = value.trim();
        let pack = self.pack()?;
        let (definition, _) = definition(&pack, field)?;
        if !value.is_empty() {
            check_value(definition, field, value)?;
        }
        let at = self.fact_time();
        self.write(|tx| {
            let header = tx.header(household)?;
            self.expect_kind(&header, DocumentKind::Household)?;
            self.may_write(&header, None)?;
            let edit = if value.is_empty() {
                crate::document::Edit::delete(format!("{}{field}", keys::FIELD))
            } else {
                FieldValue { value: value.to_owned(), source, at }.edit(field)
            };
            tx.edit(household, &[edit], self.now_ms()).map(drop)
        })
    }

    /// Adds one to a field that a household can have several of. Returns its key.
    ///
    /// # Errors
    /// As [`edit_field`](Self::edit_field).
    pub fn add_field(
        &self,
        household: DocumentId,
        field: &str,
        value: &str,
        source: Source,
    ) -> Result<String> {
        let slot: uuid::Uuid = self.env.new_random_id();
        let key = format!("{field}#{}", &slot.simple().to_string()[..6]);
        self.edit_field(household, &key, value, source)?;
        Ok(key)
    }

    /// A customer file with source, time and author of each field (H3).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NeedsUpdate`].
    pub fn household(&self, household: DocumentId) -> Result<HouseholdFile> {
        let (header, doc) = self.store().document(household)?;
        self.expect_kind(&header, DocumentKind::Household)?;
        let file = HouseholdDocument::read(&doc).map_err(|error| unread(household, &error))?;
        let pack = self.pack()?;
        let contested = conflicts(header.kind, &doc);
        let mut fields = Vec::new();
        let view = |key: &str, label: &Label, choices: &HouseholdField| -> Result<FieldView> {
            let value = file.fields.get(key).cloned();
            let register = format!("{}{key}", keys::FIELD);
            let choice = value.as_ref().and_then(|value| {
                let choice = choices.choices.iter().find(|choice| choice.id == value.value)?;
                Some(choice.label.clone())
            });
            Ok(FieldView {
                by: self.who(last_actor(&doc, &register))?,
                conflict: contested.iter().any(|conflict| conflict.key == register),
                key: key.to_owned(),
                label: label.clone(),
                value,
                choice,
            })
        };
        for (id, field) in pack.fields_in_order() {
            let prefix = format!("{id}#");
            let slots: Vec<&String> =
                file.fields.keys().filter(|key| key.starts_with(&prefix)).collect();
            if slots.is_empty() || file.fields.contains_key(id) {
                fields.push(view(id, &field.label, field)?);
            }
            for key in slots {
                fields.push(view(key, &field.label, field)?);
            }
        }
        Ok(HouseholdFile {
            household,
            stream: header.stream,
            unit: file.unit.clone(),
            floor: file.floor,
            fields,
        })
    }

    /// Finds households by name, unit, phone or plate: a part is enough, case, spaces and hyphens do
    /// not matter. At most `limit`, by unit.
    ///
    /// # Errors
    /// The storage errors.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<HouseholdHit>> {
        let term = search_term(query);
        if term.is_empty() {
            return Ok(Vec::new());
        }
        let pack = self.pack()?;
        let searched: Vec<&str> = pack
            .household_fields
            .iter()
            .filter(|(_, field)| field.search.is_some())
            .map(|(id, _)| id.as_str())
            .collect();
        let found = self.store().search_households(&term, &searched, limit)?;
        found
            .into_iter()
            .map(|(row, matched)| {
                Ok(HouseholdHit {
                    household: row.document,
                    unit: row.unit,
                    names: self.resident_names(&pack, row.document)?,
                    matched: matched.map(|field| (field.field, field.value)),
                })
            })
            .collect()
    }

    /// The visits to a household, newest first.
    ///
    /// # Errors
    /// The storage errors.
    pub fn visits(&self, household: DocumentId) -> Result<Vec<VisitEntry>> {
        let rows = self.store().records_about(household)?;
        Ok(rows
            .into_iter()
            .map(|row| VisitEntry {
                record: row.document,
                day: row.day,
                by: row.author.and_then(|person| self.person_name(person)),
                finished: row.finished_ms.is_some(),
            })
            .collect())
    }

    /// The residents' names, as the pack's fields for names have them.
    pub(crate) fn resident_names(
        &self,
        pack: &RulePack,
        household: DocumentId,
    ) -> Result<Vec<String>> {
        let rows = self.store().household_fields(household)?;
        Ok(rows
            .into_iter()
            .filter(|row| {
                let id = row.field.split('#').next().unwrap_or_default();
                let field = pack.household_fields.get(id);
                field.is_some_and(|field| field.search == Some(SearchAs::Name))
            })
            .map(|row| row.value)
            .collect())
    }
}

/// The definition of a field by its key, and the slot of one of several.
fn definition<'p, 'k>(
    pack: &'p RulePack,
    key: &'k str,
) -> Result<(&'p HouseholdField, Option<&'k str>)> {
    let (id, slot) = match key.split_once('#') {
        Some((id, slot)) => (id, Some(slot)),
        None => (key, None),
    };
    let unknown = || Error::invalid("field", format!("`{id}` is no field of the rule pack"));
    let definition = pack.household_fields.get(id).ok_or_else(unknown)?;
    let sound = |slot: &str| {
        !slot.is_empty() && slot.len() <= 16 && slot.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    match slot {
        Some(slot) if !definition.repeated || !sound(slot) => Err(Error::invalid(
            "field",
            format!("`{id}` takes no `#` part, or not this one: expected letters and digits"),
        )),
        _ => Ok((definition, slot)),
    }
}

/// Whether a value fits its field.
pub(super) fn check_field(pack: &RulePack, key: &str, value: &str) -> Result<()> {
    let (definition, _) = definition(pack, key)?;
    if value.is_empty() { Ok(()) } else { check_value(definition, key, value) }
}

fn check_value(definition: &HouseholdField, key: &str, value: &str) -> Result<()> {
    let refuse = |reason: String| Err(Error::invalid(format!("field {key}"), reason));
    if value.chars().count() > MAX_FIELD {
        return refuse(format!("it is longer than {MAX_FIELD} characters"));
    }
    if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return refuse("it holds control characters".to_owned());
    }
    match definition.kind {
        FieldKind::Text => Ok(()),
        FieldKind::Date => match value.parse::<NaiveDate>() {
            Ok(_) => Ok(()),
            Err(_) => refuse("it is not a date: expected YYYY-MM-DD".to_owned()),
        },
        FieldKind::Phone => {
            let digits = value.chars().filter(char::is_ascii_digit).count();
            let marks = value.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c));
            if marks && (3..=20).contains(&digits) {
                Ok(())
            } else {
                refuse("it is not a telephone number: expected 3 to 20 digits".to_owned())
            }
        }
        FieldKind::Plate => {
            if (2..=16).contains(&value.chars().count()) {
                Ok(())
            } else {
                refuse("it is not a plate: expected 2 to 16 characters".to_owned())
            }
        }
        FieldKind::Choice => {
            if definition.choices.iter().any(|choice| choice.id == value) {
                Ok(())
            } else {
                let ids: Vec<&str> =
                    definition.choices.iter().map(|choice| choice.id.as_str()).collect();
                refuse(format!("expected one of {}", ids.join(", ")))
            }
        }
    }
}

fn last_actor(doc: &Flat, register: &str) -> Option<crate::ids::ActorId> {
    doc.all(register).pop().and_then(|(_, actor, _)| actor)
}

/// A document that does not read: written by a newer version, or damaged.
pub(super) fn unread(document: DocumentId, error: &crate::document::ReadError) -> Error {
    match error {
        crate::document::ReadError::NeedsUpdate { .. } => Error::NeedsUpdate { document },
        crate::document::ReadError::Register { .. } => {
            Error::Corrupt(format!("document {document}: {error}"))
        }
    }
}

/// When a field was learnt, for sorting and showing its age.
impl FieldView {
    /// When the value was learnt, by the clock of the device that wrote it.
    pub fn learnt(&self) -> Option<DateTime<FixedOffset>> {
        self.value.as_ref().map(|value| value.at)
    }
}
