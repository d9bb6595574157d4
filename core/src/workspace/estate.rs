//! Setting up an estate and reading its directory. Used by the office; phones only read.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::remembered::Remembered;
use super::{Workspace, lock};
use crate::Error;
use crate::document::{DirectoryDocument, Edit, FieldValue, Flat, HouseholdDocument, Source, keys};
use crate::domain::{DocumentKind, Header, StreamId};
use crate::error::Result;
use crate::ids::{BuildingId, DocumentId};
use crate::store::Changed;

/// The directory, read once.
#[derive(Default)]
pub(super) struct DirectoryCache {
    read: Remembered<Arc<DirectoryDocument>>,
}

impl DirectoryCache {
    pub(super) fn forget_if(&self, changed: &Changed) {
        if changed.documents.iter().any(|(kind, _)| *kind == DocumentKind::Directory) {
            self.read.forget();
        }
    }
}

/// Most characters of a unit's label.
const MAX_UNIT: usize = 40;

/// A unit to open a customer file for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHousehold {
    /// The building it is in.
    pub building: BuildingId,
    /// The unit's label, such as `1-1203`.
    pub unit: String,
    /// The floor.
    pub floor: Option<i64>,
    /// Field keys with their values, as the estate's own lists have them.
    pub fields: Vec<(String, String)>,
}

impl Workspace {
    /// The estate's directory.
    ///
    /// # Errors
    /// [`Error::NotFound`] before the first sync.
    pub fn directory(&self) -> Result<Arc<DirectoryDocument>> {
        self.directory.read.get(|| self.read_directory())
    }

    fn read_directory(&self) -> Result<Arc<DirectoryDocument>> {
        let document = self.directory_document()?;
        let document = document.ok_or_else(|| Error::not_found("directory", self.me().estate))?;
        let (_, doc) = self.store.document(document)?;
        let directory = DirectoryDocument::read(&doc)
            .map_err(|error| Error::Corrupt(format!("directory: {error}")))?;
        Ok(Arc::new(directory))
    }

    /// Writes the estate's directory: creates it, or changes what differs.
    ///
    /// # Errors
    /// [`Error::NotPermitted`] for anyone but a manager.
    pub fn set_directory(&self, directory: &DirectoryDocument) -> Result<()> {
        let edits =
            directory.edits().map_err(|error| Error::invalid("directory", error.to_string()))?;
        let known = self.directory_document()?;
        let header = Header {
            document: known.unwrap_or_else(|| self.env.new_id()),
            kind: DocumentKind::Directory,
            stream: StreamId::Estate,
        };
        self.may_write(&header, None)?;
        let at = self.now_ms();
        self.write(|tx| match known {
            Some(document) => {
                let gone = gone(tx.document(document)?, &edits);
                tx.edit(document, &[edits, gone].concat(), at).map(drop)
            }
            None => tx.create(header, &edits, at),
        })
    }

    /// Opens customer files from the estate's own lists, all or none of them.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] names the unit and the field that does not fit the pack;
    /// [`Error::NotPermitted`].
    pub fn import_households(&self, households: &[NewHousehold]) -> Result<Vec<DocumentId>> {
        let pack = self.pack()?;
        let now = self.fact_time();
        for household in households {
            let unit = household.unit.trim();
            if unit.is_empty() || unit.chars().count() > MAX_UNIT {
                let reason = format!("expected a label of 1 to {MAX_UNIT} characters, as 1-1203");
                return Err(Error::invalid("unit", reason));
            }
            for (field, value) in &household.fields {
                super::households::check_field(&pack, field, value).map_err(|error| {
                    Error::invalid(format!("unit {}, {field}", household.unit), error.to_string())
                })?;
            }
        }
        let _once = lock(&self.beginning);
        self.check_units_are_new(households)?;
        self.write(|tx| {
            let mut documents = Vec::with_capacity(households.len());
            for household in households {
                let document = self.env.new_id();
                let stream = StreamId::Building(household.building);
                let header = Header { document, kind: DocumentKind::Household, stream };
                self.may_write(&header, None)?;
                let file = imported(household, now);
                tx.create(header, &file.create(), self.now_ms())?;
                documents.push(document);
            }
            Ok(documents)
        })
    }

    /// Two files for one unit would count it twice (H1, H2).
    fn check_units_are_new(&self, households: &[NewHousehold]) -> Result<()> {
        let mut buildings: Vec<_> = households.iter().map(|new| new.building).collect();
        buildings.sort_unstable();
        buildings.dedup();
        let streams: Vec<_> = buildings.into_iter().map(StreamId::Building).collect();
        let rows = self.store.households(&streams)?;
        let mut known: BTreeSet<(StreamId, String)> =
            rows.into_iter().map(|row| (row.stream, row.unit)).collect();
        for new in households {
            let unit = new.unit.trim().to_owned();
            if !known.insert((StreamId::Building(new.building), unit)) {
                let reason = format!("`{}` has a file in that building already", new.unit.trim());
                return Err(Error::invalid("unit", reason));
            }
        }
        Ok(())
    }

    fn directory_document(&self) -> Result<Option<DocumentId>> {
        Ok(self.store.documents_of(DocumentKind::Directory)?.into_iter().next())
    }
}

/// Deletes the entries of the directory that are not among these any more.
fn gone(doc: &Flat, kept: &[Edit]) -> Vec<Edit> {
    let kept: BTreeSet<&str> = kept.iter().map(|edit| edit.key.as_str()).collect();
    [keys::BUILDING, keys::AREA, keys::STAFF]
        .into_iter()
        .flat_map(|prefix| doc.with_prefix(prefix).map(move |(id, _)| format!("{prefix}{id}")))
        .filter(|key| !kept.contains(key.as_str()))
        .map(Edit::delete)
        .collect()
}

fn imported(household: &NewHousehold, at: DateTime<FixedOffset>) -> HouseholdDocument {
    let field = |value: &String| FieldValue { value: value.clone(), source: Source::Import, at };
    HouseholdDocument {
        unit: household.unit.trim().to_owned(),
        floor: household.floor,
        fields: household
            .fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.clone(), field(value)))
            .collect(),
    }
}
