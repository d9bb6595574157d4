//! Listening, and stopping gracefully: what is in flight is finished, then the log is checkpointed.

use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use super::tls::{TlsError, certificate_pin, server_config};
use crate::database::StoreError;
use crate::server::Server;

/// How long a stop waits for what is in flight.
const GRACE: Duration = Duration::from_secs(20);
/// How long a connection may take over its next request's headers, or idle.
const HEADERS: Duration = Duration::from_secs(75);
/// How often left-over pieces of photos are looked for.
const TIDY_EVERY: Duration = Duration::from_secs(6 * 3600);

/// Why serving ended other than by a stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The socket.
    #[error("listening: {0}")]
    Listen(#[from] std::io::Error),
    /// Certificate or key.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The last checkpoint. Nothing is lost by it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Server {
    /// Serves [`Server::router`] until `shutdown` comes, then finishes what is in flight.
    ///
    /// # Errors
    /// [`ServeError`] says what kept it from serving or from stopping cleanly.
    pub async fn run(
        self: Arc<Self>,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let router = self.router();
        self.run_router(listener, router, shutdown).await
    }

    /// Serves this router, which may hold more pages than [`Server::router`].
    ///
    /// # Errors
    /// [`ServeError`] says what kept it from serving or from stopping cleanly.
    pub async fn run_router(
        self: Arc<Self>,
        listener: TcpListener,
        router: Router,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        // Everything that can be wrong with files comes before anything is started.
        let tls = match &self.config.tls {
            Some(files) => Some((Arc::new(server_config(files)?), certificate_pin(files)?)),
            None => None,
        };
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let handle = Handle::<SocketAddr>::new();
        let tidying = tokio::spawn(tidy(Arc::clone(&self)));
        let stopper = tokio::spawn({
            let (handle, server) = (handle.clone(), Arc::clone(&self));
            async move {
                shutdown.await;
                tracing::info!("stopping: finishing what is in flight");
                server.stopping.send_replace(true);
                handle.graceful_shutdown(Some(GRACE));
            }
        });
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let served = match tls {
            Some((config, pin)) => {
                tracing::info!(%address, pin, "serving https");
                let config = RustlsConfig::from_config(config);
                let mut server = axum_server::from_tcp_rustls(listener, config)?.handle(handle);
                server.http_builder().http1().header_read_timeout(HEADERS);
                server.serve(service).await
            }
            None => {
                tracing::info!(%address, "serving http");
                let mut server = axum_server::from_tcp(listener)?.handle(handle);
                server.http_builder().http1().header_read_timeout(HEADERS);
                server.serve(service).await
            }
        };
        stopper.abort();
        tidying.abort();
        served?;
        self.database.checkpoint()?;
        tracing::info!("stopped");
        Ok(())
    }
}

async fn tidy(server: Arc<Server>) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    loop {
        ticks.tick().await;
        let server = Arc::clone(&server);
        // A failure is logged where it happens; the next tick tries again.
        let _ = tokio::task::spawn_blocking(move || server.tidy()).await;
    }
}
