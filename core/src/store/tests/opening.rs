//! Opening: what it sets, what it refuses, and that a file it refuses is left as it was.

use super::super::{DatabaseKey, export_unsent};
use super::*;
use crate::Error;

#[test]
fn sqlite_has_the_fix_of_the_wal_reset_bug() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}

#[test]
fn every_connection_is_durable_and_keeps_references() {
    let device = Device::new(1);
    let store = device.open();
    let pragma = |connection: &rusqlite::Connection, name: &str| {
        connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
    };
    let check = |connection: &rusqlite::Connection, read_only: i64| {
        use rusqlite::types::Value::{Integer, Text};
        let expected = [
            ("journal_mode", Text("wal".to_owned())),
            ("synchronous", Integer(2)),
            ("foreign_keys", Integer(1)),
            ("temp_store", Integer(2)),
            ("secure_delete", Integer(1)),
            ("busy_timeout", Integer(10_000)),
            ("query_only", Integer(read_only)),
        ];
        for (name, value) in expected {
            assert_eq!(pragma(connection, name).unwrap(), value, "{name}");
        }
    };
    check(&store.writer_slot().as_ref().unwrap().connection, 0);
    store
        .read(|connection| {
            check(connection, 1);
            Ok(())
        })
        .unwrap();
    let written = store.read(|connection| Ok(connection.execute("DELETE FROM meta", [])));
    assert!(written.unwrap().is_err(), "a reader cannot write");
}

#[test]
fn every_table_is_strict() {
    let device = Device::new(1);
    let tables: Vec<(String, bool)> = device
        .open()
        .read(|connection| {
            let mut statement = connection.prepare(
                "SELECT name, strict FROM pragma_table_list
                 WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap();
    assert!(tables.len() > 10);
    for (table, strict) in tables {
        assert!(strict, "{table}");
    }
}

#[cfg(not(feature = "sqlcipher"))]
#[test]
fn a_key_is_refused_by_a_build_that_cannot_encrypt() {
    let device = Device::new(1);
    let key = Some(DatabaseKey::new([7; 32]));
    let options = OpenOptions { key, ..device.options() };
    let refused = Store::open(options, environment(&device.clock, 1)).map(drop);
    assert!(matches!(refused, Err(Error::NoEncryption)));
    assert_eq!(bytes(&device.path()), [], "nothing was written");
}

#[test]
fn a_file_that_is_no_database_is_named_and_left_alone() {
    for garbage in [
        &b"not a database, but long enough for its header to be read as one, and wrong"[..],
        &[0xff; 8192],
    ] {
        let device = Device::new(1);
        std::fs::write(device.path(), garbage).unwrap();
        let before = bytes(&device.path());
        let refused = device.try_open().map(drop).unwrap_err();
        assert!(
            matches!(&refused, Error::Corrupt(what) if what.contains("no database")),
            "{refused}"
        );
        assert_eq!(bytes(&device.path()), before);
        assert!(matches!(export_unsent(&device.path(), None), Err(Error::Corrupt(_))));
    }
}

#[test]
fn a_file_that_was_cut_off_is_named_damaged_and_left_alone() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    answer(&store, record, "shafts", "ok").unwrap();
    drop(store);
    let whole = std::fs::read(device.path()).unwrap();
    for part in [whole.len() / 2, whole.len() - 4096, 5000] {
        std::fs::write(device.path(), &whole[..part]).unwrap();
        let before = bytes(&device.path());
        let refused = device.try_open().map(drop).unwrap_err();
        assert!(matches!(refused, Error::Corrupt(_)), "{part}: {refused}");
        assert_eq!(bytes(&device.path()), before);
    }
    std::fs::write(device.path(), &whole).unwrap();
    assert_eq!(said(&device.open(), record, "shafts").as_deref(), Some("ok"));
}

#[test]
fn a_newer_database_is_refused_left_alone_and_its_unsent_work_exported() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    answer(&store, record, "shafts", "ok").unwrap();
    {
        let slot = store.writer_slot();
        let connection = &slot.as_ref().unwrap().connection;
        // What a version to come may do: another schema, other streams, kinds, columns.
        connection
            .execute_batch(
                "ALTER TABLE document ADD COLUMN colour TEXT;
                 ALTER TABLE outbox ADD COLUMN urgent INTEGER;
                 DROP TABLE conflict;
                 UPDATE document SET stream = 'street/7', kind = 'weather';
                 PRAGMA user_version = 9;",
            )
            .unwrap();
    }
    drop(store);
    let before = bytes(&device.path());
    let refused = device.try_open().map(drop);
    assert!(matches!(refused, Err(Error::NewerDatabase { found: 9, supported: 1 })));
    let exported = export_unsent(&device.path(), None).unwrap();
    assert_eq!(bytes(&device.path()), before);
    assert_eq!(exported.len(), 2);
    assert!(exported.iter().all(|change| change.document == record));
    assert_eq!((exported[0].kind.as_str(), exported[0].stream.as_str()), ("weather", "street/7"));
    let mut doc = Flat::new(crate::ids::ActorId(Uuid::nil()));
    doc.apply(exported.iter().map(|change| change.bytes.as_slice())).unwrap();
    assert_eq!(RecordDocument::read(&doc).unwrap().answers["shafts"].value, "ok");
}

#[test]
fn projections_of_an_older_version_are_computed_again_when_the_database_is_opened() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    answer(&store, record, "shafts", "ok").unwrap();
    {
        let slot = store.writer_slot();
        let connection = &slot.as_ref().unwrap().connection;
        connection
            .execute_batch(
                "DELETE FROM record; UPDATE meta SET value = 0 WHERE key = 'projections'",
            )
            .unwrap();
    }
    drop(store);
    assert_eq!(said(&device.open(), record, "shafts").as_deref(), Some("ok"));
}

