//! Writing unsent changes again as a new actor. Two copies of one database number their changes
//! alike; Automerge refuses the second for ever, and with it all that depends on it.

use std::collections::BTreeSet;

use rusqlite::params;

use super::sql::heads_to_blob;
use super::write::{WriteTx, write_snapshot};
use crate::Result;
use crate::document::{Flat, LocalChange, edits_of};
use crate::ids::{ActorId, ChangeHash, DocumentId};

/// Takes a document's unsent changes out and makes the same edits again, at the same times, as the
/// actor of this transaction.
pub(super) fn reauthor(tx: &mut WriteTx<'_>, document: DocumentId) -> Result<()> {
    let header = tx.header(document)?;
    let actor = tx.actor();
    let unsent = unsent(tx, document)?;
    let changes = tx.document(document)?.changes_since(&[]);
    let Split { base, whole, rewritten } = Split::new(&changes, &unsent, actor)?;
    let connection = tx.connection();
    connection.prepare_cached("DELETE FROM outbox WHERE document = ?1")?.execute([document])?;
    connection.prepare_cached("DELETE FROM change WHERE document = ?1")?.execute([document])?;
    write_snapshot(connection, document, &base.save())?;
    for change in &rewritten {
        tx.append(document, &change.hash, &change.bytes)?;
        let sql = "INSERT INTO outbox (document, hash) VALUES (?1, ?2)";
        tx.connection().prepare_cached(sql)?.execute(params![document, change.hash])?;
    }
    let sql = "UPDATE document SET author_actor = ?2, heads = ?3 WHERE id = ?1";
    let values = params![document, whole.first_actor(), heads_to_blob(&whole.heads())];
    tx.connection().prepare_cached(sql)?.execute(values)?;
    tx.hold(document, whole);
    tx.settle_document(header)
}

/// Does so with every document that has unsent changes.
pub(super) fn reauthor_all(tx: &mut WriteTx<'_>) -> Result<()> {
    for document in documents_with_unsent(tx)? {
        reauthor(tx, document)?;
    }
    Ok(())
}

fn documents_with_unsent(tx: &WriteTx<'_>) -> Result<Vec<DocumentId>> {
    let sql = "SELECT DISTINCT document FROM outbox ORDER BY document";
    let mut statement = tx.connection().prepare_cached(sql)?;
    let documents = statement.query_map([], |row| row.get(0))?;
    Ok(documents.collect::<rusqlite::Result<_>>()?)
}

/// A document without its unsent changes, and with them written again.
struct Split {
    base: Flat,
    whole: Flat,
    rewritten: Vec<LocalChange>,
}

impl Split {
    /// Each edit is made where it was made: it rests on what its writer had seen, and on nothing
    /// that came later. So what two devices wrote while apart stays a conflict.
    fn new(
        changes: &[automerge::Change],
        unsent: &BTreeSet<ChangeHash>,
        actor: ActorId,
    ) -> Result<Self> {
        let unsent = with_dependents(changes, unsent);
        let mut base = Flat::new(actor);
        for change in changes.iter().filter(|change| !unsent.contains(&change.hash().into())) {
            base.apply([change.raw_bytes()])?;
        }
        let mut whole = Flat::new(actor);
        let mut rewritten = Vec::new();
        for (place, change) in changes.iter().enumerate() {
            if !unsent.contains(&change.hash().into()) {
                continue;
            }
            for seen in ancestors(&changes[..place], change) {
                if !unsent.contains(&seen.hash().into()) {
                    whole.apply([seen.raw_bytes()])?;
                }
            }
            let at_ms = change.timestamp().saturating_mul(1000);
            rewritten.extend(whole.commit(&edits_of(change), at_ms)?);
        }
        for change in base.changes_since(&whole.heads()) {
            whole.apply([change.raw_bytes()])?;
        }
        Ok(Self { base, whole, rewritten })
    }
}

/// These changes and all that rest on them. `changes` are in causal order.
fn with_dependents(
    changes: &[automerge::Change],
    unsent: &BTreeSet<ChangeHash>,
) -> BTreeSet<ChangeHash> {
    let mut all = unsent.clone();
    for change in changes {
        if change.deps().iter().any(|dep| all.contains(&(*dep).into())) {
            all.insert(change.hash().into());
        }
    }
    all
}

/// What a change rests on, in causal order.
fn ancestors<'a>(
    before: &'a [automerge::Change],
    change: &automerge::Change,
) -> Vec<&'a automerge::Change> {
    let mut wanted: BTreeSet<automerge::ChangeHash> = change.deps().iter().copied().collect();
    let mut found = Vec::new();
    for earlier in before.iter().rev() {
        if wanted.contains(&earlier.hash()) {
            wanted.extend(earlier.deps());
            found.push(earlier);
        }
    }
    found.reverse();
    found
}

/// The changes of a document that the server has not acknowledged.
pub(super) fn unsent(tx: &WriteTx<'_>, document: DocumentId) -> Result<BTreeSet<ChangeHash>> {
    let sql = "SELECT hash FROM outbox WHERE document = ?1";
    let mut statement = tx.connection().prepare_cached(sql)?;
    let hashes = statement.query_map([document], |row| row.get(0))?;
    Ok(hashes.collect::<rusqlite::Result<_>>()?)
}
