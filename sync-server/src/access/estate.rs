//! Estates and their people, as rows.

use rusqlite::params;
use xunlou_core::domain::Role;
use xunlou_core::ids::{Epoch, EstateId, PersonId};

use super::Access;
use crate::database::{Flat, Result, uuid};
use crate::estate_plan::EstatePlan;

/// An estate of this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estate {
    /// Its id.
    pub estate: EstateId,
    /// Its name.
    pub name: String,
}

/// A person of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub person: PersonId,
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The person's role.
    pub role: Role,
}

/// Every table with rows of an estate, those that refer to others first.
const TABLES: [&str; 17] = [
    "session",
    "account",
    "enrolment",
    "blob_document",
    "blob",
    "quarantine",
    "actor",
    "change",
    "snapshot",
    "document",
    "device",
    "person_area",
    "area_building",
    "person",
    "area",
    "building",
    "estate",
];

impl Access {
    /// The estates that are complete, by name.
    ///
    /// # Errors
    /// The database fails.
    pub fn estates(&self) -> Result<Vec<Estate>> {
        self.database.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT estate, name FROM estate WHERE ready = 1 ORDER BY name, estate",
            )?;
            let rows = statement
                .query_map([], |row| Ok(Estate { estate: uuid(row, 0)?, name: row.get(1)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The people of an estate, by login.
    ///
    /// # Errors
    /// The database fails.
    pub fn people(&self, estate: EstateId) -> Result<Vec<Person>> {
        self.database.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT person, login, name, role FROM person WHERE estate = ?1 ORDER BY login",
            )?;
            let rows = statement.query_map([estate.flat()], |row| {
                let role: String = row.get(3)?;
                Ok(Person {
                    person: uuid(row, 0)?,
                    login: row.get(1)?,
                    name: row.get(2)?,
                    role: Role::parse(&role).unwrap_or(Role::Butler),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Enters a new estate with its people, areas and buildings. It lets nobody in until
    /// [`Access::open_estate`].
    ///
    /// # Errors
    /// The database fails; then nothing of it is entered.
    pub fn enter_estate(&self, plan: &EstatePlan, epoch: Epoch, now: i64) -> Result<()> {
        self.database.write(|transaction| {
            let estate = plan.estate.flat();
            transaction.execute(
                "INSERT INTO estate (estate, name, epoch, created_at) VALUES (?1, ?2, ?3, ?4)",
                params![estate, plan.name, epoch.flat(), now],
            )?;
            for building in &plan.buildings {
                transaction.execute(
                    "INSERT INTO building (estate, building, name) VALUES (?1, ?2, ?3)",
                    params![estate, building.id.flat(), building.name],
                )?;
            }
            for area in &plan.areas {
                transaction.execute(
                    "INSERT INTO area (estate, area, name) VALUES (?1, ?2, ?3)",
                    params![estate, area.id.flat(), area.name],
                )?;
                for building in &area.buildings {
                    transaction.execute(
                        "INSERT INTO area_building (estate, area, building) VALUES (?1, ?2, ?3)",
                        [estate, area.id.flat(), building.flat()],
                    )?;
                }
            }
            for person in &plan.people {
                transaction.execute(
                    "INSERT INTO person (estate, person, login, name, role, health)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        estate,
                        person.id.flat(),
                        person.login,
                        person.name,
                        person.role.as_str(),
                        person.health
                    ],
                )?;
                for area in &person.areas {
                    transaction.execute(
                        "INSERT INTO person_area (estate, person, area) VALUES (?1, ?2, ?3)",
                        [estate, person.id.flat(), area.flat()],
                    )?;
                }
            }
            Ok(())
        })
    }

    /// Opens a new estate, once everything of it is written.
    ///
    /// # Errors
    /// The database fails.
    pub fn open_estate(&self, estate: EstateId) -> Result<()> {
        self.database.write(|transaction| {
            transaction
                .execute("UPDATE estate SET ready = 1 WHERE estate = ?1", [estate.flat()])?;
            Ok(())
        })
    }

    /// Removes an estate that was entered and never opened. An open estate is left alone.
    ///
    /// # Errors
    /// The database fails; then nothing is removed.
    pub fn drop_unopened(&self, estate: EstateId) -> Result<()> {
        self.database.write(|transaction| {
            let ready: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM estate WHERE estate = ?1 AND ready = 1)",
                [estate.flat()],
                |row| row.get(0),
            )?;
            if !ready {
                for table in TABLES {
                    let sql = format!("DELETE FROM {table} WHERE estate = ?1");
                    transaction.execute(&sql, [estate.flat()])?;
                }
            }
            Ok(())
        })
    }

    /// The estates that were entered by then and never opened: what a creation that was cut off
    /// left.
    ///
    /// # Errors
    /// The database fails.
    pub fn unopened(&self, entered_by: i64) -> Result<Vec<EstateId>> {
        self.database.read(|transaction| {
            let mut statement = transaction
                .prepare_cached("SELECT estate FROM estate WHERE ready = 0 AND created_at <= ?1")?;
            let rows = statement.query_map([entered_by], |row| uuid(row, 0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
