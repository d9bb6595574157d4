//! Telling those who subscribed what changed: after the commit, in batches, with no lock held. Each
//! listener has a thread of its own, so that one that hangs or fails hurts nobody else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::thread::Builder;

use super::{Workspace, lock};
use crate::Error;
use crate::error::Result;
use crate::store::Changed;

/// Everybody who subscribed.
#[derive(Default)]
pub(super) struct Observers {
    mailboxes: Mutex<Vec<Weak<Mailbox>>>,
}

/// What one listener has not heard yet; merged, so that it never grows beyond what there is.
struct Mailbox {
    pending: Mutex<Pending>,
    arrived: Condvar,
}

#[derive(Default)]
struct Pending {
    changed: Option<Changed>,
    cancelled: bool,
}

/// Ends the listening when dropped or cancelled. A call that is under way is not interrupted.
pub struct Subscription {
    mailbox: Arc<Mailbox>,
}

impl Subscription {
    /// Ends the listening.
    pub fn cancel(&self) {
        lock(&self.mailbox.pending).cancelled = true;
        self.mailbox.arrived.notify_all();
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl Workspace {
    /// Calls `listener` with what changed, after each commit or once for several. It may call back
    /// into the workspace.
    ///
    /// # Errors
    /// [`Error::Storage`] if the system gives no thread.
    pub fn subscribe(&self, listener: impl Fn(Changed) + Send + 'static) -> Result<Subscription> {
        let mailbox = Arc::new(Mailbox { pending: Mutex::default(), arrived: Condvar::new() });
        let inbox = Arc::clone(&mailbox);
        Builder::new()
            .name("xunlou-observer".to_owned())
            .spawn(move || deliver(&inbox, &listener))
            .map_err(|error| Error::Storage(format!("no thread for a listener: {error}")))?;
        lock(&self.observers.mailboxes).push(Arc::downgrade(&mailbox));
        Ok(Subscription { mailbox })
    }
}

impl Drop for Observers {
    /// Nothing will be told any more: the listeners' threads end, also those whose subscription
    /// somebody still holds.
    fn drop(&mut self) {
        for mailbox in lock(&self.mailboxes).iter().filter_map(Weak::upgrade) {
            lock(&mailbox.pending).cancelled = true;
            mailbox.arrived.notify_all();
        }
    }
}

impl Observers {
    pub(super) fn announce(&self, changed: Changed) {
        let mut mailboxes = lock(&self.mailboxes);
        mailboxes.retain(|mailbox| {
            let Some(mailbox) = mailbox.upgrade() else { return false };
            let mut pending = lock(&mailbox.pending);
            match &mut pending.changed {
                Some(waiting) => waiting.merge(&changed),
                None => pending.changed = Some(changed.clone()),
            }
            mailbox.arrived.notify_all();
            !pending.cancelled
        });
    }
}

fn deliver(mailbox: &Mailbox, listener: &impl Fn(Changed)) {
    loop {
        let mut pending = lock(&mailbox.pending);
        let changed = loop {
            if pending.cancelled {
                return;
            }
            if let Some(changed) = pending.changed.take() {
                break changed;
            }
            let waited = mailbox.arrived.wait(pending);
            pending = waited.unwrap_or_else(std::sync::PoisonError::into_inner);
        };
        drop(pending);
        if catch_unwind(AssertUnwindSafe(|| listener(changed))).is_err() {
            tracing::warn!("a listener failed; it stays subscribed");
        }
    }
}
