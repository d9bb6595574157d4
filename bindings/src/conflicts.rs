//! Open conflicts (冲突): mine and theirs side by side, and the choice that settles them.

use xunlou_core::workspace as core;

use crate::convert::Carry;
use crate::convert::mirror;
use crate::error::Result;
use crate::{ChangeHash, DocumentId, DocumentKind, Label, Timestamp, Who, Workspace};

mirror! {
    /// A register that two devices wrote differently while apart.
    pub struct ConflictView from core::ConflictView {
        /// The document.
        pub document: DocumentId,
        /// What the document is.
        pub kind: DocumentKind,
        /// The register, to resolve it by.
        pub key: String,
        /// What the register is called: the item or the field.
        pub label: Label,
        /// The values; the last is the one that shows until somebody chooses.
        pub candidates: Vec<CandidateView>,
    }
}

/// One of the values.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct CandidateView {
    /// What it says: an answer, a field's value.
    pub said: String,
    /// What it is called, for an answer of a list.
    pub label: Option<Label>,
    /// Who wrote it, on which device.
    pub by: Who,
    /// When, by the writing device's clock.
    pub at: Option<Timestamp>,
    /// The change that wrote it, to choose it by.
    pub change: Option<ChangeHash>,
    /// Whether it was written on this device.
    pub mine: bool,
}

impl From<core::CandidateView> for CandidateView {
    fn from(core: core::CandidateView) -> Self {
        let core::CandidateView { said, label, by, at_ms, change, mine } = core;
        Self {
            said,
            label: label.carry(),
            by: by.into(),
            at: at_ms.carry(),
            change: change.carry(),
            mine,
        }
    }
}

impl Carry<CandidateView> for core::CandidateView {
    fn carry(self) -> CandidateView {
        self.into()
    }
}

/// How a conflict is settled.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// By one of its values.
    Take {
        /// The change that wrote it.
        change: ChangeHash,
    },
    /// By a third: an answer, a field's value, a text.
    Write {
        /// What it is to say.
        text: String,
    },
}

impl From<Resolution> for core::Resolution {
    fn from(ours: Resolution) -> Self {
        match ours {
            Resolution::Take { change } => Self::Take(change.0),
            Resolution::Write { text } => Self::Write(text),
        }
    }
}

#[uniffi::export]
impl Workspace {
    /// The open conflicts.
    ///
    /// # Errors
    /// The storage errors.
    pub fn conflicts(&self) -> Result<Vec<ConflictView>> {
        Ok(self.core()?.conflicts()?.carry())
    }

    /// Settles a conflict by an ordinary write: its history says who chose what, and which values
    /// it replaced.
    ///
    /// # Errors
    /// `NotFound` when there is no such conflict or value any more;
    /// `InvalidInput` for a value that does not fit;
    /// `NotPermitted`.
    pub fn resolve(&self, document: DocumentId, key: String, resolution: Resolution) -> Result<()> {
        Ok(self.core()?.resolve(document.0, &key, &resolution.into())?)
    }
}
