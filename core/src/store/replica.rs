//! The store as sync sees it.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde_bytes::ByteBuf;

use super::incoming::{self, Taken};
use super::open::{Store, meta, set_meta};
use super::sql::{heads_from_blob, heads_to_blob};
use super::write::{Changed, WriteTx};
use super::{blobs, reauthor};
use crate::domain::StreamId;
use crate::ids::{ActorId, AreaId, BlobHash, ChangeHash, DocumentId, Epoch};
use crate::sync::replica::{
    Applied, LogPosition, OutboxBatch, OutboxChange, OutboxDocument, OutboxPosition, Page,
    PendingBlob, Replica, ReplicaState,
};
use crate::sync::wire::{
    DocumentHeads, DocumentVerdict, Identity, Refusal, StreamCursor, WireHeader,
};
use crate::{Error, Result};

/// Told within the transaction that stores new grants: streams, and the person's areas.
type Granted<'a> = dyn Fn(&mut WriteTx<'_>, &[StreamId], &[AreaId]) -> Result<()> + 'a;

/// What sync calls, with what the workspace wants to hear of it.
pub(crate) struct StoreReplica<'a> {
    /// The database.
    pub(crate) store: &'a Store,
    /// Called after each transaction that changed something, with no lock held.
    pub(crate) changed: &'a dyn Fn(Changed),
    /// Called within a transaction to note the clock's offset in milliseconds.
    pub(crate) clock: &'a dyn Fn(&mut WriteTx<'_>, i64) -> Result<()>,
    /// Called within the transaction that stores new grants.
    pub(crate) granted: &'a Granted<'a>,
}

impl StoreReplica<'_> {
    fn write<T>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
        let (value, changed) = self.store.write(work)?;
        if changed != Changed::default() {
            (self.changed)(changed);
        }
        Ok(value)
    }
}