#[cfg(feature = "sqlcipher")]
mod encrypted {
    use super::*;
    use crate::document::{FieldValue, HouseholdDocument, Source};
    use crate::ids::BuildingId;

    const NAME: &str = "欧阳无忌13912345678";

    fn open(device: &Device, key: Option<[u8; 32]>) -> Result<Opened> {
        let key = key.map(DatabaseKey::new);
        Store::open(OpenOptions { key, ..device.options() }, environment(&device.clock, 1))
    }

    fn household(store: &Store) -> DocumentId {
        let at = store.env().clock.now();
        let name = FieldValue { value: NAME.to_owned(), source: Source::Import, at };
        let fields = [("name".to_owned(), name)].into();
        let file = HouseholdDocument { unit: "1-101".to_owned(), floor: None, fields };
        let document = store.env().new_id();
        let stream = StreamId::Building(BuildingId(Uuid::from_u128(1)));
        let header = Header { document, kind: DocumentKind::Household, stream };
        store.write(|tx| tx.create(header, &file.create(), 0)).unwrap();
        document
    }

    #[test]
    fn a_wrong_key_or_none_is_refused_and_the_file_stays_as_it_was_byte_for_byte() {
        let device = Device::new(1);
        let Opened { store, generation, .. } = open(&device, Some([7; 32])).unwrap();
        device.generation.set(generation);
        let document = household(&store);
        // With the log of a process that was killed beside it.
        std::mem::forget(store);
        let before = bytes(&device.path());
        for key in [Some([8; 32]), Some([0; 32])] {
            assert!(matches!(open(&device, key).map(drop), Err(Error::WrongKey)));
            let key = key.map(DatabaseKey::new);
            assert!(matches!(export_unsent(&device.path(), key.as_ref()), Err(Error::WrongKey)));
        }
        assert!(matches!(open(&device, None).map(drop), Err(Error::Corrupt(_))));
        assert_eq!(bytes(&device.path()), before);
        let store = open(&device, Some([7; 32])).unwrap().store;
        assert_eq!(store.household_fields(document).unwrap()[0].value, NAME);
    }

    #[test]
    fn no_name_is_readable_in_the_files() {
        let device = Device::new(1);
        let store = open(&device, Some([7; 32])).unwrap().store;
        household(&store);
        let find = || {
            let parts = [NAME.as_bytes(), b"13912345678", b"CREATE TABLE", b"SQLite format 3"];
            bytes(&device.path()).into_iter().any(|(_, bytes)| {
                parts.iter().any(|part| bytes.windows(part.len()).any(|window| window == *part))
            })
        };
        assert!(
            bytes(&device.path()).iter().any(|(path, _)| path.to_string_lossy().ends_with("-wal"))
        );
        assert!(!find(), "in the database or its log");
        store.suspend();
        assert!(!find(), "in the database after the log went into it");
    }

    #[test]
    fn unsent_work_is_exported_with_the_key() {
        let device = Device::new(1);
        let store = open(&device, Some([7; 32])).unwrap().store;
        household(&store);
        drop(store);
        let key = DatabaseKey::new([7; 32]);
        assert_eq!(export_unsent(&device.path(), Some(&key)).unwrap().len(), 1);
    }
}
