//! The use cases: the one facade that shells and the office call.
//!
//! Each call that changes something is one durable transaction: change, projection and outbox.
//! Nothing here waits for the network but [`Workspace::sync`] and the fetching of photos.

mod board;
mod cases;
mod clock;
mod conflicts;
mod decorations;
mod drafts;
#[cfg(feature = "reqwest-transport")]
mod enrol;
mod estate;
mod follow_up;
mod history;
mod households;
mod log;
mod me;
mod observe;
mod packs;
mod record_view;
mod records;
mod registers;
mod remembered;
mod sync;
#[cfg(test)]
mod tests;
mod today;
mod visits;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use cases::{CaseView, NewCase, NewFact};
pub use conflicts::{CandidateView, ConflictView, Resolution};
pub use decorations::{DecorationView, NewDecoration, PassView};
pub use drafts::DraftField;
pub use estate::NewHousehold;
pub use history::{HistoryEdit, HistoryEntry};
pub use households::{FieldView, HouseholdFile, HouseholdHit, VisitEntry};
pub use me::Me;
pub use observe::Subscription;
pub use record_view::{GroupView, ItemView, PhotoView, RecordView};
pub use records::{NewExcuse, NewRecord, RecordAbout};
pub use sync::SyncStatus;
pub use today::{DutySubject, DutyToday};
pub use visits::NextVisit;

pub use crate::report::AreaCoverage;

use crate::Error;
use crate::domain::access::{Operation, Principal, authorize};
use crate::domain::duty::day_of;
use crate::domain::{Header, StreamId};
use crate::env::Environment;
use crate::error::Result;
use crate::ids::{ActorId, PersonId};
use crate::store::{Changed, OpenOptions, Opened, Store, WriteTx};

/// One person's work on one device.
pub struct Workspace {
    store: Store,
    env: Environment,
    me: Mutex<Arc<Me>>,
    principal: Mutex<Principal>,
    packs: packs::Packs,
    directory: estate::DirectoryCache,
    observers: observe::Observers,
    server_clock: Mutex<clock::ServerClock>,
    /// Held while something is begun that must be there once: two taps at once make one record.
    beginning: Mutex<()>,
}

/// A workspace that was opened.
pub struct OpenedWorkspace {
    /// The workspace.
    pub workspace: Workspace,
    /// What the shell must keep beside the installation id for the next opening.
    pub generation: u64,
    /// The database was restored or copied from elsewhere; it writes as a new actor from now on.
    pub restored: bool,
}

impl Workspace {
    /// Creates the workspace of a person whose device was just enrolled.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] if the file already holds a workspace of somebody else; the storage
    /// errors.
    pub fn create(options: OpenOptions, env: Environment, me: Me) -> Result<OpenedWorkspace> {
        let Opened { store, generation, restored } = Store::open(options, env)?;
        if let Some(known) = me::load(&store)?
            && (known.person, known.estate) != (me.person, me.estate)
        {
            let reason = "this database belongs to another person or estate; open a new one";
            return Err(Error::invalid("path", reason));
        }
        me::save(&store, &me)?;
        Self::assemble(store, generation, restored, me)
    }

    /// Opens the workspace again.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the file holds no workspace yet; [`Error::WrongKey`],
    /// [`Error::NewerDatabase`], [`Error::Corrupt`] and the other storage errors. The file is left
    /// as it was by all of them.
    pub fn open(options: OpenOptions, env: Environment) -> Result<OpenedWorkspace> {
        let path = options.path.clone();
        if !path.exists() {
            return Err(Error::not_found("workspace", path.display()));
        }
        let Opened { store, generation, restored } = Store::open(options, env)?;
        let me = me::load(&store)?;
        let me = me.ok_or_else(|| Error::not_found("workspace", path.display()))?;
        Self::assemble(store, generation, restored, me)
    }

