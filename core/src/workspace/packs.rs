//! The rule packs that are here: the newest rules the day, an old record is read with its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Workspace;
use super::remembered::Remembered;
use crate::Error;
use crate::document::PackDocument;
use crate::domain::{DocumentKind, Header, StreamId};
use crate::error::Result;
use crate::ids::DocumentId;
use crate::rulepack::RulePack;
use crate::store::Changed;

/// Packs by version, read once.
#[derive(Default)]
pub(super) struct Packs {
    read: Remembered<BTreeMap<u32, Arc<RulePack>>>,
}

impl Packs {
    pub(super) fn forget_if(&self, changed: &Changed) {
        if changed.documents.iter().any(|(kind, _)| *kind == DocumentKind::Rulepack) {
            self.read.forget();
        }
    }
}

impl Workspace {
    /// The newest rule pack.
    ///
    /// # Errors
    /// [`Error::RulePack`] before the first sync, or when every pack here is broken.
    pub fn pack(&self) -> Result<Arc<RulePack>> {
        let packs = self.packs()?;
        let newest = packs.last_key_value().map(|(_, pack)| Arc::clone(pack));
        newest.ok_or_else(|| Error::RulePack("none is here yet: sync first".to_owned()))
    }

    /// The pack of this version, or the newest where that version is not here.
    pub(crate) fn pack_version(&self, version: u32) -> Result<Arc<RulePack>> {
        match self.packs()?.get(&version) {
            Some(pack) => Ok(Arc::clone(pack)),
            None => self.pack(),
        }
    }

    /// Publishes a version of the rules to the whole estate.
    ///
    /// # Errors
    /// [`Error::NotPermitted`] for anyone but a manager; [`Error::InvalidInput`] for a version that
    /// is not newer than what is here; [`Error::RulePack`].
    pub fn publish_pack(&self, pack: &RulePack) -> Result<DocumentId> {
        let newest = self.packs()?.last_key_value().map(|(version, _)| *version);
        if newest.is_some_and(|newest| newest >= pack.version) {
            let reason = format!("{} is not newer than {}", pack.version, newest.unwrap_or(0));
            return Err(Error::invalid("version", reason));
        }
        let toml = pack.to_toml().map_err(|error| Error::RulePack(error.to_string()))?;
        let document = self.env.new_id();
        let header = Header { document, kind: DocumentKind::Rulepack, stream: StreamId::Estate };
        self.may_write(&header, None)?;
        let edits = PackDocument { toml }.create();
        self.write(|tx| tx.create(header, &edits, self.now_ms()))?;
        Ok(document)
    }

    fn packs(&self) -> Result<BTreeMap<u32, Arc<RulePack>>> {
        self.packs.read.get(|| self.read_packs())
    }

    fn read_packs(&self) -> Result<BTreeMap<u32, Arc<RulePack>>> {
        let mut packs = BTreeMap::new();
        for document in self.store.documents_of(DocumentKind::Rulepack)? {
            let (_, doc) = self.store.document(document)?;
            let Ok(PackDocument { toml }) = PackDocument::read(&doc) else { continue };
            match RulePack::parse("rule pack", &toml) {
                Ok(pack) => drop(packs.insert(pack.version, Arc::new(pack))),
                // A pack of a newer version of the product: the newest that reads goes on ruling.
                Err(error) => tracing::warn!(%document, %error, "a rule pack does not read"),
            }
        }
        Ok(packs)
    }
}
