//! Enrolment codes: one-time, short-lived, few tries. A code is an id, by which its row is found,
//! and a secret, of which only a hash is stored.

use rusqlite::{OptionalExtension, Transaction, params};
use xunlou_core::domain::access::Principal;
use xunlou_core::env::{Environment, Random};
use xunlou_core::ids::{DeviceId, EstateId, InstallationId, PersonId};
use xunlou_core::sync::wire::normalized_code;

use super::{Access, principal, secret};
use crate::database::{Flat, Result, uuid};

const ID_LETTERS: usize = 4;
const SECRET_LETTERS: usize = 8;
/// Codes older than this are forgotten, in milliseconds; until then a late phone is told why.
const FORGET_AFTER: i64 = 7 * 24 * 3_600_000;

/// A code for one person's next device. Shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentCode {
    /// What is typed or scanned: `ABCD-EFGH-JKMN`.
    pub text: String,
    /// When it expires, in milliseconds since 1970 UTC.
    pub expires_at: i64,
}

/// Why a code does not enrol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRefusal {
    /// None of ours.
    Unknown,
    /// Past its lifetime.
    Expired,
    /// Spent on another device.
    Used,
    /// Tried too often.
    TooManyTries,
}

/// What a device says of itself when it enrols.
#[derive(Clone, Debug)]
pub struct NewDevice {
    /// The installation on it.
    pub installation: InstallationId,
    /// Its ed25519 public key.
    pub public_key: [u8; 32],
    /// What it calls itself.
    pub label: String,
}

/// A device that now belongs.
#[derive(Clone)]
pub struct Enrolled {
    /// Who it is.
    pub principal: Principal,
    /// The secret for its calls. Shown once.
    pub token: String,
    /// The estate's name.
    pub estate_name: String,
    /// The person's name.
    pub person_name: String,
}

impl Access {
    /// Makes a code for this person's next device.
    ///
    /// # Errors
    /// There is no such person, or the database fails.
    pub fn new_code(
        &self,
        estate: EstateId,
        person: PersonId,
        random: &dyn Random,
        now: i64,
    ) -> Result<EnrolmentCode> {
        let expires_at = now.saturating_add(self.rules.code);
        self.database.write(|transaction| {
            transaction.execute(
                "DELETE FROM enrolment WHERE expires_at < ?1",
                [now.saturating_sub(FORGET_AFTER)],
            )?;
            loop {
                let id = secret::readable(random, ID_LETTERS);
                let rest = secret::readable(random, SECRET_LETTERS);
                let inserted = transaction.execute(
                    "INSERT INTO enrolment
                        (code_id, estate, person, secret_hash, created_at, expires_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (code_id) DO NOTHING",
                    params![
                        id,
                        estate.flat(),
                        person.flat(),
                        secret::hash(&format!("{id}{rest}")),
                        now,
                        expires_at
                    ],
                )?;
                if inserted == 1 {
                    let text = format!("{id}-{}-{}", &rest[..4], &rest[4..]);
                    return Ok(EnrolmentCode { text, expires_at });
                }
            }
        })
    }

    /// Spends a code on a device. A wrong secret costs the code one of its tries.
    ///
    /// # Errors
    /// The database fails.
    pub fn redeem(
        &self,
        code: &str,
        device: &NewDevice,
        environment: &Environment,
        now: i64,
    ) -> Result<Result<Enrolled, CodeRefusal>> {
        let code = normalized_code(code);
        let Some((id, _)) = code.split_at_checked(ID_LETTERS) else {
            return Ok(Err(CodeRefusal::Unknown));
        };
        // A refusal is committed too: it counts a try.
        self.database.write(|transaction| {
            let found = transaction
                .query_row(
                    "SELECT c.estate, c.person, c.secret_hash, c.expires_at, c.tries,
                            c.used_at IS NOT NULL
                     FROM enrolment c JOIN estate e ON e.estate = c.estate
                     WHERE c.code_id = ?1 AND e.ready = 1",
                    [id],
                    |row| {
                        Ok(Row {
                            estate: uuid(row, 0)?,
                            person: uuid(row, 1)?,
                            secret_hash: row.get(2)?,
                            expires_at: row.get(3)?,
                            tries: row.get(4)?,
                            used: row.get(5)?,
                        })
                    },
                )
                .optional()?;
            let Some(row) = found else { return Ok(Err(CodeRefusal::Unknown)) };
            if row.tries >= self.rules.code_tries {
                return Ok(Err(CodeRefusal::TooManyTries));
            }
            if !secret::same(&secret::hash(&code), &row.secret_hash) {
                transaction
                    .execute("UPDATE enrolment SET tries = tries + 1 WHERE code_id = ?1", [id])?;
                let spent = row.tries + 1 >= self.rules.code_tries;
                return Ok(Err(match spent {
                    true => CodeRefusal::TooManyTries,
                    false => CodeRefusal::Unknown,
                }));
            }
            if row.used {
                return Ok(Err(CodeRefusal::Used));
            }
            if now >= row.expires_at {
                return Ok(Err(CodeRefusal::Expired));
            }
            transaction.execute(
                "UPDATE enrolment SET used_at = ?2 WHERE code_id = ?1",
                params![id, now],
            )?;
            self.admit(transaction, &row, device, environment, now).map(Ok)
        })
    }

    /// Enters the device, or gives a new token to one that comes back: the same installation with
    /// the same key keeps its id, so that its unsent changes are still its own.
    fn admit(
        &self,
        transaction: &Transaction<'_>,
        row: &Row,
        device: &NewDevice,
        environment: &Environment,
        now: i64,
    ) -> Result<Enrolled> {
        let token = secret::token(row.estate, environment.random.as_ref());
        let known: Option<DeviceId> = transaction
            .query_row(
                "SELECT device FROM device
                 WHERE estate = ?1 AND person = ?2 AND installation = ?3 AND public_key = ?4
                   AND revoked_at IS NULL",
                params![
                    row.estate.flat(),
                    row.person.flat(),
                    device.installation.flat(),
                    device.public_key
                ],
                |found| uuid(found, 0),
            )
            .optional()?;
        let id = known.unwrap_or_else(|| environment.new_id());
        transaction.execute(
            "INSERT INTO device (estate, device, person, label, installation, public_key,
                                 token_hash, token_expires, enrolled_at, seen_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)
             ON CONFLICT (estate, device) DO UPDATE
             SET label = excluded.label, token_hash = excluded.token_hash,
                 token_expires = excluded.token_expires, seen_at = excluded.seen_at",
            params![
                row.estate.flat(),
                id.flat(),
                row.person.flat(),
                device.label,
                device.installation.flat(),
                device.public_key,
                secret::hash(&token),
                now.saturating_add(self.rules.token),
                now
            ],
        )?;
        let name = |sql: &str, parameters: &[&[u8]]| {
            transaction.query_row(sql, rusqlite::params_from_iter(parameters), |found| found.get(0))
        };
        Ok(Enrolled {
            principal: principal(transaction, row.estate, row.person, id)?,
            token,
            estate_name: name("SELECT name FROM estate WHERE estate = ?1", &[row.estate.flat()])?,
            person_name: name(
                "SELECT name FROM person WHERE estate = ?1 AND person = ?2",
                &[row.estate.flat(), row.person.flat()],
            )?,
        })
    }
}

struct Row {
    estate: EstateId,
    person: PersonId,
    secret_hash: Vec<u8>,
    expires_at: i64,
    tries: u32,
    used: bool,
}
