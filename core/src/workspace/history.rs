//! The history of a document: who wrote what, when, on which device.

use super::{Who, Workspace};
use crate::document::{history, said};
use crate::error::Result;
use crate::ids::{ChangeHash, DocumentId};
use crate::rulepack::Label;

/// One change of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The change's address.
    pub hash: ChangeHash,
    /// When, by the writing device's clock, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Who, on which device.
    pub by: Who,
    /// What was set.
    pub edits: Vec<HistoryEdit>,
}

/// One register that a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEdit {
    /// The register.
    pub key: String,
    /// What it is called: the item or the field.
    pub label: Label,
    /// What it was set to; `None`: removed.
    pub value: Option<String>,
    /// It settled a conflict: there were several values before.
    pub settled: bool,
}

impl Workspace {
    /// The history of a record or any other document, oldest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] and the storage errors.
    pub fn history(&self, document: DocumentId) -> Result<Vec<HistoryEntry>> {
        let (header, doc) = self.store().document(document)?;
        let names = self.names(&header, &doc);
        history(&doc)
            .into_iter()
            .map(|change| {
                let edits = change
                    .edits
                    .into_iter()
                    .map(|edit| HistoryEdit {
                        label: names.register(&edit.key),
                        value: edit.value.map(|value| said(header.kind, &edit.key, &value)),
                        settled: edit.replaced > 1,
                        key: edit.key,
                    })
                    .collect();
                Ok(HistoryEntry {
                    hash: change.hash,
                    at_ms: change.at.saturating_mul(1000),
                    by: self.who(change.actor)?,
                    edits,
                })
            })
            .collect()
    }
}
