//! `serve`.

use std::future::Future;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use tracing_subscriber::EnvFilter;
use xunlou_core::env::Environment;

use super::Place;
use super::text::text;
use crate::config::{LogFormat, LogSettings};
use crate::http::certificate_pin;
use crate::{Config, Server, office};

#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: Place,
    /// The address to listen on; port 0 takes a free one.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let mut config = self.place.config()?;
        if let Some(listen) = self.listen {
            config = config.listening_on(listen)?;
        }
        start_log(&config.log)?;
        let listener = TcpListener::bind(config.listen)
            .with_context(|| format!("listening on {}", config.listen))?;
        let server = Arc::new(Server::open(config, Environment::system())?);
        announce(server.config(), listener.local_addr()?, out)?;
        if server.access().estates()?.is_empty() {
            writeln!(out, "{}", text("cli-no-estate", &[]))?;
        }
        out.flush()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let stop = stop_signal()?;
            office::run(server, listener, stop).await?;
            anyhow::Ok(())
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn announce(config: &Config, address: SocketAddr, out: &mut dyn Write) -> anyhow::Result<()> {
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    writeln!(out, "{}", text("cli-listening", &[("url", format!("{scheme}://{address}"))]))?;
    if let Some(files) = &config.tls {
        writeln!(out, "{}", text("cli-pin", &[("pin", certificate_pin(files)?)]))?;
    }
    Ok(())
}

fn start_log(settings: &LogSettings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.filter)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match settings.format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}

/// Comes with SIGTERM or SIGINT, whichever is first.
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Without a console there is nobody to interrupt it.
        let _ = tokio::signal::ctrl_c().await;
    })
}
