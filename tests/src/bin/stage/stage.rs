//! The stage: an invented estate, its server, and the server's clock. At most one estate is open.

use anyhow::{Context, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};
use tempfile::TempDir;
use xunlou_core::env::Clock as _;
use xunlou_tests::clock::StoryClock;
use xunlou_tests::server::{Installation, Running};
use xunlou_tests::{estate, photo};

use crate::log;
use crate::request::{OPEN, Request};

/// Pixels of an invented photo: small, for a scenario says nothing of how it looks.
const PHOTO_WIDTH: u32 = 96;
const PHOTO_HEIGHT: u32 = 128;

/// What is open, if anything is.
#[derive(Default)]
pub(crate) struct Stage {
    scene: Option<Scene>,
}

/// An estate with its server. Dropped in this order: the files go when nobody writes them any more.
struct Scene {
    server: Option<Running>,
    installation: Installation,
    /// The server's clock, as seen from here. It runs on while the server is away.
    clock: StoryClock,
    households: usize,
    home: TempDir,
}

impl Stage {
    /// Does what is asked for; returns the answer.
    ///
    /// # Errors
    /// When nothing is open, the server's state does not allow it, or the server says so.
    pub(crate) fn play(&mut self, request: Request) -> anyhow::Result<Value> {
        match request {
            Request::Open { at, households } => {
                self.close();
                let scene = self.scene.insert(Scene::open(at, households)?);
                return Ok(json!({ "url": scene.installation.url(), "estate": estate::NAME }));
            }
            Request::Enrol { person } => {
                let scene = self.scene()?;
                let link = scene.installation.enrol(&person, scene.clock.now())?;
                return Ok(json!({ "link": link }));
            }
            Request::Households {} => return Ok(json!({ "count": self.scene()?.households })),
            Request::Photo { seed } => {
                let jpeg = photo::corridor(seed, PHOTO_WIDTH, PHOTO_HEIGHT)?;
                return Ok(json!({ "jpeg": BASE64_STANDARD.encode(jpeg) }));
            }
            Request::Clock { at } => {
                self.scene()?.stop()?;
                self.scene()?.start(at)?;
            }
            Request::Stop {} => self.scene()?.stop()?,
            Request::Start { at } => self.scene()?.start(at)?,
            Request::Revoke { device } => {
                let scene = self.scene()?;
                scene.installation.revoke(device, scene.clock.now())?;
            }
        }
        Ok(json!({}))
    }

    /// Closes what is open. What goes wrong is told, and hinders nothing.
    pub(crate) fn close(&mut self) {
        if let Some(Err(error)) = self.scene.take().map(Scene::close) {
            log("closing", &error);
        }
    }

    fn scene(&mut self) -> anyhow::Result<&mut Scene> {
        self.scene.as_mut().with_context(|| format!("nothing is open; first send {OPEN}"))
    }
}

impl Scene {
    /// A new estate in a directory of its own, and its server from this moment on.
    fn open(at: DateTime<FixedOffset>, per_building: u16) -> anyhow::Result<Self> {
        let home = tempfile::Builder::new().prefix("xunlou-stage-").tempdir()?;
        let files = estate::write(home.path(), per_building.into())?;
        let data = home.path().join("server");
        std::fs::create_dir_all(&data)?;
        let installation = Installation::new(data, None)?;
        installation.init(&files)?;
        let clock = StoryClock::standing_at(at);
        let households = files.count;
        let mut scene = Self { server: None, installation, clock, households, home };
        scene.start(at)?;
        Ok(scene)
    }

    fn start(&mut self, at: DateTime<FixedOffset>) -> anyhow::Result<()> {
        ensure!(self.server.is_none(), "the server runs already; `clock` turns its clock");
        self.server = Some(self.installation.start(at)?);
        self.clock.run_from(at);
        Ok(())
    }

    fn stop(&mut self) -> anyhow::Result<()> {
        self.server.take().context("the server does not run; `start` brings it back")?.stop()
    }

    /// Stops the server and removes the files; one is done even if the other fails.
    fn close(self) -> anyhow::Result<()> {
        let stopped = self.server.map_or(Ok(()), Running::stop);
        self.home.close().context("removing the files")?;
        stopped
    }
}
