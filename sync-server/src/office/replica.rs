//! One estate's replica: a workspace of the core that lives in the server's process, as a device
//! of the office that never goes offline. Opening it, syncing it, and telling who listens.

use std::io;
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use xunlou_core::Error;
use xunlou_core::domain::Role;
use xunlou_core::domain::access::Principal;
use xunlou_core::ids::EstateId;
use xunlou_core::report::texts::Language;
use xunlou_core::store::OpenOptions;
use xunlou_core::sync::{CancelToken, SyncOutcome};
use xunlou_core::workspace::{Me, OpenedWorkspace, Workspace};

use super::keep::{Files, Installation};
use super::transport::InProcess;
use super::words::Words;
use crate::access::Person;
use crate::api::Api;
use crate::database::StoreError;

/// A replica looks afresh at least this often: another process, such as the command line, may have
/// written to the log.
const AT_LEAST_EVERY: Duration = Duration::from_secs(60);
/// The first wait after a failure; it doubles up to [`AT_LEAST_EVERY`].
const FIRST_BACK_OFF: Duration = Duration::from_secs(1);

/// Why a replica does not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplicaError {
    /// Nobody may write for the office.
    #[error("estate {0} has nobody with the role manager: the office's replica needs one")]
    NoManager(EstateId),
    /// There is no such estate.
    #[error("there is no estate {0}")]
    NoEstate(EstateId),
    /// Its files.
    #[error("the office's files: {0}")]
    Files(#[from] io::Error),
    /// The server's database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The replica's own database.
    #[error("the office's replica: {0}")]
    Workspace(#[from] Error),
}

/// One estate's replica.
pub struct Replica {
    estate: EstateId,
    workspace: Workspace,
    transport: InProcess,
    wanted: Mutex<Wanted>,
    changed: Condvar,
    cancel: CancelToken,
    version: watch::Sender<u64>,
}

#[derive(Default)]
struct Wanted {
    sync: bool,
    stop: bool,
}

impl Replica {
    /// Opens the replica of an estate of this server. A database that cannot be read is set aside
    /// and filled again from the log. Blocks.
    ///
    /// # Errors
    /// [`ReplicaError`]; nothing was deleted.
    pub fn open(api: &Api, data: &Path, estate: EstateId) -> Result<Self, ReplicaError> {
        let known = api.access.estates()?.into_iter().find(|known| known.estate == estate);
        let name = known.ok_or(ReplicaError::NoEstate(estate))?.name;
        Self::open_named(api, data, estate, name)
    }

    /// The same for an estate that is still being set up.
    pub(super) fn open_named(
        api: &Api,
        data: &Path,
        estate: EstateId,
        name: String,
    ) -> Result<Self, ReplicaError> {
        let people = api.access.people(estate)?;
        let manager = people.into_iter().find(|person| person.role == Role::Manager);
        let manager = manager.ok_or(ReplicaError::NoManager(estate))?;
        // Shown beside what the office wrote, as a phone's name is.
        let label = Words(Language::Chinese).say("office-device");
        let (new, now) = (api.environment.new_id(), api.now());
        let principal = api.access.office_device(estate, manager.person, new, &label, now)?;
        let me = me(&principal, manager, name, label);
        let files = Files::new(data, estate)?;
        let workspace = match open(api, &files, me.clone()) {
            Err(ReplicaError::Workspace(
                error @ (Error::Corrupt(_) | Error::WrongKey | Error::InvalidInput { .. }),
            )) => {
                tracing::error!(%estate, %error, "the office's replica is set aside and refilled");
                files.set_aside(now)?;
                open(api, &files, me)?
            }
            other => other?,
        };
        Ok(Self {
            estate,
            workspace,
            transport: InProcess { api: api.clone(), estate, device: principal.device },
            wanted: Mutex::default(),
            changed: Condvar::new(),
            cancel: CancelToken::default(),
            version: watch::Sender::new(0),
        })
    }

    /// Which estate.
    pub fn estate(&self) -> EstateId {
        self.estate
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Counts the syncs that changed something; a page waits for it to grow.
    pub fn version(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// One sync with the server, now. Blocks.
    ///
    /// # Errors
    /// What went wrong; nothing is lost, and another sync goes on from there.
    pub fn sync(&self) -> Result<SyncOutcome, Error> {
        self.workspace.sync(&self.transport, &self.cancel, &|_| {})
    }

    /// Wants a sync soon. While one runs, any number of calls cause exactly one more.
    pub fn poke(&self) {
        self.wanted().sync = true;
        self.changed.notify_all();
    }

    /// Ends [`run`](Self::run), also in the middle of a sync.
    pub fn stop(&self) {
        self.wanted().stop = true;
        self.cancel.cancel();
        self.changed.notify_all();
    }

    /// Syncs at once and then whenever it is wanted, until it is stopped. Blocks.
    pub fn run(&self) {
        let mut failures = 0;
        while !self.wanted().stop {
            // Taken before the sync begins: what is wanted from now on is for the next one.
            self.wanted().sync = false;
            match self.sync() {
                Ok(outcome) => {
                    failures = 0;
                    if outcome.pulled_documents + outcome.purged_documents + outcome.accepted > 0 {
                        self.version.send_modify(|version| *version += 1);
                    }
                }
                Err(_) if self.wanted().stop => break,
                Err(error) => {
                    failures += 1;
                    tracing::warn!(estate = %self.estate, %error, failures, "the office did not sync");
                    // Some pages may have come before it failed.
                    self.version.send_modify(|version| *version += 1);
                }
            }
            self.rest(failures);
        }
    }

    /// Waits until a sync is wanted, or for the time that a failure asks for.
    fn rest(&self, failures: u32) {
        let back_off = FIRST_BACK_OFF.saturating_mul(1 << failures.saturating_sub(1).min(10));
        let time = if failures == 0 { AT_LEAST_EVERY } else { back_off.min(AT_LEAST_EVERY) };
        let until = Instant::now() + time;
        let mut wanted = self.wanted();
        while !wanted.stop && (failures > 0 || !wanted.sync) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.changed.wait_timeout(wanted, left);
            wanted = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open(api: &Api, files: &Files, me: Me) -> Result<Workspace, ReplicaError> {
    let kept = files.installation()?.unwrap_or_else(|| Installation {
        installation: api.environment.new_random_id(),
        generation: 0,
    });
    files.prepare()?;
    let options = OpenOptions {
        path: files.database(),
        key: None,
        installation: kept.installation,
        generation: kept.generation,
    };
    let estate = me.estate;
    let OpenedWorkspace { workspace, generation, restored } =
        Workspace::create(options, api.environment.clone(), me)?;
    if restored {
        tracing::info!(%estate, "the office's replica is a copy: it writes as a new actor");
    }
    files.keep(Installation { generation, ..kept })?;
    Ok(workspace)
}

fn me(principal: &Principal, manager: Person, estate_name: String, label: String) -> Me {
    Me {
        estate: principal.estate,
        estate_name,
        person: principal.person,
        person_name: manager.name,
        role: principal.role,
        device: principal.device,
        device_label: label,
        areas: principal.areas.clone(),
        buildings: principal.buildings.clone(),
        health: principal.health,
        former_devices: Default::default(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use xunlou_core::env::Environment;
    use xunlou_core::ids::PersonId;

    use super::*;
    use crate::estate_plan::{EstatePlan, PlannedPerson};
    use crate::{Config, Server};

    const ESTATE: EstateId = EstateId(uuid::Uuid::from_u128(1));

    /// A server with an estate that has only a manager, and the office's replica of it.
    fn replica(role: Role) -> (tempfile::TempDir, Server, Result<Replica, ReplicaError>) {
        let data = tempfile::tempdir().unwrap();
        let place = ("XUNLOU_DATA".to_owned(), data.path().display().to_string());
        let config = Config::read(None, HashMap::from([place])).unwrap();
        let server = Server::open(config, Environment::system()).unwrap();
        let plan = EstatePlan {
            estate: ESTATE,
            name: "云栖花园".to_owned(),
            buildings: Vec::new(),
            areas: Vec::new(),
            people: vec![PlannedPerson {
                id: PersonId(uuid::Uuid::from_u128(2)),
                login: "guo".to_owned(),
                name: "郭敏".to_owned(),
                role,
                areas: Vec::new(),
                health: false,
            }],
            departments: Vec::new(),
            households: Vec::new(),
            rulepack: None,
        };
        let now = server.api().now();
        server.access().enter_estate(&plan, server.environment().new_random_id(), now).unwrap();
        server.access().open_estate(ESTATE).unwrap();
        let replica = Replica::open(server.api(), data.path(), ESTATE);
        (data, server, replica)
    }

    #[test]
    fn an_estate_without_a_manager_is_refused_and_named() {
        let (_data, _server, refused) = replica(Role::Assistant);
        assert!(matches!(refused, Err(ReplicaError::NoManager(ESTATE))));
    }

    #[test]
    fn many_wishes_cause_one_sync_and_a_failure_is_not_hurried() {
        let (_data, _server, opened) = replica(Role::Manager);
        let replica = opened.unwrap();
        let rested = |failures| {
            let began = Instant::now();
            replica.rest(failures);
            began.elapsed()
        };
        (0..50).for_each(|_| replica.poke());
        assert!(rested(0) < FIRST_BACK_OFF, "it is wanted");
        assert!(rested(1) >= FIRST_BACK_OFF, "it was wanted, and failed");
        // The loop forgets all wishes at once when it begins a sync.
        replica.wanted().sync = false;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(FIRST_BACK_OFF);
                replica.poke();
            });
            let rested = rested(0);
            assert!((FIRST_BACK_OFF..AT_LEAST_EVERY).contains(&rested), "{rested:?}");
        });
    }

    #[test]
    fn a_replica_that_runs_stops_when_it_is_told() {
        let (_data, server, opened) = replica(Role::Manager);
        let replica = Arc::new(opened.unwrap());
        let running = std::thread::spawn({
            let replica = Arc::clone(&replica);
            move || replica.run()
        });
        let mut version = replica.version();
        // Its own writing is taken by the server at the next sync.
        let pack = xunlou_core::rulepack::RulePack::default_pack().unwrap();
        replica.workspace().publish_pack(&pack).unwrap();
        replica.poke();
        while !version.has_changed().unwrap() {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(*version.borrow_and_update() >= 1);
        assert_eq!(server.log().read(ESTATE, |log| log.state()).unwrap().head, 1);
        replica.stop();
        running.join().unwrap();
    }
}
