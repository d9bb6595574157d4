//! Drafts (草稿): what a person has typed and not saved yet, kept on this device until it is, for the
//! system may end the app at any time. A draft is in no document and is never sent; one that nobody
//! came back to within two weeks is forgotten.

use serde::{Deserialize, Serialize};

use super::Workspace;
use crate::error::Result;

/// How long a draft is kept, in milliseconds.
const KEPT_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// Before the names of places, among the values beside the documents.
const PREFIX: &str = "draft ";

/// A field of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftField {
    /// What the shell calls it.
    pub name: String,
    /// What is in it.
    pub value: String,
}

#[derive(Serialize, Deserialize)]
struct Draft {
    at_ms: i64,
    fields: Vec<DraftField>,
}

impl Workspace {
    /// What was typed at a place and not saved yet; nothing, if nothing was. `place` is any name that
    /// the shell has for it.
    ///
    /// # Errors
    /// The storage errors.
    pub fn draft(&self, place: &str) -> Result<Vec<DraftField>> {
        let draft: Option<Draft> = self.store().value(&key(place))?;
        let draft = draft.filter(|draft| draft.at_ms >= self.now_ms() - KEPT_MS);
        Ok(draft.map(|draft| draft.fields).unwrap_or_default())
    }

    /// Keeps what is typed at a place instead of what was kept there before; without fields, forgets
    /// it. Nobody who subscribed is told.
    ///
    /// # Errors
    /// The storage errors.
    pub fn keep_draft(&self, place: &str, fields: &[DraftField]) -> Result<()> {
        let (key, at_ms) = (key(place), self.now_ms());
        self.write(|tx| {
            tx.clear_values_before(PREFIX, at_ms - KEPT_MS)?;
            if fields.is_empty() {
                tx.clear_value(&key)
            } else {
                tx.set_value(&key, &Draft { at_ms, fields: fields.to_vec() })
            }
        })
    }
}

fn key(place: &str) -> String {
    format!("{PREFIX}{place}")
}
