//! Every schema that was ever on a phone, upgraded, equals a fresh one and keeps what it held.
//!
//! `schema_v<N>.sql` is a dump of a database of that schema with a patrol in it. It is frozen once a
//! version is released; `freeze` writes the one of the newest schema.

use rusqlite::{Connection, params_from_iter};

use super::*;

const FROZEN: [(u32, &str); 1] = [(1, include_str!("schema_v1.sql"))];
const INSTALLATION: u128 = 1;

/// What the schema is, apart from how it is spaced.
fn schema(path: &Path) -> Vec<(String, String, String)> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT type, name, coalesce(sql, '') FROM sqlite_schema
             WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
        )
        .unwrap();
    let rows = statement
        .query_map([], |row| {
            let sql: String = row.get(2)?;
            let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
            Ok((row.get(0)?, row.get(1)?, sql))
        })
        .unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn every_frozen_schema_upgraded_equals_a_fresh_one_and_keeps_its_patrol() {
    let fresh = Device::new(9);
    drop(fresh.open());
    for (version, dump) in FROZEN {
        let device = Device::new(1);
        {
            let connection = Connection::open(device.path()).unwrap();
            connection.execute_batch(dump).unwrap();
            let found: u32 =
                connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
            assert_eq!(found, version);
        }
        device.generation.set(1);
        let store = device.open();
        assert_eq!(schema(&device.path()), schema(&fresh.path()), "version {version}");
        let records = store.documents_of(DocumentKind::Record).unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!(said(&store, records[0], "shafts").as_deref(), Some("problem"));
        assert_eq!(store.waiting().unwrap().changes, 2);
        assert_eq!(device.installation, InstallationId(Uuid::from_u128(INSTALLATION)));
        assert!(answer(&store, records[0], "exits", "ok").unwrap());
    }
}

#[test]
fn the_newest_schema_is_frozen() {
    let device = Device::new(1);
    drop(device.open());
    let connection = Connection::open(device.path()).unwrap();
    let newest: u32 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(FROZEN.last().unwrap().0, newest, "run the ignored test `freeze` and add its file");
}

/// Writes the dump of the newest schema beside this file.
#[test]
#[ignore = "writes a file of the sources: run it when a schema is added"]
fn freeze() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    answer(&store, record, "shafts", "problem").unwrap();
    drop(store);
    let connection = Connection::open(device.path()).unwrap();
    let version: u32 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let name = format!("src/store/tests/schema_v{version}.sql");
    std::fs::write(name, dump(&connection, version)).unwrap();
}

fn dump(connection: &Connection, version: u32) -> String {
    let mut text = format!("PRAGMA user_version = {version};\n");
    let mut statement = connection
        .prepare(
            "SELECT name, type, sql FROM sqlite_schema
             WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        )
        .unwrap();
    let parts: Vec<(String, String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    for (_, _, sql) in &parts {
        text.push_str(&format!("{sql};\n"));
    }
    for (table, ..) in parts.iter().filter(|(_, sort, _)| sort == "table") {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(std::iter::empty::<i64>())).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..columns).map(|i| literal(row.get(i).unwrap())).collect();
            text.push_str(&format!("INSERT INTO {table} VALUES ({});\n", values.join(", ")));
        }
    }
    text
}

fn literal(value: rusqlite::types::Value) -> String {
    use rusqlite::types::Value;
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => format!("X'{}'", hex::encode(bytes)),
    }
}
