//! A page being filled: documents up to a number of bytes, or one document that alone is larger.

use std::collections::{HashMap, HashSet};

use serde_bytes::ByteBuf;
use xunlou_core::domain::Header;
use xunlou_core::ids::DocumentId;
use xunlou_core::sync::wire::PageDocument;

/// What an envelope and the framing of a document take, roughly.
const OVERHEAD: usize = 120;

/// A page being filled.
pub(super) struct Page {
    documents: Vec<PageDocument>,
    places: HashMap<DocumentId, usize>,
    whole: HashSet<DocumentId>,
    bytes: usize,
    limit: usize,
}

impl Page {
    /// An empty page of at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            documents: Vec::new(),
            places: HashMap::new(),
            whole: HashSet::new(),
            bytes: 0,
            limit,
        }
    }

    /// Whether this many bytes still fit. Something always fits on an empty page.
    pub(super) fn fits(&self, bytes: usize) -> bool {
        self.documents.is_empty() || self.bytes.saturating_add(bytes + OVERHEAD) <= self.limit
    }

    /// Whether the page holds the whole document.
    pub(super) fn holds(&self, document: DocumentId) -> bool {
        self.whole.contains(&document)
    }

    /// Adds a whole document.
    pub(super) fn add_whole(&mut self, header: Header, snapshot: Vec<u8>) {
        self.bytes += snapshot.len() + OVERHEAD;
        self.whole.insert(header.document);
        self.documents.push(PageDocument {
            header: header.into(),
            snapshot: Some(ByteBuf::from(snapshot)),
            changes: Vec::new(),
        });
    }

    /// Adds one change of a document.
    pub(super) fn add_change(&mut self, header: Header, change: &[u8]) {
        self.bytes += change.len() + OVERHEAD / 4;
        let place = *self.places.entry(header.document).or_insert_with(|| {
            self.bytes += OVERHEAD;
            self.documents.push(PageDocument {
                header: header.into(),
                snapshot: None,
                changes: Vec::new(),
            });
            self.documents.len() - 1
        });
        self.documents[place].changes.push(ByteBuf::from(change));
    }

    /// What is on the page.
    pub(super) fn into_documents(self) -> Vec<PageDocument> {
        self.documents
    }
}
