//! What is written to the log.

use rusqlite::params;
use xunlou_core::ids::{ActorId, DeviceId, PersonId};

use super::{Binding, LogWriter, NewChange, NewState, from_sql};
use crate::database::{Flat, Result};

impl LogWriter<'_> {
    /// Appends accepted changes of one document and stores its new state. Answers with the
    /// position of the last one.
    ///
    /// # Errors
    /// The database fails, for example because the log holds one of the changes already.
    pub fn append(
        &self,
        person: PersonId,
        device: DeviceId,
        changes: &[NewChange],
        state: &NewState,
        now: i64,
    ) -> Result<u64> {
        let count = changes.len() as i64;
        let head: i64 = self
            .transaction
            .prepare_cached("UPDATE estate SET head = head + ?2 WHERE estate = ?1 RETURNING head")?
            .query_row(params![self.estate.flat(), count], |row| row.get(0))?;
        let first = head - count + 1;
        let document = state.header.document;
        let stream = state.header.stream.to_string();
        let heads: Vec<u8> = state.heads.iter().flat_map(|hash| hash.0).collect();
        self.transaction
            .prepare_cached(
                "INSERT INTO document
                    (estate, document, kind, stream, author, first_position, last_position, heads)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (estate, document) DO UPDATE
                 SET last_position = excluded.last_position, heads = excluded.heads",
            )?
            .execute(params![
                self.estate.flat(),
                document.flat(),
                state.header.kind.as_str(),
                stream,
                person.flat(),
                first,
                head,
                heads
            ])?;
        self.transaction
            .prepare_cached(
                "INSERT INTO snapshot (estate, document, bytes) VALUES (?1, ?2, ?3)
                 ON CONFLICT (estate, document) DO UPDATE SET bytes = excluded.bytes",
            )?
            .execute(params![self.estate.flat(), document.flat(), state.snapshot])?;
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO change
                (estate, position, document, stream, hash, actor, device, bytes, received_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (position, change) in (first..).zip(changes) {
            insert.execute(params![
                self.estate.flat(),
                position,
                document.flat(),
                stream,
                change.hash.flat(),
                change.actor.flat(),
                device.flat(),
                change.bytes,
                now
            ])?;
        }
        Ok(from_sql(head))
    }

    /// Binds an actor to a device, unless it is bound; answers with the device it is bound to.
    ///
    /// # Errors
    /// The database fails.
    pub fn bind(&self, actor: ActorId, device: DeviceId) -> Result<DeviceId> {
        if let Binding::Device(bound) = self.binding(actor)? {
            return Ok(bound);
        }
        let number: i64 = self
            .transaction
            .prepare_cached(
                "UPDATE estate SET last_actor = last_actor + 1 WHERE estate = ?1
                 RETURNING last_actor",
            )?
            .query_row([self.estate.flat()], |row| row.get(0))?;
        self.transaction
            .prepare_cached(
                "INSERT INTO actor (estate, number, actor, device) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![self.estate.flat(), number, actor.flat(), device.flat()])?;
        Ok(device)
    }
}
