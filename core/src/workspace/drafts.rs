//! Drafts (草稿): what a person has typed and not saved yet, kept on this device until it is, for the
//! system may end the app at any time. A draft is in no document and is never sent.

use serde::{Deserialize, Serialize};

use super::Workspace;
use crate::error::Result;

/// A field of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftField {
    /// What the shell calls it.
    pub name: String,
    /// What is in it.
    pub value: String,
}

impl Workspace {
    /// What was typed at a place and not saved yet; nothing, if nothing was. `place` is any name that
    /// the shell has for it.
    ///
    /// # Errors
    /// The storage errors.
    pub fn draft(&self, place: &str) -> Result<Vec<DraftField>> {
        Ok(self.store().value(&key(place))?.unwrap_or_default())
    }

    /// Keeps what is typed at a place instead of what was kept there before; without fields, forgets
    /// it. Nobody who subscribed is told.
    ///
    /// # Errors
    /// The storage errors.
    pub fn keep_draft(&self, place: &str, fields: &[DraftField]) -> Result<()> {
        let key = key(place);
        self.write(|tx| {
            if fields.is_empty() { tx.clear_value(&key) } else { tx.set_value(&key, &fields) }
        })
    }
}

fn key(place: &str) -> String {
    format!("draft {place}")
}
