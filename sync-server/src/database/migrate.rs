//! The schema: numbered SQL files under `user_version`.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{Result, StoreError};

/// Every migration, oldest first; the number of those applied is the file's `user_version`.
const MIGRATIONS: [&str; 3] = [
    include_str!("../../sql/001_log.sql"),
    include_str!("../../sql/002_access.sql"),
    include_str!("../../sql/003_blobs.sql"),
];

/// `XLSV`: tells a server's database from any other SQLite file.
const APPLICATION_ID: i32 = 0x584c_5356;

/// Sets the connection's pragmas and brings the schema up to date. What belongs to somebody else
/// or to a newer version is refused before anything is written.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<()> {
    recognise(connection, path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again under the lock: two processes may open a new file at once.
    let applied: usize = transaction
        .query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))
        .map(|version| version as usize)?;
    for (number, sql) in MIGRATIONS.iter().enumerate().skip(applied) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number as u32 + 1)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()?;
    Ok(())
}

fn recognise(connection: &Connection, path: &Path) -> Result<()> {
    let file = path.display().to_string();
    let read = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let foreign = |reason: &str| StoreError::Foreign { file: file.clone(), reason: reason.into() };
    let tables = read("SELECT count(*) FROM sqlite_schema").map_err(|error| {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => foreign("it is no SQLite file"),
            _ => StoreError::Sqlite(error),
        }
    })?;
    if tables == 0 {
        return Ok(());
    }
    if read("PRAGMA application_id")? != i64::from(APPLICATION_ID) {
        return Err(foreign("another program wrote it"));
    }
    let found = u32::try_from(read("PRAGMA user_version")?).unwrap_or(u32::MAX);
    let supported = MIGRATIONS.len() as u32;
    if found > supported {
        return Err(StoreError::Newer { file, found, supported });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use xunlou_core::env::Environment;

    use super::*;
    use crate::database::Database;

    #[test]
    fn a_newer_schema_is_refused_and_left_as_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("server.sqlite3");
        drop(Database::open(&path, &Environment::system()).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = Database::open(&path, &Environment::system()).err().unwrap();
        assert!(matches!(error, StoreError::Newer { found: 99, supported: 3, .. }), "{error}");
        let version: u32 = Connection::open(&path)
            .unwrap()
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        assert_eq!(version, 99);
    }

    #[test]
    fn a_file_of_somebody_else_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let text = directory.path().join("notes.txt");
        std::fs::write(&text, "not a database, but long enough to have a header ".repeat(40))
            .unwrap();
        let other = directory.path().join("other.sqlite3");
        Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
        for path in [text, other] {
            let error = Database::open(&path, &Environment::system()).err().unwrap();
            assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
        }
    }

    #[test]
    fn opening_twice_changes_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("server.sqlite3");
        let schema = || {
            drop(Database::open(&path, &Environment::system()).unwrap());
            let connection = Connection::open(&path).unwrap();
            let mut statement =
                connection.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
            let rows = statement.query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
            });
            rows.unwrap().map(Result::unwrap).collect::<Vec<_>>()
        };
        assert_eq!(schema(), schema());
    }

    #[test]
    fn commits_survive_a_power_cut() {
        let directory = tempfile::tempdir().unwrap();
        let mut connection = Connection::open(directory.path().join("x.sqlite3")).unwrap();
        migrate(&mut connection, directory.path()).unwrap();
        let read = |name: &str| {
            connection
                .query_row(&format!("PRAGMA {name}"), [], |row| {
                    row.get::<_, String>(0).or_else(|_| row.get::<_, i64>(0).map(|n| n.to_string()))
                })
                .unwrap()
        };
        assert_eq!((read("journal_mode").as_str(), read("synchronous").as_str()), ("wal", "2"));
        // Before 3.51.3 the WAL-reset bug could corrupt a file.
        assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
    }
}
