//! The core's own workspaces against the server, over pinned TLS: what phones really do.

use std::net::TcpListener;
use std::sync::Arc;

use xunlou_core::document::{DirectoryArea, DirectoryBuilding, DirectoryDocument, DirectoryPerson};
use xunlou_core::env::Environment;
use xunlou_core::ids::{DocumentId, InstallationId};
use xunlou_core::rulepack::{ItemKind, RulePack, Subject};
use xunlou_core::store::OpenOptions;
use xunlou_core::sync::http::{HttpOptions, HttpTransport, Trust};
use xunlou_core::sync::wire::ErrorCode;
use xunlou_core::sync::{CancelToken, SyncError, SyncOutcome, enrol};
use xunlou_core::workspace::{Me, NewRecord, RecordAbout, Workspace};
use xunlou_server::http::certificate_pin;

use crate::world::{NORTH, World, new_key};

/// A server that listens, in a thread of its own.
struct Listening {
    world: World,
    address: String,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
    _certificate: tempfile::TempDir,
}

impl Listening {
    fn start() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["estate.example".to_owned()]).unwrap();
        let files = tempfile::tempdir().unwrap();
        let (certificate, key) = (files.path().join("cert.pem"), files.path().join("key.pem"));
        std::fs::write(&certificate, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        let world = World::with(&[
            ("XUNLOU_TLS__CERTIFICATE", certificate.to_str().unwrap()),
            ("XUNLOU_TLS__KEY", key.to_str().unwrap()),
            ("XUNLOU_LIMITS__PAGE_BYTES", "2000"),
        ]);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://{}", listener.local_addr().unwrap());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = Arc::clone(&world.server);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let running = server.run(listener, async {
                let _ = stopped.await;
            });
            runtime.block_on(running).unwrap();
        });
        Self { world, address, stop: Some(stop), thread: Some(thread), _certificate: files }
    }

    fn transport(&self) -> HttpTransport {
        let tls = self.world.server.config().tls.clone().unwrap();
        let pin = certificate_pin(&tls).unwrap().parse().unwrap();
        let address = self.address.parse().unwrap();
        HttpTransport::new(address, Trust::Pin(pin), HttpOptions::default()).unwrap()
    }

    fn phone(&self, login: &str) -> Phone {
        let clock = Arc::clone(&self.world.clock) as Arc<dyn xunlou_core::env::Clock>;
        let env = Environment { clock, random: Environment::system().random };
        let installation: InstallationId = env.new_random_id();
        let code = self.world.code(login);
        let transport = self.transport();
        let enrolled =
            enrol(&transport, env.clock.as_ref(), "phone", installation, &code, &new_key())
                .unwrap()
                .device;
        let path = self.world.directory.path().join(format!("{}.sqlite3", enrolled.device));
        let options = OpenOptions { path, key: None, installation, generation: 0 };
        let me = Me::from_enrolment(&enrolled, "phone");
        let workspace = Workspace::create(options, env, me).unwrap().workspace;
        Phone { workspace, transport: transport.with_token(&enrolled.token).unwrap() }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        drop(self.stop.take());
        let _ = self.thread.take().map(std::thread::JoinHandle::join);
    }
}

struct Phone {
    workspace: Workspace,
    transport: HttpTransport,
}

impl Phone {
    fn try_sync(&self) -> Result<SyncOutcome, xunlou_core::Error> {
        self.workspace.sync(&self.transport, &CancelToken::default(), &|_| ())
    }

    fn sync(&self) -> SyncOutcome {
        self.try_sync().unwrap()
    }

    fn patrol(&self) -> (DocumentId, String) {
        let pack = self.workspace.pack().unwrap();
        let role = self.workspace.me().role;
        let (form, item) = pack
            .forms
            .iter()
            .filter(|(_, form)| form.subject == Subject::Area && form.roles.contains(&role))
            .find_map(|(id, form)| {
                let (_, item) = form
                    .items()
                    .find(|(_, item)| item.kind == ItemKind::Check && item.when.is_none())?;
                Some((id.clone(), item.id.clone()))
            })
            .unwrap();
        let about = RecordAbout::Area(NORTH);
        let new = NewRecord { form, duty: None, about, rain: false };
        (self.workspace.start_record(&new).unwrap(), item)
    }
}

fn directory(world: &World) -> DirectoryDocument {
    let plan = &world.plan;
    let building = |name: &String| DirectoryBuilding { name: name.clone(), order: 0 };
    DirectoryDocument {
        name: plan.name.clone(),
        buildings: plan.buildings.iter().map(|one| (one.id, building(&one.name))).collect(),
        areas: plan
            .areas
            .iter()
            .map(|one| {
                let buildings = one.buildings.iter().copied().collect();
                (one.id, DirectoryArea { name: one.name.clone(), order: 0, buildings })
            })
            .collect(),
        people: plan
            .people
            .iter()
            .map(|one| {
                let areas = one.areas.iter().copied().collect();
                (one.id, DirectoryPerson { name: one.name.clone(), role: one.role, areas })
            })
            .collect(),
    }
}

#[test]
fn phones_set_up_patrol_sync_and_are_revoked_without_losing_anything() {
    let listening = Listening::start();
    let guo = listening.phone("guo");
    guo.workspace.publish_pack(&RulePack::default_pack().unwrap()).unwrap();
    guo.workspace.set_directory(&directory(&listening.world)).unwrap();
    let first = guo.sync();
    assert_eq!((first.refused, first.waiting), (0, 0));

    let (lin, zhao) = (listening.phone("lin"), listening.phone("zhao"));
    lin.sync();
    let (record, item) = lin.patrol();
    lin.workspace.answer(record, &item, "ok").unwrap();
    let sent = lin.sync();
    assert!(sent.accepted > 0 && sent.refused == 0);
    zhao.sync();
    assert_eq!(zhao.workspace.directory().unwrap().name, "云栖花园");
    zhao.workspace.answer(record, &item, "problem").unwrap();
    assert_eq!(zhao.sync().accepted, 1);
    assert_eq!(lin.sync().pulled_documents, 1);
    // Nothing changed: exactly one request, and nothing comes.
    let nothing = lin.sync();
    assert_eq!((nothing.requests, nothing.pulled_documents), (1, 0));

    // Revoked: what lin still has goes to the office's quarantine, and then lin is told.
    let estate = listening.world.plan.estate;
    let device = lin.workspace.me().device;
    let access = listening.world.server.access();
    let kept = |phone: &Phone| phone.workspace.refused().unwrap().len();
    lin.workspace.answer(record, &item, "na").unwrap();
    assert!(access.revoke(estate, device, listening.world.api().now()).unwrap());
    let last = lin.sync();
    assert_eq!((last.accepted, last.refused, kept(&lin)), (0, 1, 1));
    let aside = listening.world.server.log().read(estate, |log| log.quarantined(0, 10)).unwrap();
    assert_eq!((aside.len(), aside[0].device), (1, device));
    let told = lin.try_sync().unwrap_err();
    let revoked = matches!(
        told,
        xunlou_core::Error::Sync(SyncError::Refused { code: ErrorCode::Revoked, .. })
    );
    assert!(revoked, "{told}");
}
