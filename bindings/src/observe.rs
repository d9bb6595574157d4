//! Hearing what changed.

use std::sync::Arc;

use xunlou_core::store::Changed;

use crate::convert::mirror;
use crate::error::Result;
use crate::{CallbackError, DocumentId, Workspace};

mirror! {
    /// What a document holds.
    pub enum DocumentKind from xunlou_core::domain::DocumentKind {
        /// One version of the estate's rules.
        Rulepack,
        /// The estate: buildings, areas, staff.
        Directory,
        /// The customer file (客户档案) of a unit.
        Household,
        /// A filled form: patrol, inspection, visit; or an excuse.
        Record,
        /// A decoration project (装修): permit, passes.
        Decoration,
        /// A finding, repair, complaint or errand, until it is closed.
        Case,
        /// A person's free entries of one day (工作日志).
        Worklog,
    }
}

/// A document that changed.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct ChangedDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// Which.
    pub document: DocumentId,
}

/// What changed, of one commit or of several.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Changes {
    /// The documents.
    pub documents: Vec<ChangedDocument>,
    /// Whether what waits, what was refused or what was synced changed.
    pub sync: bool,
}

impl From<Changed> for Changes {
    fn from(core: Changed) -> Self {
        let Changed { documents, sync } = core;
        let document =
            |(kind, id): (xunlou_core::domain::DocumentKind, xunlou_core::ids::DocumentId)| {
                ChangedDocument { kind: kind.into(), document: id.into() }
            };
        Self { documents: documents.into_iter().map(document).collect(), sync }
    }
}

/// Hears what changed, on a thread of its own.
#[uniffi::export(foreign)]
pub trait ChangeListener: Send + Sync {
    /// Something changed. Called after the commit with no lock held, once for several commits where
    /// they come quickly. It may call back into the workspace. When it fails or takes long, nobody
    /// but this listener waits.
    ///
    /// # Errors
    /// `CallbackError`; it stays subscribed all the same.
    fn changed(&self, changes: Changes) -> Result<(), CallbackError>;
}

/// A listener that is subscribed. Ends when cancelled, when nobody holds it any more, or with the
/// workspace.
#[derive(uniffi::Object)]
pub struct Subscription(xunlou_core::workspace::Subscription);

#[uniffi::export]
impl Subscription {
    /// Ends the listening. A call that is under way is not interrupted.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

#[uniffi::export]
impl Workspace {
    /// Tells `listener` what changes from now on. Keep the subscription for as long as it is to hear.
    ///
    /// # Errors
    /// `Storage` if the system gives no thread.
    pub fn subscribe(&self, listener: Arc<dyn ChangeListener>) -> Result<Arc<Subscription>> {
        let subscription = self.core()?.subscribe(move |changed| {
            if listener.changed(changed.into()).is_err() {
                // What it says is the shell's own text, which may name people.
                tracing::warn!("a listener failed; it stays subscribed");
            }
        })?;
        Ok(Arc::new(Subscription(subscription)))
    }
}
