//! Devices and their tokens.

use rusqlite::{OptionalExtension, params};
use xunlou_core::domain::access::Principal;
use xunlou_core::ids::{DeviceId, EstateId, PersonId};

use super::{Access, principal, secret};
use crate::database::{Flat, Result, StoreError, uuid};

/// How stale `seen_at` may get before a request writes it again, in milliseconds: a request that
/// brings nothing new shall not cost a write.
const SEEN_STEP: i64 = 60_000;

/// Why a token does not let anybody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenRefusal {
    /// None of ours.
    Unknown,
    /// Past its lifetime.
    Expired,
    /// Its device was revoked. Who it was is told, so that its last push can be kept aside.
    Revoked(Box<Principal>),
}

/// A device, as the office's list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub device: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// That person's login.
    pub login: String,
    /// What it calls itself.
    pub label: String,
    /// When it enrolled, in milliseconds since 1970 UTC.
    pub enrolled_at: i64,
    /// When it last called.
    pub seen_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
    /// Whether it is the office console in this process, not a phone.
    pub office: bool,
}

impl Access {
    /// Who holds this token. Using it prolongs its life.
    ///
    /// # Errors
    /// The database fails.
    pub fn by_token(&self, token: &str, now: i64) -> Result<Result<Principal, TokenRefusal>> {
        let Some(estate) = secret::estate_of(token) else {
            return Ok(Err(TokenRefusal::Unknown));
        };
        let found = self.database.read::<_, StoreError>(|transaction| {
            let row = transaction
                .prepare_cached(
                    "SELECT d.device, d.person, d.token_expires, d.seen_at,
                            d.revoked_at IS NOT NULL
                     FROM device d JOIN estate e ON e.estate = d.estate
                     WHERE d.estate = ?1 AND d.token_hash = ?2 AND e.ready = 1",
                )?
                .query_row(params![estate.flat(), secret::hash(token)], |row| {
                    Ok((
                        uuid::<DeviceId>(row, 0)?,
                        uuid::<PersonId>(row, 1)?,
                        row.get::<_, i64>(2)?,
                        row.get::<_, i64>(3)?,
                        row.get::<_, bool>(4)?,
                    ))
                })
                .optional()?;
            row.map(|(device, person, expires, seen, revoked)| {
                Ok((principal(transaction, estate, person, device)?, expires, seen, revoked))
            })
            .transpose()
        })?;
        let Some((principal, expires, seen, revoked)) = found else {
            return Ok(Err(TokenRefusal::Unknown));
        };
        if revoked {
            return Ok(Err(TokenRefusal::Revoked(Box::new(principal))));
        }
        if now >= expires {
            return Ok(Err(TokenRefusal::Expired));
        }
        if (now - seen).abs() >= SEEN_STEP {
            self.prolong(&principal, now)?;
        }
        Ok(Ok(principal))
    }

    fn prolong(&self, principal: &Principal, now: i64) -> Result<()> {
        self.database.write(|transaction| {
            transaction
                .prepare_cached(
                    "UPDATE device SET seen_at = ?3, token_expires = ?4
                     WHERE estate = ?1 AND device = ?2",
                )?
                .execute(params![
                    principal.estate.flat(),
                    principal.device.flat(),
                    now,
                    now.saturating_add(self.rules.token)
                ])?;
            Ok(())
        })
    }

    /// Shuts a device out, at once. Says whether there is such a device that was not revoked yet.
    ///
    /// # Errors
    /// The database fails.
    pub fn revoke(&self, estate: EstateId, device: DeviceId, now: i64) -> Result<bool> {
        self.database.write(|transaction| {
            let changed = transaction.execute(
                "UPDATE device SET revoked_at = ?3
                 WHERE estate = ?1 AND device = ?2 AND revoked_at IS NULL",
                params![estate.flat(), device.flat(), now],
            )?;
            Ok(changed == 1)
        })
    }

    /// The estate's devices, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub fn devices(&self, estate: EstateId) -> Result<Vec<Device>> {
        self.database.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT d.device, d.person, p.login, d.label, d.enrolled_at, d.seen_at,
                        d.revoked_at, d.installation IS NULL
                 FROM device d JOIN person p ON p.estate = d.estate AND p.person = d.person
                 WHERE d.estate = ?1 ORDER BY d.enrolled_at DESC, d.device",
            )?;
            let rows = statement.query_map([estate.flat()], |row| {
                Ok(Device {
                    device: uuid(row, 0)?,
                    person: uuid(row, 1)?,
                    login: row.get(2)?,
                    label: row.get(3)?,
                    enrolled_at: row.get(4)?,
                    seen_at: row.get(5)?,
                    revoked_at: row.get(6)?,
                    office: row.get(7)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The device through which this person works in the office console: made when it is first
    /// asked for, without a token, so that only this process can be it.
    ///
    /// # Errors
    /// There is no such person, or the database fails.
    pub fn office_device(
        &self,
        estate: EstateId,
        person: PersonId,
        new: DeviceId,
        label: &str,
        now: i64,
    ) -> Result<Principal> {
        self.database.write(|transaction| {
            let known = transaction
                .query_row(
                    "SELECT device FROM device WHERE estate = ?1 AND person = ?2
                     AND installation IS NULL AND revoked_at IS NULL",
                    [estate.flat(), person.flat()],
                    |row| uuid(row, 0),
                )
                .optional()?;
            let device = match known {
                Some(device) => device,
                None => {
                    transaction.execute(
                        "INSERT INTO device (estate, device, person, label, enrolled_at, seen_at)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
                        params![estate.flat(), new.flat(), person.flat(), label, now],
                    )?;
                    new
                }
            };
            principal(transaction, estate, person, device)
        })
    }
}
