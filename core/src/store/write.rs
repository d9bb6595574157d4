//! The write transaction: documents are edited in memory, their changes, outbox marks and
//! projections are written, and all of it is durable or none.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::cache::DocumentCache;
use super::open::{Store, Writer};
use super::sql::heads_to_blob;
use super::{blobs, project};
use crate::document::{Edit, Flat, LocalChange, read_as};
use crate::domain::{DocumentKind, Header, StreamId};
use crate::env::Environment;
use crate::ids::{ActorId, DocumentId};
use crate::{Error, Result};

/// Changes after which a document gets a new snapshot, so that opening it stays quick.
const TAIL: i64 = 48;

/// What a transaction touched; listeners are told after it is durable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The documents, with their kinds.
    pub documents: BTreeSet<(DocumentKind, DocumentId)>,
    /// Whether the outbox, a cursor or the quarantine changed.
    pub sync: bool,
}

impl Changed {
    /// Adds what another transaction touched.
    pub fn merge(&mut self, other: &Self) {
        self.documents.extend(&other.documents);
        self.sync |= other.sync;
    }
}

/// A write transaction.
pub struct WriteTx<'a> {
    tx: Transaction<'a>,
    cache: &'a mut DocumentCache,
    actor: ActorId,
    env: &'a Environment,
    changed: Changed,
    touched: BTreeSet<DocumentId>,
}

impl Store {
    /// Runs `work` in one transaction, durable when this returns. If `work` or the commit fails,
    /// nothing of it stays, neither on disk nor in memory.
    ///
    /// # Errors
    /// Those of `work`; [`Error::StorageFull`] and the other storage errors; [`Error::Suspended`].
    pub fn write<T>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<(T, Changed)> {
        let mut slot = self.writer_slot();
        let writer = slot.as_mut().ok_or(Error::Suspended)?;
        let done = transact(writer, self.env(), work);
        if matches!(done, Err(Error::StorageFull)) {
            super::open::make_room(&writer.connection);
        }
        done
    }

    /// The actor that this database writes as.
    ///
    /// # Errors
    /// [`Error::Suspended`].
    pub fn actor(&self) -> Result<ActorId> {
        self.writer_slot().as_ref().map(|writer| writer.actor).ok_or(Error::Suspended)
    }

    /// Writes as a new actor from now on, which is the same device and person.
    ///
    /// # Errors
    /// The storage errors.
    pub fn rotate_actor(&self) -> Result<ActorId> {
        let mut slot = self.writer_slot();
        let writer = slot.as_mut().ok_or(Error::Suspended)?;
        let actor: ActorId = self.env().new_random_id();
        let tx = writer.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "INSERT INTO identity (actor, device, label, person)
                   SELECT ?1, device, label, person FROM identity WHERE actor = ?2";
        tx.execute(sql, params![actor, writer.actor])?;
        super::open::set_meta(&tx, "actor", actor)?;
        tx.commit()?;
        writer.actor = actor;
        writer.cache = DocumentCache::default();
        Ok(actor)
    }
}

fn transact<T>(
    writer: &mut Writer,
    env: &Environment,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
) -> Result<(T, Changed)> {
    let Writer { connection, cache, actor } = writer;
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut write = WriteTx {
        tx,
        cache,
        actor: *actor,
        env,
        changed: Changed::default(),
        touched: BTreeSet::new(),
    };
    let result = work(&mut write);
    let WriteTx { tx, cache, changed, touched, .. } = write;
    let committed = match result {
        Ok(value) => tx.commit().map(|()| value).map_err(Error::from),
        Err(error) => Err(error),
    };
    if committed.is_err() {
        touched.into_iter().for_each(|document| cache.forget(document));
    }
    committed.map(|value| (value, changed))
}

