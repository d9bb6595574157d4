//! What a thief of the phone's files finds: a butler's morning is lived on a database with a key, and
//! then every file that it left or still has open is read, the deleted ones too. (SQLite's own
//! temporary files are never written: a test of the core asserts `temp_store`.)

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use xunlou::{
    DatabaseKey, FieldSource, NewCase, NewRecord, RecordAbout, Severity, Workspace,
    WorkspaceConfig, XunlouError, export_unsent,
};
use xunlou_tests::server::Installation;
use xunlou_tests::{estate, photo};

const KEY: [u8; 32] = [0x5a; 32];
const NOTE: &str = "东侧吊灯两只不亮";
const PHONE: &str = "19912345678";

/// What must not be found, by what it is.
fn secrets(photo: &[u8]) -> BTreeMap<&'static str, Vec<u8>> {
    BTreeMap::from([
        ("SQLite's own first bytes", b"SQLite format 3".to_vec()),
        ("a table's definition", b"CREATE TABLE".to_vec()),
        ("a person's name", "林晓岚".into()),
        ("the estate's name", estate::NAME.into()),
        ("a telephone number", PHONE.into()),
        ("a note", NOTE.into()),
        ("an item of a form", b"fire_door".to_vec()),
        ("a device's label", "林的手机".into()),
        ("a photo", photo[40..72].to_vec()),
        ("the key", KEY.to_vec()),
    ])
}

fn found(bytes: &[u8], secrets: &BTreeMap<&'static str, Vec<u8>>) -> Vec<&'static str> {
    let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
    secrets.iter().filter(|(_, secret)| holds(secret)).map(|(what, _)| *what).collect()
}

/// The files below a directory, and what this process has open besides: `/proc` shows a temporary
/// file although its name is gone.
fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = |of: &Path| {
        let read = std::fs::read_dir(of).into_iter().flatten();
        read.flatten().map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let mut files = entries(directory);
    // Not the three that a process is born with, which may be a log of these very names.
    let born_with = ["0", "1", "2"];
    let open = entries(Path::new("/proc/self/fd")).into_iter();
    let open = open.filter(|path| !born_with.iter().any(|fd| path.ends_with(fd)));
    files.extend(open.filter(|path| path.metadata().is_ok_and(|file| file.is_file())));
    files
}

#[test]
fn a_plaintext_scan_of_all_files_that_it_leaves_or_has_open_finds_nothing() {
    let home = tempfile::tempdir().unwrap();
    let at: DateTime<FixedOffset> = chrono::Local::now().fixed_offset();
    let server = Installation::new(home.path().join("server"), None).unwrap();
    std::fs::create_dir_all(server.data()).unwrap();
    server.init(&estate::write(home.path(), 4).unwrap()).unwrap();
    let running = server.start(at).unwrap();
    let link = server.enrol("lin", at).unwrap();

    let phone = home.path().join("phone");
    std::fs::create_dir_all(&phone).unwrap();
    let database = phone.join("xunlou.sqlite3").display().to_string();
    let config = WorkspaceConfig {
        database: database.clone(),
        installation: serde_json::from_str("\"0b7e6b3c-53a1-4f5e-9a83-0f6f4a2f1c11\"").unwrap(),
        generation: 0,
        clock: None,
    };
    let key = || DatabaseKey::take(KEY.to_vec()).unwrap();
    let workspace = Workspace::enrol(config, key(), link, "林的手机".to_owned()).unwrap();
    workspace.sync(None, None).unwrap();

    // A morning that touches every kind of file the phone keeps.
    let area = workspace.grants().unwrap().areas[0];
    let new = NewRecord {
        form: "butler_patrol".to_owned(),
        duty: None,
        about: RecordAbout::Area { area },
        rain: false,
    };
    let record = workspace.start_record(new).unwrap();
    let item = workspace.record(record).unwrap().groups[0].items[0].id.clone();
    let jpeg = photo::corridor(7, 96, 128).unwrap();
    workspace.answer(record, item.clone(), "problem".to_owned()).unwrap();
    workspace.set_note(record, item.clone(), NOTE.to_owned()).unwrap();
    let jpeg_type = "image/jpeg".to_owned();
    workspace.attach_photo(record, item, jpeg_type, jpeg.clone()).unwrap();
    let household = workspace.search("1-101".to_owned(), 1).unwrap()[0].household;
    let field = workspace.rules().unwrap().household_fields;
    let field = field.into_iter().find(|field| field.id.contains("phone")).unwrap().id;
    workspace.edit_field(household, field, PHONE.to_owned(), FieldSource::Phone).unwrap();
    workspace
        .report_case(NewCase {
            kind: xunlou::CaseKind::Finding,
            title: NOTE.to_owned(),
            detail: String::new(),
            department: None,
            severity: Severity::Normal,
            found: None,
            about: Some(RecordAbout::Area { area }),
            agreed: None,
        })
        .unwrap();
    assert_eq!(workspace.search(PHONE.to_owned(), 5).unwrap().len(), 1, "it is all there");

    let secrets = secrets(&jpeg);
    // The scan finds what is there: the same photo in a file beside.
    assert_eq!(found(&jpeg, &secrets), ["a photo"]);
    let scan = |when: &str| {
        let files = files(&phone);
        let wal = files.iter().any(|file| file.extension().is_some_and(|end| end == "sqlite3-wal"));
        for file in &files {
            let bytes = std::fs::read(file).unwrap_or_default();
            assert_eq!(found(&bytes, &secrets), Vec::<&str>::new(), "{when}: {}", file.display());
        }
        (files.len(), wal)
    };
    let (open, wal) = scan("while it is open");
    assert!(open >= 3 && wal, "the database, its log and what is open are looked at");
    workspace.suspend().unwrap();
    scan("when suspended");
    workspace.shut_down();
    scan("when closed");

    let unsent = export_unsent(database.clone(), key()).unwrap();
    assert!(!unsent.is_empty(), "with the key, unsent work can be saved");
    let other = DatabaseKey::take(vec![0x5b; 32]).unwrap();
    assert!(matches!(export_unsent(database, other), Err(XunlouError::WrongKey)));
    running.stop().unwrap();
}