    fn assemble(store: Store, generation: u64, restored: bool, me: Me) -> Result<OpenedWorkspace> {
        store.claim_actor(me.device, &me.device_label, me.person)?;
        let principal = Mutex::new(me::principal(&store, &me)?);
        let server_clock = clock::ServerClock::load(&store)?;
        let workspace = Self {
            env: store.env().clone(),
            packs: packs::Packs::default(),
            directory: estate::DirectoryCache::default(),
            observers: observe::Observers::default(),
            server_clock: Mutex::new(server_clock),
            beginning: Mutex::new(()),
            store,
            me: Mutex::new(Arc::new(me)),
            principal,
        };
        Ok(OpenedWorkspace { workspace, generation, restored })
    }

    /// Releases every file and lock, before the system suspends the app.
    pub fn suspend(&self) {
        self.store.suspend();
    }

    /// Goes on after [`suspend`](Self::suspend).
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn resume(&self) -> Result<()> {
        self.store.resume()
    }

    /// Whose workspace it is.
    pub fn me(&self) -> Arc<Me> {
        Arc::clone(&lock(&self.me))
    }

    /// The database, for the office's own reading and for measurements.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The device's wall time.
    pub(crate) fn now(&self) -> DateTime<FixedOffset> {
        self.env.clock.now()
    }

    /// Today's date in the estate.
    ///
    /// # Errors
    /// [`Error::RulePack`] before the first sync.
    pub fn today_date(&self) -> Result<NaiveDate> {
        Ok(day_of(&self.true_now(), self.pack()?.time_zone))
    }

    /// Who asks, with what was granted at the last sync.
    pub fn principal(&self) -> Principal {
        lock(&self.principal).clone()
    }

    /// Refuses early what the server would refuse late.
    pub(crate) fn may_write(&self, header: &Header, author: Option<PersonId>) -> Result<()> {
        authorize(&lock(&self.principal), Operation::Write, header, author)
            .map_err(|_| Error::NotPermitted { operation: "write this" })
    }

    /// The name of a person of the staff, if the directory is here.
    pub fn person_name(&self, person: PersonId) -> Option<String> {
        let me = self.me();
        if person == me.person {
            return Some(me.person_name.clone());
        }
        let directory = self.directory().ok()?;
        directory.person(person).map(|person| person.name.clone())
    }

    /// Who an actor is: person, name, device label.
    pub(crate) fn who(&self, actor: Option<ActorId>) -> Result<Who> {
        let identity = match actor {
            Some(actor) => self.store.identity(actor)?,
            None => None,
        };
        Ok(match identity {
            Some(row) => Who {
                person: Some(row.person),
                name: self.person_name(row.person),
                device: Some(row.label),
            },
            None => Who::default(),
        })
    }

    /// One durable transaction; those who subscribed are told afterwards.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
        let (value, changed) = self.store.write(work)?;
        self.announce(changed);
        Ok(value)
    }

    pub(crate) fn announce(&self, changed: Changed) {
        if changed == Changed::default() {
            return;
        }
        self.packs.forget_if(&changed);
        self.directory.forget_if(&changed);
        self.observers.announce(changed);
    }

    /// Milliseconds since 1970 UTC by the device's clock, for a change's time.
    pub(crate) fn now_ms(&self) -> i64 {
        self.now().timestamp_millis()
    }

    /// The area that a stream belongs to, by the directory.
    pub(crate) fn area_of(&self, stream: StreamId) -> Option<crate::ids::AreaId> {
        match stream {
            StreamId::Area(area) => Some(area),
            StreamId::Building(building) | StreamId::Health(building) => {
                self.directory().ok()?.area_of(building)
            }
            StreamId::Estate | StreamId::Office => None,
        }
    }
}

/// Who wrote something, as far as known here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The person.
    pub person: Option<PersonId>,
    /// The person's name.
    pub name: Option<String>,
    /// The device's label.
    pub device: Option<String>,
}

/// Locks, also after a panic elsewhere: what these locks guard is replaced whole, never half.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
