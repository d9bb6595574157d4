//! Writing unsent changes again as a new actor. Two copies of one database number their changes
//! alike; Automerge refuses the second for ever, and with it all that depends on it.

use std::collections::BTreeSet;

use rusqlite::params;

use super::sql::heads_to_blob;
use super::write::{WriteTx, write_snapshot};
use crate::Result;
use crate::document::{Flat, edits_of};
use crate::ids::{ChangeHash, DocumentId};

/// Takes a document's unsent changes out and makes the same edits again, at the same times, as the
/// actor of this transaction.
pub(super) fn reauthor(tx: &mut WriteTx<'_>, document: DocumentId) -> Result<()> {
    let header = tx.header(document)?;
    let actor = tx.actor();
    let unsent = unsent(tx, document)?;
    let changes = tx.document(document)?.changes_since(&[]);
    let mut base = Flat::new(actor);
    let mut again = Vec::new();
    for change in changes {
        if unsent.contains(&change.hash().into()) {
            again.push(change);
        } else {
            base.apply([change.raw_bytes()])?;
        }
    }
    let connection = tx.connection();
    connection.prepare_cached("DELETE FROM outbox WHERE document = ?1")?.execute([document])?;
    connection.prepare_cached("DELETE FROM change WHERE document = ?1")?.execute([document])?;
    write_snapshot(connection, document, &base.save())?;
    let mut rewritten = Vec::new();
    for change in &again {
        let at_ms = change.timestamp().saturating_mul(1000);
        rewritten.extend(base.commit(&edits_of(change), at_ms)?);
    }
    for change in &rewritten {
        tx.append(document, &change.hash, &change.bytes)?;
        let sql = "INSERT INTO outbox (document, hash) VALUES (?1, ?2)";
        tx.connection().prepare_cached(sql)?.execute(params![document, change.hash])?;
    }
    let sql = "UPDATE document SET author_actor = ?2, heads = ?3 WHERE id = ?1";
    let values = params![document, base.first_actor(), heads_to_blob(&base.heads())];
    tx.connection().prepare_cached(sql)?.execute(values)?;
    tx.hold(document, base);
    tx.settle_document(header)
}

fn unsent(tx: &WriteTx<'_>, document: DocumentId) -> Result<BTreeSet<ChangeHash>> {
    let sql = "SELECT hash FROM outbox WHERE document = ?1";
    let mut statement = tx.connection().prepare_cached(sql)?;
    let hashes = statement.query_map([document], |row| row.get(0))?;
    Ok(hashes.collect::<rusqlite::Result<_>>()?)
}
