//! Sign-in to the office console: passwords, sessions, and a brake on guessing. An unknown login
//! takes as long as a wrong password, and is answered the same.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use rusqlite::{OptionalExtension, params};
use xunlou_core::env::Random;
use xunlou_core::ids::{EstateId, PersonId};

use super::throttle::Throttle;
use super::{Access, secret};
use crate::database::{Flat, Result, StoreError, uuid};

/// Fewest characters of a password.
pub const LEAST_PASSWORD: usize = 10;
/// Most bytes of a password: hashing longer ones would only cost time.
pub const MOST_PASSWORD: usize = 256;

/// Why a password is not set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// Too short or too long.
    #[error(
        "a password has at least {LEAST_PASSWORD} characters and at most {MOST_PASSWORD} bytes"
    )]
    Length,
    /// Hashing failed.
    #[error("the password cannot be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// No such login, or another password; nobody is told which.
    Wrong,
    /// Too many tries of this login, or from this address: wait a minute.
    TooMany,
}

/// Somebody who is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The secret of the cookie. Shown once.
    pub token: String,
    /// Who and until when.
    pub info: SessionInfo,
}

/// Who is signed in, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// The estate.
    pub estate: EstateId,
    /// The person.
    pub person: PersonId,
    /// What every form of the session has to carry.
    pub csrf: String,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires_at: i64,
}

/// The brakes on guessing passwords, kept in memory.
pub struct SignInBrakes {
    logins: Throttle,
    addresses: Throttle,
}

impl SignInBrakes {
    /// At most so many tries a minute of one login, and from one address.
    pub fn new(tries_per_minute: u32) -> Self {
        Self {
            logins: Throttle::new(tries_per_minute, 60_000),
            // Several people may sit behind one address.
            addresses: Throttle::new(tries_per_minute.saturating_mul(4), 60_000),
        }
    }
}

/// A new password that is easy to read out: 12 letters and digits in groups of four.
pub fn initial_password(random: &dyn Random) -> String {
    let text = secret::readable(random, 12);
    format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..])
}

impl Access {
    /// Gives a person an account, or another password. Sessions of that person end.
    ///
    /// # Errors
    /// The password is too short or too long, or the database fails.
    pub fn set_password(
        &self,
        estate: EstateId,
        person: PersonId,
        password: &str,
        now: i64,
    ) -> Result<(), PasswordError> {
        if password.chars().count() < LEAST_PASSWORD || password.len() > MOST_PASSWORD {
            return Err(PasswordError::Length);
        }
        let hash = hash(password).map_err(PasswordError::Hash)?;
        self.database.write(|transaction| {
            transaction
                .execute(
                    "INSERT INTO account (estate, person, password_hash, changed_at)
                     VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (estate, person) DO UPDATE
                     SET password_hash = excluded.password_hash, changed_at = excluded.changed_at",
                    params![estate.flat(), person.flat(), hash, now],
                )
                .map_err(StoreError::from)?;
            transaction
                .execute(
                    "DELETE FROM session WHERE estate = ?1 AND person = ?2",
                    [estate.flat(), person.flat()],
                )
                .map_err(StoreError::from)?;
            Ok(())
        })
    }

    /// Signs somebody in: a new session, if login and password are right.
    ///
    /// # Errors
    /// The database fails.
    pub fn sign_in(
        &self,
        brakes: &SignInBrakes,
        estate: EstateId,
        credentials: (&str, &str),
        address: &str,
        random: &dyn Random,
        now: i64,
    ) -> Result<Result<Session, SignInRefusal>> {
        let (login, password) = (credentials.0.trim().to_lowercase(), credentials.1);
        let login_key = format!("{estate} {login}");
        let allowed = brakes.addresses.allow(address, now) && brakes.logins.allow(&login_key, now);
        if !allowed {
            return Ok(Err(SignInRefusal::TooMany));
        }
        let Some(person) = self.verify(estate, &login, password)? else {
            return Ok(Err(SignInRefusal::Wrong));
        };
        brakes.logins.clear(&login_key);
        self.new_session(estate, person, random, now).map(Ok)
    }

    /// Whose login and password these are.
    ///
    /// # Errors
    /// The database fails.
    pub fn verify(
        &self,
        estate: EstateId,
        login: &str,
        password: &str,
    ) -> Result<Option<PersonId>> {
        let found: Option<(PersonId, String)> =
            self.database.read::<_, StoreError>(|transaction| {
                Ok(transaction
                    .prepare_cached(
                        "SELECT p.person, a.password_hash FROM person p
                     JOIN account a ON a.estate = p.estate AND a.person = p.person
                     JOIN estate e ON e.estate = p.estate
                     WHERE p.estate = ?1 AND p.login = ?2 AND e.ready = 1",
                    )?
                    .query_row(params![estate.flat(), login], |row| {
                        Ok((uuid(row, 0)?, row.get(1)?))
                    })
                    .optional()?)
            })?;
        // Where there is no account, a password is verified all the same: it takes as long.
        let stored = found.as_ref().map_or_else(|| nobodys_hash(), |(_, hash)| hash.as_str());
        let right = password.len() <= MOST_PASSWORD
            && PasswordHash::new(stored).is_ok_and(|hash| {
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
            });
        Ok(found.filter(|_| right).map(|(person, _)| person))
    }

    fn new_session(
        &self,
        estate: EstateId,
        person: PersonId,
        random: &dyn Random,
        now: i64,
    ) -> Result<Session> {
        let token = secret::token(estate, random);
        let csrf = secret::opaque(random);
        let expires_at = now.saturating_add(self.rules.session);
        self.database.write::<_, StoreError>(|transaction| {
            transaction.execute("DELETE FROM session WHERE expires_at <= ?1", [now])?;
            transaction.execute(
                "INSERT INTO session (estate, token_hash, person, csrf, created_at, expires_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![estate.flat(), secret::hash(&token), person.flat(), csrf, now, expires_at],
            )?;
            Ok(())
        })?;
        Ok(Session { token, info: SessionInfo { estate, person, csrf, expires_at } })
    }

    /// Whose session this is, if it has not ended.
    ///
    /// # Errors
    /// The database fails.
    pub fn session(&self, token: &str, now: i64) -> Result<Option<SessionInfo>> {
        let Some(estate) = secret::estate_of(token) else { return Ok(None) };
        self.database.read(|transaction| {
            Ok(transaction
                .prepare_cached(
                    "SELECT person, csrf, expires_at FROM session
                     WHERE estate = ?1 AND token_hash = ?2 AND expires_at > ?3",
                )?
                .query_row(params![estate.flat(), secret::hash(token), now], |row| {
                    Ok(SessionInfo {
                        estate,
                        person: uuid(row, 0)?,
                        csrf: row.get(1)?,
                        expires_at: row.get(2)?,
                    })
                })
                .optional()?)
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database fails.
    pub fn sign_out(&self, token: &str) -> Result<()> {
        let Some(estate) = secret::estate_of(token) else { return Ok(()) };
        self.database.write(|transaction| {
            transaction.execute(
                "DELETE FROM session WHERE estate = ?1 AND token_hash = ?2",
                params![estate.flat(), secret::hash(token)],
            )?;
            Ok(())
        })
    }
}

fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// The hash of a password that nobody has.
fn nobodys_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let mut password = [0; 24];
        xunlou_core::env::SystemRandom.fill(&mut password);
        hash(&hex::encode(password)).unwrap_or_default()
    })
}
