//! Documents that come from the server: through the gate, into the database. One that is not taken
//! is set aside and blocks no other.

use automerge::Automerge;
use serde_bytes::ByteBuf;

use super::replica::{quarantine_incoming, store_heads};
use super::write::{WriteTx, header, insert_row, write_snapshot};
use crate::Result;
use crate::document::gate::{Base, Limits, admit, admit_snapshot};
use crate::document::{Flat, read_check};
use crate::domain::DocumentKind;
use crate::ids::{ChangeHash, DocumentId};
use crate::sync::wire::{PageDocument, WireHeader};

/// What became of a document of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// New, or changed.
    Changed,
    /// Nothing in it was new.
    Known,
    /// Not taken, or not whole.
    SetAside,
}

/// Takes a document of a page.
pub(super) fn take(tx: &mut WriteTx<'_>, page: &PageDocument) -> Result<Taken> {
    let document = page.header.document;
    let held = match header(tx.connection(), document) {
        Ok(held) => held.map(WireHeader::from),
        Err(crate::Error::NeedsUpdate { .. }) => Some(page.header.clone()),
        Err(error) => return Err(error),
    };
    if held.as_ref().is_some_and(|held| *held != page.header) {
        return set_aside_all(tx, page, "wrong_envelope", "it is here with another envelope");
    }
    let mut incoming = Incoming { tx, header: &page.header, taken: Taken::Known };
    if let Some(snapshot) = &page.snapshot {
        incoming.snapshot(snapshot, held.is_some())?;
    }
    if !page.changes.is_empty() {
        incoming.changes(&page.changes)?;
    }
    Ok(incoming.taken)
}

/// One document on its way in.
struct Incoming<'t, 'c, 'h> {
    tx: &'t mut WriteTx<'c>,
    header: &'h WireHeader,
    taken: Taken,
}

impl Incoming<'_, '_, '_> {
    fn snapshot(&mut self, bytes: &ByteBuf, held: bool) -> Result<()> {
        let kind = self.header.known().map(|header| header.kind);
        let read = |doc: &Automerge| read(kind, doc);
        match admit_snapshot(bytes, &Limits::default(), &read) {
            Err(reason) => self.set_aside(address(bytes), bytes, &reason.to_string()),
            Ok((incoming, _)) if held => self.merge(&incoming),
            Ok((incoming, _)) => self.insert(incoming, bytes),
        }
    }

    fn changes(&mut self, changes: &[ByteBuf]) -> Result<()> {
        let kind = self.header.known().map(|header| header.kind);
        let read = |doc: &Automerge| read(kind, doc);
        let bytes = changes.iter().map(|change| change.to_vec()).collect();
        let document = self.header.document;
        let admission = if self.tx.exists_row(document)? {
            let doc = self.tx.document(document)?;
            admit(Base::Loaded(doc.automerge()), bytes, &Limits::default(), &read)
        } else {
            admit(Base::None, bytes, &Limits::default(), &read)
        };
        let admission = match admission {
            Ok(admission) => admission,
            Err(error) => return self.set_aside_each(changes, &error.to_string()),
        };
        for (hash, reason) in &admission.refused {
            let bytes = changes.iter().find(|bytes| address(bytes) == *hash);
            let bytes = bytes.cloned().unwrap_or_default();
            self.set_aside(*hash, &bytes, &reason.to_string())?;
        }
        // What waits for a change that is not here comes again with the document as a whole.
        if !admission.waiting.is_empty() {
            self.tx.read_again()?;
        }
        if admission.accepted.is_empty() {
            return Ok(());
        }
        if !self.tx.exists_row(document)? {
            return self.insert(admission.document, &ByteBuf::from(admission.snapshot));
        }
        for change in &admission.accepted {
            self.tx.append(document, &change.hash, &change.bytes)?;
        }
        let actor = self.tx.actor();
        self.keep(Flat::from_automerge(admission.document, actor))
    }

    /// A document that is not here yet.
    fn insert(&mut self, incoming: Automerge, bytes: &ByteBuf) -> Result<()> {
        let WireHeader { document, kind, stream } = self.header;
        let doc = Flat::from_automerge(incoming, self.tx.actor());
        insert_row(self.tx.connection(), *document, kind, *stream, &doc)?;
        write_snapshot(self.tx.connection(), *document, bytes)?;
        self.keep(doc)
    }

    /// A whole document of which some is here: what is missing is added, what is unsent stays.
    fn merge(&mut self, incoming: &Automerge) -> Result<()> {
        let document = self.header.document;
        let doc = self.tx.document(document)?;
        let new: Vec<(ChangeHash, Vec<u8>)> = incoming
            .get_changes(&[])
            .iter()
            .map(|change| (ChangeHash::from(change.hash()), change.raw_bytes().to_vec()))
            .filter(|(hash, _)| !doc.has(hash))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        if let Err(error) = doc.apply(new.iter().map(|(_, bytes)| bytes.as_slice())) {
            let all: Vec<ByteBuf> = new.into_iter().map(|(_, bytes)| bytes.into()).collect();
            self.tx.forget(document);
            return self.set_aside_each(&all, &error.to_string());
        }
        let doc = doc.clone();
        for (hash, bytes) in &new {
            self.tx.append(document, hash, bytes)?;
        }
        self.keep(doc)
    }

    fn keep(&mut self, doc: Flat) -> Result<()> {
        let document = self.header.document;
        match self.header.known() {
            Some(header) => {
                self.tx.hold(document, doc);
                self.tx.settle_document(header)?;
            }
            None => store_heads(self.tx.connection(), document, &doc.heads())?,
        }
        if self.taken == Taken::Known {
            self.taken = Taken::Changed;
        }
        Ok(())
    }

    fn set_aside(&mut self, hash: ChangeHash, bytes: &ByteBuf, detail: &str) -> Result<()> {
        self.taken = Taken::SetAside;
        quarantine_incoming(self.tx, self.header, hash, "unsafe", detail, bytes)
    }

    fn set_aside_each(&mut self, changes: &[ByteBuf], detail: &str) -> Result<()> {
        changes.iter().try_for_each(|bytes| self.set_aside(address(bytes), bytes, detail))
    }
}

impl WriteTx<'_> {
    /// Whether a document is here, of whatever kind.
    fn exists_row(&self, document: DocumentId) -> Result<bool> {
        let sql = "SELECT 1 FROM document WHERE id = ?1";
        Ok(self.connection().prepare_cached(sql)?.exists([document])?)
    }
}

/// Kinds of newer versions are only checked for what Automerge makes of them.
fn read(kind: Option<DocumentKind>, doc: &Automerge) -> Result<(), String> {
    kind.map_or(Ok(()), |kind| read_check(kind, doc))
}

fn set_aside_all(
    tx: &mut WriteTx<'_>,
    page: &PageDocument,
    code: &str,
    detail: &str,
) -> Result<Taken> {
    for bytes in page.snapshot.iter().chain(&page.changes) {
        quarantine_incoming(tx, &page.header, address(bytes), code, detail, bytes)?;
    }
    Ok(Taken::SetAside)
}

/// The address that bytes are set aside under: a change's own, else the SHA-256 of the bytes.
fn address(bytes: &[u8]) -> ChangeHash {
    crate::document::gate::address(bytes, &Limits::default())
}