impl Replica for StoreReplica<'_> {
    fn state(&self) -> Result<ReplicaState> {
        let actor = self.store.actor()?;
        let log = self.write(|tx| {
            let connection = tx.connection();
            if meta::<bool>(connection, "read_again")? == Some(true) {
                connection.execute("DELETE FROM cursor", [])?;
                // The epoch stays: a log that is another one by then must still be noticed.
                connection.execute("DELETE FROM meta WHERE key = 'read_again'", [])?;
            }
            log_position(connection)
        })?;
        Ok(ReplicaState { actor, log })
    }

    fn unsent_count(&self) -> Result<u64> {
        Ok(self.store.waiting()?.changes)
    }

    fn outbox(&self, after: OutboxPosition, max_bytes: usize) -> Result<OutboxBatch> {
        self.store.read(|connection| outbox(connection, after, max_bytes))
    }

    fn settle(&self, epoch: Epoch, verdicts: &[DocumentVerdict]) -> Result<()> {
        let reauthor = self.write(|tx| {
            if meta::<Epoch>(tx.connection(), "epoch")?.is_none() {
                set_meta(tx.connection(), "epoch", epoch)?;
            }
            let mut again = Vec::new();
            for verdict in verdicts {
                for hash in &verdict.accepted {
                    acknowledge(tx.connection(), verdict.document, hash)?;
                }
                if verdict.refused.iter().any(|refusal| refusal.code.is_collision()) {
                    // With it went whatever rests on it; all of it is written again below.
                    again.push(verdict.document);
                } else {
                    for refusal in &verdict.refused {
                        quarantine_outgoing(tx, verdict.document, refusal)?;
                    }
                }
                tx.sync_changed();
            }
            Ok(again)
        })?;
        if reauthor.is_empty() {
            return Ok(());
        }
        // Another copy of this database numbered its changes alike. What is only here is written
        // again by a new actor; nothing is lost, and the log is read once more from the start.
        self.store.rotate_actor()?;
        self.write(|tx| {
            for document in &reauthor {
                reauthor::reauthor(tx, *document)?;
            }
            set_meta(tx.connection(), "read_again", true)
        })
    }

    fn apply(&self, page: &Page) -> Result<Applied> {
        self.write(|tx| {
            for identity in &page.identities {
                keep_identity(tx.connection(), identity)?;
            }
            let mut applied = Applied::default();
            for document in &page.documents {
                match incoming::take(tx, document)? {
                    Taken::Changed => applied.documents += 1,
                    Taken::Known => {}
                    Taken::SetAside => applied.set_aside += 1,
                }
            }
            (self.granted)(tx, &page.grants, &page.areas)?;
            if let Some(log) = &page.log {
                store_log_position(tx.connection(), log)?;
            }
            tx.sync_changed();
            Ok(applied)
        })
    }

    fn heads_page(&self, after: Option<DocumentId>, limit: usize) -> Result<Vec<DocumentHeads>> {
        self.store.read(|connection| {
            let sql = "SELECT id, heads FROM document WHERE id > ?1 ORDER BY id LIMIT ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let after = after.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![after, limit], |row| {
                let heads: Vec<u8> = row.get(1)?;
                Ok(DocumentHeads { document: row.get(0)?, heads: heads_from_blob(&heads) })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn resend(&self, differing: &[DocumentHeads], granted: &[StreamId]) -> Result<u64> {
        self.write(|tx| {
            let mut count = 0;
            for theirs in differing {
                count += resend(tx, theirs, granted)?;
            }
            tx.sync_changed();
            Ok(count)
        })
    }

    fn recheck_blobs(&self) -> Result<()> {
        self.write(|tx| {
            tx.connection().execute("DELETE FROM sent_photo", [])?;
            tx.sync_changed();
            Ok(())
        })
    }

    fn drop_streams(&self, granted: &[StreamId]) -> Result<u64> {
        self.write(|tx| {
            let sql = "SELECT DISTINCT stream FROM document";
            let mut statement = tx.connection().prepare_cached(sql)?;
            let held = statement
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<StreamId>>>()?;
            drop(statement);
            let mut dropped = 0;
            for stream in held.into_iter().filter(|stream| !granted.contains(stream)) {
                // Photos go with the last document that shows them.
                let sql = "DELETE FROM document WHERE stream = ?1
                               AND id NOT IN (SELECT document FROM outbox)
                               AND id NOT IN
                                   (SELECT document FROM quarantine WHERE outgoing = 1)
                               AND id NOT IN (SELECT p.document FROM photo p
                                   JOIN blob b ON b.hash = p.hash AND b.own = 1
                                   LEFT JOIN sent_photo s
                                       ON s.document = p.document AND s.hash = p.hash
                                   WHERE s.hash IS NULL)";
                dropped += tx.connection().prepare_cached(sql)?.execute([stream])? as u64;
            }
            if dropped > 0 {
                // A document that does not read here has no rows, but may show an unsent photo.
                let sql = "DELETE FROM blob WHERE hash NOT IN (SELECT hash FROM photo)
                               AND (own = 0 OR hash IN (SELECT hash FROM sent_photo)
                                   OR NOT EXISTS (SELECT 1 FROM document WHERE readable = 0))";
                tx.connection().execute(sql, [])?;
                tx.purged();
            }
            Ok(dropped)
        })
    }

    fn clock_offset(&self, offset_ms: i64) -> Result<()> {
        self.write(|tx| (self.clock)(tx, offset_ms))
    }

    fn pending_blobs(&self) -> Result<Vec<PendingBlob>> {
        self.store.read(|connection| {
            let sql = "SELECT DISTINCT b.hash, p.document, b.media_type, length(b.bytes)
                       FROM blob b JOIN photo p ON p.hash = b.hash
                       LEFT JOIN sent_photo s ON s.document = p.document AND s.hash = p.hash
                       WHERE b.own = 1 AND s.hash IS NULL
                           AND p.document NOT IN (SELECT document FROM outbox)
                       ORDER BY b.rowid, p.document";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(PendingBlob {
                    hash: row.get(0)?,
                    document: row.get(1)?,
                    media_type: row.get(2)?,
                    total: row.get::<_, i64>(3)?.unsigned_abs(),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn blob_chunk(&self, hash: BlobHash, offset: u64, len: usize) -> Result<Vec<u8>> {
        self.store.read(|connection| {
            let sql = "SELECT substr(bytes, ?2, ?3) FROM blob WHERE hash = ?1";
            let start = i64::try_from(offset).unwrap_or(i64::MAX - 1) + 1;
            let len = i64::try_from(len).unwrap_or(i64::MAX);
            let mut statement = connection.prepare_cached(sql)?;
            let chunk =
                statement.query_row(params![hash, start, len], |row| row.get(0)).optional()?;
            chunk.ok_or_else(|| Error::not_found("photo", hash))
        })
    }

    fn blob_sent(&self, hash: BlobHash, document: DocumentId) -> Result<()> {
        self.write(|tx| {
            let sql = "INSERT INTO sent_photo (document, hash) VALUES (?1, ?2)
                       ON CONFLICT (document, hash) DO NOTHING";
            tx.connection().prepare_cached(sql)?.execute(params![document, hash])?;
            tx.sync_changed();
            Ok(())
        })
    }
}

fn log_position(connection: &Connection) -> Result<Option<LogPosition>> {
    let Some(epoch) = meta::<Epoch>(connection, "epoch")? else { return Ok(None) };
    let identities_after: i64 = meta(connection, "identities_after")?.unwrap_or(0);
    let mut statement = connection.prepare_cached("SELECT stream, position, floor FROM cursor")?;
    let cursors = statement.query_map([], |row| {
        Ok(StreamCursor {
            stream: row.get(0)?,
            position: row.get::<_, i64>(1)?.cast_unsigned(),
            floor: row.get::<_, i64>(2)?.cast_unsigned(),
        })
    })?;
    Ok(Some(LogPosition {
        epoch,
        cursors: cursors.collect::<rusqlite::Result<_>>()?,
        identities_after: identities_after.cast_unsigned(),
    }))
}

fn store_log_position(connection: &Connection, log: &LogPosition) -> Result<()> {
    set_meta(connection, "epoch", log.epoch)?;
    set_meta(connection, "identities_after", log.identities_after.cast_signed())?;
    connection.execute("DELETE FROM cursor", [])?;
    let sql = "INSERT INTO cursor (stream, position, floor) VALUES (?1, ?2, ?3)";
    for StreamCursor { stream, position, floor } in &log.cursors {
        let (position, floor) = (position.cast_signed(), floor.cast_signed());
        connection.prepare_cached(sql)?.execute(params![stream, position, floor])?;
    }
    Ok(())
}

fn keep_identity(connection: &Connection, identity: &Identity) -> Result<()> {
    let Identity { actor, device, label, person, .. } = identity;
    let sql = "INSERT INTO identity (actor, device, label, person) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (actor) DO UPDATE SET
                   device = excluded.device, label = excluded.label, person = excluded.person";
    connection.prepare_cached(sql)?.execute(params![actor, device, label, person])?;
    Ok(())
}

fn outbox(connection: &Connection, after: OutboxPosition, max_bytes: usize) -> Result<OutboxBatch> {
    let sql = "SELECT o.position, o.document, d.kind, d.stream, o.hash, c.bytes
               FROM outbox o
               JOIN document d ON d.id = o.document
               JOIN change c ON c.document = o.document AND c.hash = o.hash
               WHERE o.position > ?1 ORDER BY o.position";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([after.0.cast_signed()])?;
    let mut batch = OutboxBatch { position: after, ..OutboxBatch::default() };
    let mut places: BTreeMap<DocumentId, usize> = BTreeMap::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let change = OutboxChange { hash: row.get(4)?, bytes: row.get(5)? };
        if bytes > 0 && bytes + change.bytes.len() > max_bytes {
            batch.more = true;
            break;
        }
        bytes += change.bytes.len();
        let document: DocumentId = row.get(1)?;
        let place = match places.get(&document) {
            Some(place) => *place,
            None => {
                let header = WireHeader { document, kind: row.get(2)?, stream: row.get(3)? };
                batch.documents.push(OutboxDocument { header, changes: Vec::new() });
                places.insert(document, batch.documents.len() - 1);
                batch.documents.len() - 1
            }
        };
        batch.documents[place].changes.push(change);
        batch.position = OutboxPosition(row.get::<_, i64>(0)?.cast_unsigned());
    }
    Ok(batch)
}

fn acknowledge(connection: &Connection, document: DocumentId, hash: &ChangeHash) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM outbox WHERE document = ?1 AND hash = ?2")?
        .execute(params![document, hash])?;
    connection
        .prepare_cached("DELETE FROM quarantine WHERE document = ?1 AND hash = ?2")?
        .execute(params![document, hash])?;
    connection
        .prepare_cached("DELETE FROM change WHERE document = ?1 AND hash = ?2 AND covered = 1")?
        .execute(params![document, hash])?;
    Ok(())
}

fn quarantine_outgoing(
    tx: &mut WriteTx<'_>,
    document: DocumentId,
    refusal: &Refusal,
) -> Result<()> {
    let connection = tx.connection();
    let sql = "INSERT INTO quarantine
                   (hash, document, kind, stream, outgoing, code, detail, bytes, at_ms)
               SELECT c.hash, d.id, d.kind, d.stream, 1, ?3, ?4, c.bytes, ?5
               FROM change c JOIN document d ON d.id = c.document
               WHERE c.document = ?1 AND c.hash = ?2
               ON CONFLICT (document, hash) DO NOTHING";
    let code = serde_json::to_string(&refusal.code).unwrap_or_default();
    let at_ms = tx.env().clock.now().timestamp_millis();
    let code = code.trim_matches('"');
    let values = params![document, refusal.hash, code, refusal.detail, at_ms];
    connection.prepare_cached(sql)?.execute(values)?;
    connection
        .prepare_cached("DELETE FROM outbox WHERE document = ?1 AND hash = ?2")?
        .execute(params![document, refusal.hash])?;
    Ok(())
}

/// Puts back into the outbox what the server lacks of this device's own changes of one document.
/// All its outbox marks are written anew, so that their order stays causal.
fn resend(tx: &mut WriteTx<'_>, theirs: &DocumentHeads, granted: &[StreamId]) -> Result<u64> {
    let document = theirs.document;
    let header = match tx.header(document) {
        Ok(header) => header,
        // Kinds of newer versions are never written here.
        Err(Error::NeedsUpdate { .. } | Error::NotFound { .. }) => return Ok(0),
        Err(error) => return Err(error),
    };
    if !granted.contains(&header.stream) {
        return Ok(0);
    }
    let own = own_actors(tx.connection())?;
    let unsent = reauthor::unsent(tx, document)?;
    let doc = tx.document(document)?;
    let lacking: Vec<(ChangeHash, Vec<u8>)> = doc
        .changes_since(&theirs.heads)
        .iter()
        .map(|change| (ChangeHash::from(change.hash()), change))
        .filter(|(hash, change)| {
            let actor = ActorId::from_automerge(change.actor_id());
            unsent.contains(hash) || actor.is_some_and(|actor| own.contains(&actor))
        })
        .map(|(hash, change)| (hash, change.raw_bytes().to_vec()))
        .collect();
    let connection = tx.connection();
    connection.prepare_cached("DELETE FROM outbox WHERE document = ?1")?.execute([document])?;
    for (hash, bytes) in &lacking {
        // The snapshot has it already, if it has gone from the tail.
        let sql = "INSERT INTO change (document, hash, bytes, covered) VALUES (?1, ?2, ?3, 1)
                   ON CONFLICT (document, hash) DO NOTHING";
        connection.prepare_cached(sql)?.execute(params![document, hash, bytes])?;
        let sql = "INSERT INTO outbox (document, hash) VALUES (?1, ?2)
                   ON CONFLICT (document, hash) DO NOTHING";
        connection.prepare_cached(sql)?.execute(params![document, hash])?;
    }
    Ok(lacking.len() as u64)
}

/// Every actor that this device has written as.
fn own_actors(connection: &Connection) -> Result<Vec<ActorId>> {
    let sql = "SELECT actor FROM identity
               WHERE device = (SELECT i.device FROM identity i JOIN meta m
                   ON m.key = 'actor' AND m.value = i.actor)
               UNION SELECT value FROM meta WHERE key = 'actor'";
    let mut statement = connection.prepare_cached(sql)?;
    let actors = statement.query_map([], |row| row.get(0))?;
    Ok(actors.collect::<rusqlite::Result<_>>()?)
}

impl Store {
    /// Notes whose device this is, so that the author of what is written here has a name offline.
    pub(crate) fn claim_actor(
        &self,
        device: crate::ids::DeviceId,
        label: &str,
        person: crate::ids::PersonId,
    ) -> Result<()> {
        let actor = self.actor()?;
        let label = label.to_owned();
        self.write(|tx| {
            keep_identity(tx.connection(), &Identity { row: 0, actor, device, label, person })
        })?;
        Ok(())
    }

    /// Goes on as another device: as a new actor, by which what is unsent is written again, since the
    /// server binds an actor to the device that first pushed as it. Should this be cut short, the
    /// server's verdicts bring about the rest.
    pub(crate) fn become_device(
        &self,
        device: crate::ids::DeviceId,
        label: &str,
        person: crate::ids::PersonId,
    ) -> Result<super::Changed> {
        self.rotate_actor()?;
        self.claim_actor(device, label, person)?;
        let ((), changed) = self.write(reauthor::reauthor_all)?;
        Ok(changed)
    }

    /// Keeps a photo that came from the server.
    pub(crate) fn keep_fetched_photo(
        &self,
        hash: BlobHash,
        media_type: &str,
        bytes: &[u8],
    ) -> Result<()> {
        let photo = blobs::Photo { hash, media_type, bytes, own: false };
        self.write(|tx| blobs::insert(tx.connection(), &photo)).map(drop)
    }
}

/// Sets aside what this device does not take from the server.
pub(super) fn quarantine_incoming(
    tx: &mut WriteTx<'_>,
    header: &WireHeader,
    hash: ChangeHash,
    code: &str,
    detail: &str,
    bytes: &ByteBuf,
) -> Result<()> {
    let sql = "INSERT INTO quarantine
                   (hash, document, kind, stream, outgoing, code, detail, bytes, at_ms)
               VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8)
               ON CONFLICT (document, hash) DO NOTHING";
    let WireHeader { document, kind, stream } = header;
    let at_ms = tx.env().clock.now().timestamp_millis();
    let values = params![hash, document, kind, stream, code, detail, bytes.as_slice(), at_ms];
    tx.connection().prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Writes a document's heads without projecting it, for kinds that this version does not know.
pub(super) fn store_heads(
    connection: &Connection,
    document: DocumentId,
    heads: &[ChangeHash],
) -> Result<()> {
    let sql = "UPDATE document SET heads = ?2, readable = 0 WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![document, heads_to_blob(heads)])?;
    Ok(())
}
