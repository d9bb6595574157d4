//! A device's store in memory. Like the real one, each call is one transaction; a fuse makes one of
//! them fail, as when the app is killed.

use std::cell::{Cell, RefCell, RefMut};
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Change, Changes, hash_of, header};
use crate::domain::StreamId;
use crate::ids::{ActorId, BlobHash, ChangeHash, DocumentId, Epoch};
use crate::sync::replica::{
    Applied, LogPosition, OutboxBatch, OutboxChange, OutboxDocument, OutboxPosition, Page,
    PendingBlob, Replica, ReplicaState,
};
use crate::sync::wire::{DocumentHeads, DocumentVerdict, Identity, WireHeader};
use crate::{Error, Result};

#[derive(Default)]
pub(in crate::sync) struct FakeReplica {
    pub(in crate::sync) data: RefCell<Data>,
    /// After so many calls every call fails.
    pub(in crate::sync) fuse: Cell<Option<u32>>,
}

#[derive(Clone, Default)]
pub(in crate::sync) struct Data {
    pub(in crate::sync) documents: BTreeMap<DocumentId, (WireHeader, Changes)>,
    pub(in crate::sync) actors: Vec<ActorId>,
    pub(in crate::sync) outbox: BTreeMap<u64, (DocumentId, ChangeHash)>,
    pub(in crate::sync) quarantine: BTreeSet<ChangeHash>,
    pub(in crate::sync) acknowledged: BTreeSet<ChangeHash>,
    pub(in crate::sync) log: Option<LogPosition>,
    pub(in crate::sync) identities: BTreeMap<ActorId, Identity>,
    pub(in crate::sync) blobs: Vec<(PendingBlob, Vec<u8>, bool)>,
    pub(in crate::sync) clock_offset: Option<i64>,
    pub(in crate::sync) grants: Vec<StreamId>,
    next_row: u64,
}

impl FakeReplica {
    pub(in crate::sync) fn new(actor: u128) -> Self {
        let replica = Self::default();
        replica.data.borrow_mut().actors.push(ActorId(Uuid::from_u128(actor)));
        replica
    }

    pub(in crate::sync) fn edit(
        &self,
        document: DocumentId,
        stream: StreamId,
        text: &str,
    ) -> ChangeHash {
        let mut data = self.data.borrow_mut();
        let actor = *data.actors.last().unwrap();
        let entry = data.documents.entry(document);
        let (_, changes) = entry.or_insert_with(|| (header(document, stream), Changes::default()));
        let change = Change { document, actor, deps: changes.heads(), text: text.to_owned() };
        let hash = hash_of(&change.bytes());
        changes.0.insert(hash, change);
        data.put_back(document, hash);
        hash
    }

    pub(in crate::sync) fn attach(&self, document: DocumentId, bytes: &[u8]) -> BlobHash {
        let hash = BlobHash::of(bytes);
        let total = bytes.len() as u64;
        let blob = PendingBlob { hash, document, media_type: "image/jpeg".into(), total };
        self.data.borrow_mut().blobs.push((blob, bytes.to_vec(), false));
        hash
    }

    fn call(&self) -> Result<RefMut<'_, Data>> {
        if let Some(left) = self.fuse.get() {
            self.fuse.set(Some(left.saturating_sub(1)));
            if left == 0 {
                return Err(Error::StorageFull);
            }
        }
        Ok(self.data.borrow_mut())
    }
}

impl Data {
    fn put_back(&mut self, document: DocumentId, hash: ChangeHash) -> bool {
        if self.outbox.values().any(|(_, unsent)| *unsent == hash) {
            return false;
        }
        self.next_row += 1;
        self.outbox.insert(self.next_row, (document, hash));
        true
    }

    fn take(&mut self, document: DocumentId, bytes: &[u8]) -> bool {
        let change = Change::read(bytes).unwrap();
        let (_, changes) = self.documents.get_mut(&document).unwrap();
        // What the engine promises: pages arrive in order and none is skipped.
        assert!(changes.ready(&change), "a page came before what it builds on");
        changes.0.insert(hash_of(bytes), change).is_none()
    }
}

impl Replica for FakeReplica {
    fn state(&self) -> Result<ReplicaState> {
        let data = self.call()?;
        Ok(ReplicaState { actor: *data.actors.last().unwrap(), log: data.log.clone() })
    }

    fn unsent_count(&self) -> Result<u64> {
        Ok(self.call()?.outbox.len() as u64)
    }

    fn outbox(&self, after: OutboxPosition, max_bytes: usize) -> Result<OutboxBatch> {
        let data = self.call()?;
        let mut batch = OutboxBatch { position: after, ..OutboxBatch::default() };
        let mut bytes = 0;
        for (row, (document, hash)) in data.outbox.range(after.0 + 1..) {
            let (header, changes) = &data.documents[document];
            let change = OutboxChange { hash: *hash, bytes: changes.0[hash].bytes() };
            bytes += change.bytes.len();
            if bytes > max_bytes && batch.position > after {
                batch.more = true;
                break;
            }
            batch.position = OutboxPosition(*row);
            match batch.documents.iter_mut().find(|listed| listed.header.document == *document) {
                Some(listed) => listed.changes.push(change),
                None => batch
                    .documents
                    .push(OutboxDocument { header: header.clone(), changes: vec![change] }),
            }
        }
        Ok(batch)
    }