impl WriteTx<'_> {
    /// The transaction's connection, for the modules of the store.
    pub(super) fn connection(&self) -> &Connection {
        &self.tx
    }

    /// The actor that writes.
    pub(super) fn actor(&self) -> ActorId {
        self.actor
    }

    /// The environment.
    pub(super) fn env(&self) -> &Environment {
        self.env
    }

    /// Drops a document from memory: what is there is ahead of the database.
    pub(super) fn forget(&mut self, document: DocumentId) {
        self.cache.forget(document);
    }

    /// The log is read from the start at the next sync: something in it was not understood.
    pub(super) fn read_again(&mut self) -> Result<()> {
        super::open::set_meta(&self.tx, "read_again", true)
    }

    /// Documents went from the device: none may stay in memory.
    pub(super) fn purged(&mut self) {
        *self.cache = DocumentCache::default();
        self.changed.sync = true;
    }

    /// Marks that the outbox, a cursor, the quarantine or the time of the last sync changed.
    pub(crate) fn sync_changed(&mut self) {
        self.changed.sync = true;
    }

    /// The envelope of a document that is here.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn header(&self, document: DocumentId) -> Result<Header> {
        header(&self.tx, document)?.ok_or_else(|| Error::not_found("document", document))
    }

    /// A document as it is now, within this transaction.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Corrupt`] where its bytes are damaged.
    pub fn document(&mut self, document: DocumentId) -> Result<&mut Flat> {
        self.touched.insert(document);
        if self.cache.get(document).is_none() {
            let doc = load(&self.tx, document, self.actor)?
                .ok_or_else(|| Error::not_found("document", document))?;
            self.cache.put(document, doc);
        }
        self.cache.get(document).ok_or_else(|| Error::not_found("document", document))
    }

    /// Creates a document of these edits, to be sent.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] if it is there already, or would not read as its kind; the storage
    /// errors.
    pub fn create(&mut self, header: Header, edits: &[Edit], at_ms: i64) -> Result<()> {
        if self.exists(header.document)? {
            return Err(Error::invalid("document", "it exists already"));
        }
        let mut doc = Flat::new(self.actor);
        let change = doc
            .commit(edits, at_ms)?
            .ok_or_else(|| Error::invalid("edits", "a document needs at least one"))?;
        self.insert_document(header, &doc)?;
        self.touched.insert(header.document);
        self.cache.put(header.document, doc);
        self.keep_local(header, &change)
    }

    /// Makes one change of these edits, to be sent. `false` when they changed nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NeedsUpdate`]; [`Error::InvalidInput`] if the document would no
    /// longer read as its kind; the storage errors.
    pub fn edit(&mut self, document: DocumentId, edits: &[Edit], at_ms: i64) -> Result<bool> {
        let header = self.header(document)?;
        if !self.readable(document)? {
            return Err(Error::NeedsUpdate { document });
        }
        match self.document(document)?.commit(edits, at_ms)? {
            None => Ok(false),
            Some(change) => self.keep_local(header, &change).map(|()| true),
        }
    }

    /// Writes a snapshot now: the record was closed and will be read more often than written.
    ///
    /// # Errors
    /// As [`document`](Self::document).
    pub fn compact(&mut self, document: DocumentId) -> Result<()> {
        let bytes = self.document(document)?.save();
        write_snapshot(&self.tx, document, &bytes)
    }

    /// Keeps a value beside the documents, as JSON.
    ///
    /// # Errors
    /// The storage errors.
    pub(crate) fn set_value(&self, key: &str, value: &impl serde::Serialize) -> Result<()> {
        let text = serde_json::to_string(value)
            .map_err(|error| Error::Storage(format!("{key}: {error}")))?;
        super::open::set_meta(&self.tx, key, text)
    }

    /// Removes such a value.
    ///
    /// # Errors
    /// The storage errors.
    pub(crate) fn clear_value(&self, key: &str) -> Result<()> {
        self.tx.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([key])?;
        Ok(())
    }

    /// Removes the values under a prefix whose `at_ms` lies before this time.
    ///
    /// # Errors
    /// The storage errors.
    pub(crate) fn clear_values_before(&self, prefix: &str, at_ms: i64) -> Result<()> {
        // Values under other keys are no JSON.
        let sql = "DELETE FROM meta
                   WHERE CASE WHEN substr(key, 1, length(?1)) = ?1
                              THEN value ->> '$.at_ms' < ?2 END";
        self.tx.prepare_cached(sql)?.execute(params![prefix, at_ms])?;
        Ok(())
    }

    /// The documents of a kind with changes that are not sent.
    ///
    /// # Errors
    /// The storage errors.
    pub(crate) fn unsent_of(&self, kind: DocumentKind) -> Result<Vec<DocumentId>> {
        let sql = "SELECT DISTINCT o.document FROM outbox o JOIN document d ON d.id = o.document
                   WHERE d.kind = ?1";
        let mut statement = self.tx.prepare_cached(sql)?;
        let documents = statement.query_map([kind.as_str()], |row| row.get(0))?;
        Ok(documents.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps a photo's bytes; they go with the transaction.
    ///
    /// # Errors
    /// The storage errors.
    pub fn keep_photo(&mut self, photo: &blobs::Photo<'_>) -> Result<()> {
        blobs::insert(&self.tx, photo)?;
        self.changed.sync = true;
        Ok(())
    }

    /// Whether a document is here.
    pub(super) fn exists(&self, document: DocumentId) -> Result<bool> {
        Ok(header(&self.tx, document)?.is_some())
    }

    pub(super) fn insert_document(&mut self, header: Header, doc: &Flat) -> Result<()> {
        insert_row(&self.tx, header.document, header.kind.as_str(), header.stream, doc)
    }

    /// Holds a document that was made or merged outside of [`document`](Self::document).
    pub(super) fn hold(&mut self, document: DocumentId, doc: Flat) {
        self.touched.insert(document);
        self.cache.put(document, doc);
    }

    fn readable(&self, document: DocumentId) -> Result<bool> {
        let sql = "SELECT readable FROM document WHERE id = ?1";
        Ok(self.tx.prepare_cached(sql)?.query_row([document], |row| row.get(0))?)
    }

    fn keep_local(&mut self, header: Header, change: &LocalChange) -> Result<()> {
        self.append(header.document, &change.hash, &change.bytes)?;
        let sql = "INSERT INTO outbox (document, hash) VALUES (?1, ?2)";
        self.tx.prepare_cached(sql)?.execute(params![header.document, change.hash])?;
        self.changed.sync = true;
        self.settle_document(header)?;
        if self.readable(header.document)? {
            return Ok(());
        }
        // The server would refuse it, and with it all that is written here later.
        let doc = self.document(header.document)?;
        let reason = match read_as(header.kind, doc) {
            Err(error) => error.to_string(),
            Ok(()) => "the document does not read".to_owned(),
        };
        Err(Error::invalid("edit", reason))
    }

    /// Adds a change row.
    pub(super) fn append(
        &mut self,
        document: DocumentId,
        hash: &crate::ids::ChangeHash,
        bytes: &[u8],
    ) -> Result<()> {
        let sql = "INSERT INTO change (document, hash, bytes) VALUES (?1, ?2, ?3)
                   ON CONFLICT (document, hash) DO NOTHING";
        self.tx.prepare_cached(sql)?.execute(params![document, hash, bytes])?;
        Ok(())
    }

    /// After a document in memory changed: heads, projection, and a snapshot when the tail is long.
    pub(super) fn settle_document(&mut self, header: Header) -> Result<()> {
        let document = header.document;
        self.touched.insert(document);
        let doc = self
            .cache
            .get(document)
            .ok_or_else(|| Error::Storage("the document is not held".to_owned()))?;
        let heads = heads_to_blob(&doc.heads());
        let readable = project::project(&self.tx, &header, doc)?;
        let sql = "UPDATE document SET heads = ?2, readable = ?3 WHERE id = ?1";
        self.tx.prepare_cached(sql)?.execute(params![document, heads, readable])?;
        let sql = "SELECT count(*) FROM change WHERE document = ?1 AND covered = 0";
        let tail: i64 = self.tx.prepare_cached(sql)?.query_row([document], |row| row.get(0))?;
        if tail > TAIL {
            write_snapshot(&self.tx, document, &doc.save())?;
        }
        self.changed.documents.insert((header.kind, document));
        Ok(())
    }
}

/// The envelope of a document, if it is here and of a kind that this version knows.
pub(super) fn header(connection: &Connection, document: DocumentId) -> Result<Option<Header>> {
    let sql = "SELECT kind, stream FROM document WHERE id = ?1";
    let row = connection
        .prepare_cached(sql)?
        .query_row([document], |row| Ok((row.get::<_, String>(0)?, row.get::<_, StreamId>(1)?)))
        .optional()?;
    match row {
        None => Ok(None),
        Some((kind, stream)) => match DocumentKind::parse(&kind) {
            Some(kind) => Ok(Some(Header { document, kind, stream })),
            None => Err(Error::NeedsUpdate { document }),
        },
    }
}

/// Adds a document's row.
pub(super) fn insert_row(
    connection: &Connection,
    document: DocumentId,
    kind: &str,
    stream: StreamId,
    doc: &Flat,
) -> Result<()> {
    let sql = "INSERT INTO document (id, kind, stream, heads, author_actor)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let heads = heads_to_blob(&doc.heads());
    connection.prepare_cached(sql)?.execute(params![
        document,
        kind,
        stream,
        heads,
        doc.first_actor()
    ])?;
    Ok(())
}

/// Reads a document: its snapshot and the changes that came after.
pub(super) fn load(
    connection: &Connection,
    document: DocumentId,
    actor: ActorId,
) -> Result<Option<Flat>> {
    let exists = "SELECT 1 FROM document WHERE id = ?1";
    if !connection.prepare_cached(exists)?.exists([document])? {
        return Ok(None);
    }
    let sql = "SELECT bytes FROM snapshot WHERE document = ?1";
    let snapshot: Option<Vec<u8>> =
        connection.prepare_cached(sql)?.query_row([document], |row| row.get(0)).optional()?;
    let mut doc = match snapshot {
        Some(bytes) => Flat::load(&bytes, actor)?,
        None => Flat::new(actor),
    };
    let sql = "SELECT bytes FROM change WHERE document = ?1 AND covered = 0 ORDER BY ordinal";
    let mut statement = connection.prepare_cached(sql)?;
    let tail = statement
        .query_map([document], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<Vec<u8>>>>()?;
    doc.apply(tail.iter().map(Vec::as_slice))?;
    Ok(Some(doc))
}

/// Replaces a document's snapshot by one that covers all its changes.
pub(super) fn write_snapshot(
    connection: &Connection,
    document: DocumentId,
    bytes: &[u8],
) -> Result<()> {
    let sql = "INSERT INTO snapshot (document, bytes) VALUES (?1, ?2)
               ON CONFLICT (document) DO UPDATE SET bytes = excluded.bytes";
    connection.prepare_cached(sql)?.execute(params![document, bytes])?;
    connection
        .prepare_cached("UPDATE change SET covered = 1 WHERE document = ?1")?
        .execute([document])?;
    let sql = "DELETE FROM change WHERE document = ?1
               AND hash NOT IN (SELECT hash FROM outbox WHERE document = ?1)";
    connection.prepare_cached(sql)?.execute([document])?;
    Ok(())
}
