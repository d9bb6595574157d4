//! The history of a document: who wrote what, when, on which device.

use xunlou_core::workspace as core;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{ChangeHash, DocumentId, Label, Timestamp, Who, Workspace};

mirror! {
    /// One register that a change set.
    pub struct HistoryEdit from core::HistoryEdit {
        /// The register.
        pub key: String,
        /// What it is called: the item or the field.
        pub label: Label,
        /// What it was set to; absent: removed.
        pub value: Option<String>,
        /// It settled a conflict: there were several values before.
        pub settled: bool,
    }
}

/// One change of a document.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct HistoryEntry {
    /// The change's address.
    pub hash: ChangeHash,
    /// When, by the writing device's clock.
    pub at: Timestamp,
    /// Who, on which device.
    pub by: Who,
    /// What was set.
    pub edits: Vec<HistoryEdit>,
}

impl From<core::HistoryEntry> for HistoryEntry {
    fn from(core: core::HistoryEntry) -> Self {
        let core::HistoryEntry { hash, at_ms, by, edits } = core;
        Self { hash: hash.into(), at: at_ms.carry(), by: by.into(), edits: edits.carry() }
    }
}

impl Carry<HistoryEntry> for core::HistoryEntry {
    fn carry(self) -> HistoryEntry {
        self.into()
    }
}

#[uniffi::export]
impl Workspace {
    /// The history of a record or any other document, oldest first.
    ///
    /// # Errors
    /// `NotFound` and the storage errors.
    pub fn history(&self, document: DocumentId) -> Result<Vec<HistoryEntry>> {
        Ok(self.core()?.history(document.0)?.carry())
    }
}
