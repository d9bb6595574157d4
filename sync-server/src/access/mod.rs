//! Who belongs, and what is granted to whom: people, areas, devices, enrolment codes, tokens and
//! the office's accounts. What a grant allows is decided by `xunlou_core::domain::access` alone.

pub mod accounts;
mod device;
mod enrol;
mod estate;
pub mod secret;
pub mod throttle;

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::{OptionalExtension, Transaction, params};
use xunlou_core::domain::access::{Principal, may_read};
use xunlou_core::domain::{Role, StreamId};
use xunlou_core::ids::{AreaId, BuildingId, DeviceId, EstateId, PersonId};

use crate::database::{Database, Flat, Result, StoreError, uuid};

pub use device::{Device, TokenRefusal};
pub use enrol::{CodeRefusal, Enrolled, EnrolmentCode, NewDevice};
pub use estate::{Estate, Person};

/// The people of every estate of one server, and the secrets that let them in.
#[derive(Clone)]
pub struct Access {
    database: Arc<Database>,
    rules: Lifetimes,
}

/// How long secrets are good for, in milliseconds, and how often they may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// An enrolment code.
    pub code: i64,
    /// Tries of an enrolment code.
    pub code_tries: u32,
    /// A device's token since it was last used.
    pub token: i64,
    /// A session of the office console since sign-in.
    pub session: i64,
}

impl Access {
    /// The people kept in this database.
    pub fn new(database: Arc<Database>, rules: Lifetimes) -> Self {
        Self { database, rules }
    }

    /// Somebody on a device, with what is granted now; `None` if there is no such device or it is
    /// revoked.
    ///
    /// # Errors
    /// The database fails.
    pub fn principal(&self, estate: EstateId, device: DeviceId) -> Result<Option<Principal>> {
        self.database.read(|transaction| {
            let person = transaction
                .prepare_cached(
                    "SELECT person FROM device
                     WHERE estate = ?1 AND device = ?2 AND revoked_at IS NULL",
                )?
                .query_row([estate.flat(), device.flat()], |row| uuid(row, 0))
                .optional()?;
            person.map(|person| principal(transaction, estate, person, device)).transpose()
        })
    }
}

/// Every stream that the principal may read, in the order in which they are sent.
pub fn streams(principal: &Principal) -> Vec<StreamId> {
    let areas = principal.areas.iter().copied().map(StreamId::Area);
    let buildings = principal.buildings.iter().copied().map(StreamId::Building);
    let health = principal.buildings.iter().copied().map(StreamId::Health);
    [StreamId::Estate, StreamId::Office]
        .into_iter()
        .chain(areas)
        .chain(buildings)
        .chain(health)
        .filter(|stream| may_read(principal, *stream))
        .collect()
}

/// Whether the stream is one that the estate has and the principal may read.
pub fn granted(principal: &Principal, stream: StreamId) -> bool {
    let exists = match stream {
        StreamId::Estate | StreamId::Office => true,
        StreamId::Area(area) => principal.areas.contains(&area),
        StreamId::Building(building) | StreamId::Health(building) => {
            principal.buildings.contains(&building)
        }
    };
    exists && may_read(principal, stream)
}

/// Reads a person's grants. Those who see the whole estate are granted all it has.
fn principal(
    transaction: &Transaction<'_>,
    estate: EstateId,
    person: PersonId,
    device: DeviceId,
) -> Result<Principal> {
    let (role, health): (String, bool) = transaction
        .prepare_cached("SELECT role, health FROM person WHERE estate = ?1 AND person = ?2")?
        .query_row([estate.flat(), person.flat()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let role = Role::parse(&role)
        .ok_or_else(|| StoreError::Damaged(format!("no role is called `{role}`")))?;
    let whole = role.sees_whole_estate();
    let areas: BTreeSet<AreaId> = transaction
        .prepare_cached(
            "SELECT area FROM area WHERE estate = ?1
             AND (?3 OR area IN (SELECT area FROM person_area WHERE estate = ?1 AND person = ?2))",
        )?
        .query_map(params![estate.flat(), person.flat(), whole], |row| uuid(row, 0))?
        .collect::<Result<_, _>>()?;
    let buildings: BTreeSet<BuildingId> = transaction
        .prepare_cached(
            "SELECT building FROM building WHERE estate = ?1
             AND (?3 OR building IN (
                 SELECT b.building FROM area_building b
                 JOIN person_area p ON p.estate = b.estate AND p.area = b.area
                 WHERE b.estate = ?1 AND p.person = ?2))",
        )?
        .query_map(params![estate.flat(), person.flat(), whole], |row| uuid(row, 0))?
        .collect::<Result<_, _>>()?;
    Ok(Principal { estate, person, device, role, areas, buildings, health })
}
