//! Numbered migrations under `user_version`. The phones' database and the server's use this.

use rusqlite::{Connection, TransactionBehavior};

/// One step: the text of a numbered SQL file.
pub type Migration = &'static str;

/// Why a database was not brought up to date. It was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A newer version of the program wrote it.
    #[error("the database has schema {found}, this version knows up to {supported}")]
    Newer {
        /// The database's schema.
        found: u32,
        /// The newest this version knows.
        supported: u32,
    },
    /// SQLite refused.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

/// Brings the database to the newest schema, one transaction for each migration. Returns the schema
/// it had before.
///
/// # Errors
/// [`SchemaError::Newer`] for a database from the future; [`SchemaError::Sqlite`] otherwise.
pub fn migrate(connection: &mut Connection, migrations: &[Migration]) -> Result<u32, SchemaError> {
    let before = version(connection)?;
    let supported = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    if before > supported {
        return Err(SchemaError::Newer { found: before, supported });
    }
    for (number, sql) in (1u32..).zip(migrations).skip(before as usize) {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been quicker.
        if version(&tx)? < number {
            tx.execute_batch(sql)?;
            tx.pragma_update(None, "user_version", number)?;
            tx.commit()?;
        }
    }
    Ok(before)
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Migration; 2] =
        ["CREATE TABLE a (x INTEGER) STRICT;", "ALTER TABLE a ADD COLUMN y TEXT;"];

    #[test]
    fn a_database_is_taken_from_any_version_to_the_newest() {
        let mut old = Connection::open_in_memory().unwrap();
        assert_eq!(migrate(&mut old, &STEPS[..1]).unwrap(), 0);
        assert_eq!(migrate(&mut old, &STEPS).unwrap(), 1);
        assert_eq!(migrate(&mut old, &STEPS).unwrap(), 2);
        old.execute("INSERT INTO a (x, y) VALUES (1, 'z')", []).unwrap();
    }

    #[test]
    fn a_newer_database_is_refused_and_left_alone() {
        let mut new = Connection::open_in_memory().unwrap();
        migrate(&mut new, &STEPS).unwrap();
        let refused = migrate(&mut new, &STEPS[..1]);
        assert!(matches!(refused, Err(SchemaError::Newer { found: 2, supported: 1 })));
        assert_eq!(version(&new).unwrap(), 2);
    }

    #[test]
    fn a_migration_that_fails_leaves_nothing_behind() {
        let mut db = Connection::open_in_memory().unwrap();
        let broken = ["CREATE TABLE a (x INTEGER) STRICT; CREATE TABEL b;"];
        assert!(matches!(migrate(&mut db, &broken), Err(SchemaError::Sqlite(_))));
        assert_eq!(version(&db).unwrap(), 0);
        assert!(db.prepare("SELECT x FROM a").is_err());
    }
}
