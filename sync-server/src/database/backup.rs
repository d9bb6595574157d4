//! Backups: a consistent copy of a database in use, and what happens when one is opened again.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::Backup;
use xunlou_core::env::Environment;
use xunlou_core::ids::{Epoch, EstateId};

use super::{Database, Flat, Result, StoreError, connect, only_for_its_owner, uuid};

impl Database {
    /// Writes a consistent copy to `target`, marked as a backup. Works while the server runs.
    /// Photos are files beside the database and are copied separately: they never change.
    ///
    /// # Errors
    /// The target exists, cannot be written, or SQLite fails; then there is no target.
    pub fn backup(&self, target: &Path, now: i64) -> Result<()> {
        let io = |source| StoreError::Io { path: target.display().to_string(), source };
        if target.exists() {
            return Err(io(std::io::Error::new(
                std::io::ErrorKind::AlreadyExists,
                "there is a file already; choose another name",
            )));
        }
        let mut name = target.as_os_str().to_owned();
        name.push(".part");
        let part = Path::new(&name);
        let written = self.copy_to(part, now).and_then(|()| {
            std::fs::File::open(part).and_then(|file| file.sync_all()).map_err(io)?;
            std::fs::rename(part, target).map_err(io)
        });
        if written.is_err() {
            // What is left of a failed copy is of no use; the first error is the one to tell.
            let _ = std::fs::remove_file(part);
        }
        written
    }

    fn copy_to(&self, part: &Path, now: i64) -> Result<()> {
        if part.exists() {
            std::fs::remove_file(part)
                .map_err(|source| StoreError::Io { path: part.display().to_string(), source })?;
        }
        let source = connect(&self.path, false)?;
        let mut copy = Connection::open(part)?;
        only_for_its_owner(part)?;
        // All pages in one step: the copy is of one moment, and in WAL mode nobody waits for it.
        Backup::new(&source, &mut copy)?.step(-1)?;
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        copy.execute(
            "INSERT INTO meta (name, value) VALUES ('backup', ?1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [now.to_string()],
        )?;
        Ok(())
    }

    /// If the file is a backup that now comes into use: a new epoch for each estate, no mark.
    pub(super) fn leave_backup(&self, environment: &Environment) -> Result<()> {
        let marked = "SELECT EXISTS (SELECT 1 FROM meta WHERE name = 'backup')";
        if !self.read(|tx| {
            tx.query_row(marked, [], |row| row.get::<_, bool>(0)).map_err(StoreError::from)
        })? {
            return Ok(());
        }
        self.write(|transaction| {
            // Two processes may open the file at once; one of them finds the mark.
            if transaction.execute("DELETE FROM meta WHERE name = 'backup'", [])? == 0 {
                return Ok(());
            }
            let mut statement = transaction.prepare("SELECT estate FROM estate")?;
            let estates: Vec<EstateId> =
                statement.query_map([], |row| uuid(row, 0))?.collect::<Result<_, _>>()?;
            for estate in estates {
                let epoch: Epoch = environment.new_random_id();
                transaction.execute(
                    "UPDATE estate SET epoch = ?2 WHERE estate = ?1",
                    [estate.flat(), epoch.flat()],
                )?;
                tracing::warn!(%estate, %epoch, "restored from a backup: a new epoch begins");
            }
            Ok(())
        })
    }
}
