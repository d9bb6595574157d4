//! Runs the store's asynchronous calls from code that blocks: from a request's worker thread, from
//! a test without a runtime, or from inside another runtime, where a plain `block_on` would panic.

use std::future::Future;
use std::sync::mpsc;

use tokio::runtime::{Builder, Runtime};

use super::BlobError;

/// A runtime of its own, kept off everybody else's.
pub(super) struct Runner {
    runtime: Option<Runtime>,
}

impl Runner {
    pub(super) fn start() -> Result<Self, std::io::Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("photo-store")
            .enable_all()
            .build()?;
        Ok(Self { runtime: Some(runtime) })
    }

    /// Runs the call and waits for it.
    pub(super) fn wait<T: Send + 'static>(
        &self,
        call: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, BlobError> {
        let runtime = self.runtime.as_ref().ok_or(BlobError::Stopping)?;
        let (answer, answered) = mpsc::sync_channel(1);
        runtime.spawn(async move {
            // The receiver waits below for as long as this runs.
            let _ = answer.send(call.await);
        });
        answered.recv().map_err(|_| BlobError::Stopping)
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // A runtime must not be dropped where another one runs; this way of stopping may be.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
