//! The office console: one replica of the core for each estate, living in the server's process, and
//! the pages made from it. It holds no state of its own that the log does not have.
//!
//! - [`fill_documents`]: the documents of a new estate; [`Replica`]: one estate's workspace, kept in sync.
//! - `facts`, `view`, `words`: what a page shows, as values; `http`: the pages themselves.

mod facts;
mod found;
mod http;
mod keep;
mod replica;
mod transport;
mod view;
mod words;

use std::collections::BTreeMap;
use std::future::Future;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use tokio::runtime::Handle;
use tokio::sync::{broadcast, watch};
use xunlou_core::ids::EstateId;

use crate::api::{Api, Committed};
use crate::http::ServeError;
use crate::server::Server;

pub use found::{FoundError, fill_documents};
pub use replica::{Replica, ReplicaError};

/// How often estates are looked for that another process has founded.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// The console, running.
pub struct Office {
    replicas: Arc<Replicas>,
    console: Arc<http::Console>,
    keeper: Mutex<Option<JoinHandle<()>>>,
}

/// The replicas of every estate of the server.
struct Replicas {
    api: Api,
    data: PathBuf,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    replicas: BTreeMap<EstateId, Arc<Replica>>,
    threads: Vec<JoinHandle<()>>,
    look: bool,
    stop: bool,
}

impl Office {
    /// Starts the replicas, in threads of their own, and follows the server's commits until it
    /// stops. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// There is no runtime, or the system gives no thread.
    pub fn start(server: &Server) -> std::io::Result<Self> {
        let runtime = Handle::try_current().map_err(std::io::Error::other)?;
        let replicas = Arc::new(Replicas {
            api: server.api().clone(),
            data: server.config().data.clone(),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        // Before the first look, so that no commit falls between the two.
        let commits = server.api().commits();
        let keeper = thread::Builder::new().name("xunlou-office".to_owned()).spawn({
            let replicas = Arc::clone(&replicas);
            move || replicas.keep()
        })?;
        runtime.spawn(follow(Arc::clone(&replicas), commits, server.stopping()));
        let console = Arc::new(http::Console::new(server, Arc::clone(&replicas)));
        Ok(Self { replicas, console, keeper: Mutex::new(Some(keeper)) })
    }

    /// The pages under `/office/`.
    pub fn router(&self) -> Router {
        http::router(Arc::clone(&self.console))
    }

    /// The replica of an estate, once it is open.
    pub fn replica(&self, estate: EstateId) -> Option<Arc<Replica>> {
        self.replicas.get(estate)
    }

    /// Stops the replicas and waits for them. Blocks.
    pub fn stop(&self) {
        self.replicas.stop();
        let keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).take();
        let threads = std::mem::take(&mut self.replicas.state().threads);
        for thread in keeper.into_iter().chain(threads) {
            if thread.join().is_err() {
                tracing::error!("a thread of the office did not come to its end");
            }
        }
        self.replicas.state().replicas.clear();
    }
}

/// Serves the server's calls and the office's pages until `shutdown` comes.
///
/// # Errors
/// [`ServeError`] says what kept it from serving or from stopping cleanly.
pub async fn run(
    server: Arc<Server>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let office = Arc::new(Office::start(&server)?);
    let router = server.router().merge(office.router());
    let served = server.run_router(listener, router, shutdown).await;
    // A sync that is cut short goes on where it stopped.
    let stopped = tokio::task::spawn_blocking(move || office.stop()).await;
    if let Err(error) = stopped {
        tracing::error!(%error, "the office did not stop cleanly");
    }
    served
}

/// Wakes the replica of each estate whose log grew.
async fn follow(
    replicas: Arc<Replicas>,
    mut commits: broadcast::Receiver<Committed>,
    mut stopping: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            commit = commits.recv() => match commit {
                Ok(commit) => replicas.poke(commit.estate),
                Err(broadcast::error::RecvError::Lagged(_)) => replicas.poke_all(),
                Err(broadcast::error::RecvError::Closed) => break,
            },
            _ = stopping.wait_for(|stopping| *stopping) => break,
        }
    }
    replicas.stop();
}

impl Replicas {
    fn get(&self, estate: EstateId) -> Option<Arc<Replica>> {
        self.state().replicas.get(&estate).cloned()
    }

    fn poke(&self, estate: EstateId) {
        match self.get(estate) {
            Some(replica) => replica.poke(),
            None => {
                self.state().look = true;
                self.changed.notify_all();
            }
        }
    }

    fn poke_all(&self) {
        self.state().replicas.values().for_each(|replica| replica.poke());
    }

    fn stop(&self) {
        let mut state = self.state();
        state.stop = true;
        state.replicas.values().for_each(|replica| replica.stop());
        self.changed.notify_all();
    }

    /// Opens a replica for each estate that has none, now and whenever there may be a new one.
    fn keep(&self) {
        loop {
            self.open_missing();
            let mut state = self.state();
            if !state.stop && !state.look {
                let waited = self
                    .changed
                    .wait_timeout_while(state, LOOK_EVERY, |state| !state.stop && !state.look);
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
            if state.stop {
                return;
            }
            state.look = false;
        }
    }

    fn open_missing(&self) {
        let estates = match self.api.access.estates() {
            Ok(estates) => estates,
            Err(error) => {
                tracing::error!(%error, "the office does not know its estates");
                return;
            }
        };
        for estate in estates.into_iter().map(|estate| estate.estate) {
            if self.get(estate).is_none()
                && let Err(error) = self.open(estate)
            {
                tracing::error!(%estate, %error, "the office does not open; it is tried again");
            }
        }
    }

    fn open(&self, estate: EstateId) -> Result<(), ReplicaError> {
        let replica = Arc::new(Replica::open(&self.api, &self.data, estate)?);
        let mut state = self.state();
        if state.stop {
            return Ok(());
        }
        let running = Arc::clone(&replica);
        let thread = thread::Builder::new()
            .name("xunlou-replica".to_owned())
            .spawn(move || running.run())?;
        state.threads.push(thread);
        state.replicas.insert(estate, replica);
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