    fn settle(&self, epoch: Epoch, verdicts: &[DocumentVerdict]) -> Result<()> {
        let mut data = self.call()?;
        let start = || LogPosition { epoch, cursors: Vec::new(), identities_after: 0 };
        data.log.get_or_insert_with(start);
        for verdict in verdicts {
            let refused = verdict.refused.iter().map(|refusal| refusal.hash).collect::<Vec<_>>();
            data.outbox
                .retain(|_, (_, hash)| !verdict.accepted.contains(hash) && !refused.contains(hash));
            data.acknowledged.extend(&verdict.accepted);
            data.quarantine.extend(refused);
        }
        Ok(())
    }

    fn apply(&self, page: &Page) -> Result<Applied> {
        let mut data = self.call()?;
        let mut applied = Applied::default();
        for document in &page.documents {
            let id = document.header.document;
            data.documents.entry(id).or_insert((document.header.clone(), Changes::default()));
            let mut new = false;
            for bytes in document.snapshot.iter().flat_map(|bytes| Changes::open_snapshot(bytes)) {
                new |= data.take(id, &bytes);
            }
            for bytes in &document.changes {
                new |= data.take(id, bytes);
            }
            applied.documents += u64::from(new);
        }
        for identity in &page.identities {
            data.identities.insert(identity.actor, identity.clone());
        }
        data.grants.clone_from(&page.grants);
        if page.log.is_some() {
            data.log.clone_from(&page.log);
        }
        Ok(applied)
    }

    fn heads_page(&self, after: Option<DocumentId>, limit: usize) -> Result<Vec<DocumentHeads>> {
        let data = self.call()?;
        let documents = data.documents.iter().filter(|(id, _)| after.is_none_or(|a| **id > a));
        Ok(documents
            .take(limit)
            .map(|(id, (_, changes))| DocumentHeads { document: *id, heads: changes.heads() })
            .collect())
    }

    fn resend(&self, differing: &[DocumentHeads], granted: &[StreamId]) -> Result<u64> {
        let mut data = self.call()?;
        let mut count = 0;
        for heads in differing {
            let (header, changes) = data.documents[&heads.document].clone();
            if !granted.contains(&header.stream) {
                continue;
            }
            let there = changes.ancestors(&heads.heads);
            // Dependencies first: a chain of one's own changes is as long as its ancestors are many.
            let mut own: Vec<_> = changes
                .0
                .iter()
                .filter(|(hash, change)| {
                    data.actors.contains(&change.actor)
                        && !there.contains(hash)
                        && !data.quarantine.contains(hash)
                })
                .map(|(hash, _)| (changes.ancestors(&[*hash]).len(), *hash))
                .collect();
            own.sort();
            for (_, hash) in own {
                count += u64::from(data.put_back(heads.document, hash));
            }
        }
        Ok(count)
    }

    fn recheck_blobs(&self) -> Result<()> {
        self.call()?.blobs.iter_mut().for_each(|(_, _, sent)| *sent = false);
        Ok(())
    }

    fn drop_streams(&self, granted: &[StreamId]) -> Result<u64> {
        let mut data = self.call()?;
        let before = data.documents.len();
        let Data { documents, outbox, quarantine, .. } = &mut *data;
        documents.retain(|id, (header, changes)| {
            granted.contains(&header.stream)
                || outbox.values().any(|(unsent, _)| unsent == id)
                || changes.0.keys().any(|hash| quarantine.contains(hash))
        });
        Ok((before - data.documents.len()) as u64)
    }

    fn clock_offset(&self, offset_ms: i64) -> Result<()> {
        self.call()?.clock_offset = Some(offset_ms);
        Ok(())
    }

    fn pending_blobs(&self) -> Result<Vec<PendingBlob>> {
        let data = self.call()?;
        let pending = data.blobs.iter().filter(|(_, _, sent)| !sent);
        Ok(pending.map(|(blob, _, _)| blob.clone()).collect())
    }

    fn blob_chunk(&self, hash: BlobHash, offset: u64, len: usize) -> Result<Vec<u8>> {
        let data = self.call()?;
        let found = data.blobs.iter().find(|(blob, _, _)| blob.hash == hash);
        let (_, bytes, _) = found.ok_or_else(|| Error::not_found("photo", hash))?;
        Ok(bytes.iter().skip(offset as usize).take(len).copied().collect())
    }

    fn blob_sent(&self, hash: BlobHash, document: DocumentId) -> Result<()> {
        let mut data = self.call()?;
        let this = |blob: &PendingBlob| (blob.hash, blob.document) == (hash, document);
        let sent = data.blobs.iter_mut().filter(|(blob, _, _)| this(blob));
        sent.for_each(|(_, _, sent)| *sent = true);
        Ok(())
    }
}
