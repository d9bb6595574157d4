//! Bounded work: calls block on the database, so they run on threads of their own, so many at
//! once; so many more may wait, and the rest are told to come back.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use xunlou_core::sync::wire::ErrorCode;

use crate::api::ApiError;
use crate::config::WorkerSettings;
use crate::metrics::Metrics;

pub(crate) struct Workers {
    /// Calls inside, working or waiting.
    places: Arc<Semaphore>,
    /// Calls working.
    threads: Arc<Semaphore>,
    metrics: Arc<Metrics>,
}

impl Workers {
    pub(crate) fn new(settings: WorkerSettings, metrics: Arc<Metrics>) -> Self {
        Self {
            places: Arc::new(Semaphore::new(settings.threads + settings.queue)),
            threads: Arc::new(Semaphore::new(settings.threads)),
            metrics,
        }
    }

    /// A place for one call, from before its body is read until its work is done.
    pub(crate) fn enter(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        Arc::clone(&self.places).try_acquire_owned().map_err(|_| {
            self.metrics.turned_away();
            ApiError::new(ErrorCode::Busy, "too many calls at once: try again later")
        })
    }

    /// Runs `work` where it may block. A caller that goes away does not stop it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        self.run_in(self.enter()?, work).await
    }

    /// The same, for a call that has its place already.
    pub(crate) async fn run_in<T: Send + 'static>(
        &self,
        place: OwnedSemaphorePermit,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let stopping = |_| ApiError::new(ErrorCode::Busy, "the server is stopping");
        let thread = Arc::clone(&self.threads).acquire_owned().await.map_err(stopping)?;
        let metrics = Arc::clone(&self.metrics);
        let done = tokio::task::spawn_blocking(move || {
            metrics.begin();
            let value = work();
            metrics.end();
            drop((place, thread));
            value
        });
        done.await.map_err(|error| {
            tracing::error!(%error, "a call did not come to its end");
            ApiError::new(ErrorCode::Internal, "the server failed; its log says how")
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn more_calls_than_places_are_told_to_come_back() {
        let settings = WorkerSettings { threads: 1, queue: 1 };
        let workers = Arc::new(Workers::new(settings, Arc::new(Metrics::default())));
        let (go_on, wait) = mpsc::channel::<()>();
        let (begun, begins) = tokio::sync::oneshot::channel::<()>();
        let working = tokio::spawn({
            let workers = Arc::clone(&workers);
            async move { workers.run(move || begun.send(()).is_ok() && wait.recv().is_ok()).await }
        });
        // The second must not get the one thread before the first.
        begins.await.unwrap();
        let waiting = tokio::spawn({
            let workers = Arc::clone(&workers);
            async move { workers.run(|| 2).await }
        });
        while workers.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let turned_away = workers.run(|| 3).await.unwrap_err();
        assert_eq!(turned_away.code, ErrorCode::Busy);
        go_on.send(()).unwrap();
        assert_eq!(working.await.unwrap(), Ok(true));
        assert_eq!(waiting.await.unwrap(), Ok(2));
        assert_eq!(workers.run(|| 4).await, Ok(4));
    }
}
