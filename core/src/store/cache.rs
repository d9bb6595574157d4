//! The few documents that stay in memory: the record that is being filled in, above all.

use crate::document::Flat;
use crate::ids::DocumentId;

/// Documents kept; a butler has one open, the office a few.
const CAPACITY: usize = 16;

/// The most recently used documents, newest last.
#[derive(Default)]
pub(super) struct DocumentCache {
    held: Vec<(DocumentId, Flat)>,
}

impl DocumentCache {
    /// The document, if it is held; it is then the most recent.
    pub(super) fn get(&mut self, id: DocumentId) -> Option<&mut Flat> {
        let index = self.held.iter().position(|(held, _)| *held == id)?;
        let entry = self.held.remove(index);
        self.held.push(entry);
        self.held.last_mut().map(|(_, doc)| doc)
    }

    /// Holds a document; the one that was not used for longest may go.
    pub(super) fn put(&mut self, id: DocumentId, doc: Flat) {
        self.forget(id);
        if self.held.len() == CAPACITY {
            self.held.remove(0);
        }
        self.held.push((id, doc));
    }

    /// Drops a document: after a failed transaction, memory would be ahead of the database.
    pub(super) fn forget(&mut self, id: DocumentId) {
        self.held.retain(|(held, _)| *held != id);
    }
}
