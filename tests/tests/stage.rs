//! `xunlou-stage` as test runners in other languages use it: a process, lines in, lines out. It
//! starts the server's program, which is to be built before: `cargo build -p xunlou-server`.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use chrono::DateTime;
use serde_json::{Value, json};
use tempfile::TempDir;
use xunlou_core::error::Error;
use xunlou_core::sync::wire::ErrorCode;
use xunlou_core::sync::{EnrolmentLink, SyncError};
use xunlou_tests::clock::StoryClock;
use xunlou_tests::device::Device;
use xunlou_tests::estate;

const MORNING: &str = "2026-03-18T10:30:00+08:00";
const DAYS_LATER: &str = "2026-03-21T08:00:00+08:00";

/// The program, and the directory in which it makes its own.
struct Stage {
    process: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    directory: TempDir,
}

impl Stage {
    fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_xunlou-stage"))
            .env("TMPDIR", directory.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let requests = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, requests, answers, directory }
    }

    fn answer(&mut self, line: &[u8]) -> Value {
        let requests = self.requests.as_mut().unwrap();
        requests.write_all(line).unwrap();
        requests.write_all(b"\n").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    /// What a request that works is answered.
    fn ok(&mut self, request: &Value) -> Value {
        let answer = self.answer(request.to_string().as_bytes());
        answer.get("ok").unwrap_or_else(|| panic!("{request}: {answer}")).clone()
    }

    /// What a request that does not work is answered.
    fn error(&mut self, line: &[u8]) -> String {
        let answer = self.answer(line);
        answer["error"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// Opens an estate; returns the server's address.
    fn open(&mut self) -> String {
        let opened = self.ok(&json!({ "do": "open", "at": MORNING, "households": 2 }));
        assert_eq!(opened["estate"], estate::NAME);
        opened["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned()
    }

    fn enrol(&mut self, person: &str) -> String {
        self.ok(&json!({ "do": "enrol", "person": person }))["link"].as_str().unwrap().to_owned()
    }

    /// How many directories of estates there are.
    fn estates(&self) -> usize {
        std::fs::read_dir(self.directory.path()).unwrap().count()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.requests.take());
        let _ = self.process.wait();
    }
}

fn listens(address: &str) -> bool {
    TcpStream::connect(address).is_ok()
}

fn turn(clock: &StoryClock, at: &str) {
    clock.run_from(DateTime::parse_from_rfc3339(at).unwrap());
}

/// Why a sync failed.
fn failed(device: &Device) -> SyncError {
    let error = device.sync(&|_| {}).expect_err("the sync worked");
    match error.downcast::<Error>().unwrap() {
        Error::Sync(why) => why,
        other => panic!("{other}"),
    }
}

#[test]
fn devices_sync_with_a_server_that_is_turned_stopped_started_and_told_to_revoke() {
    let mut stage = Stage::start();
    stage.open();
    assert_eq!(stage.ok(&json!({ "do": "households" })), json!({ "count": 12 }));
    let home = tempfile::tempdir().unwrap();
    let clock = Arc::new(StoryClock::standing_at(DateTime::default()));
    turn(&clock, MORNING);
    let link = stage.enrol("lin");
    link.parse::<EnrolmentLink>().unwrap();
    let phone = Device::enrol(&home.path().join("phone"), "phone", &link, &clock).unwrap();
    assert!(phone.sync(&|_| {}).unwrap().pulled_documents > 0);

    assert_eq!(stage.ok(&json!({ "do": "clock", "at": DAYS_LATER })), json!({}));
    turn(&clock, DAYS_LATER);
    phone.sync(&|_| {}).unwrap();
    // A device whose clock is days off would not be let in.
    let link = stage.enrol("tang");
    let tablet = Device::enrol(&home.path().join("tablet"), "tablet", &link, &clock).unwrap();

    assert_eq!(stage.ok(&json!({ "do": "stop" })), json!({}));
    assert!(matches!(failed(&phone), SyncError::Offline(_)));
    assert_eq!(stage.ok(&json!({ "do": "start", "at": DAYS_LATER })), json!({}));
    turn(&clock, DAYS_LATER);
    phone.sync(&|_| {}).unwrap();

    let device = phone.workspace.principal().device;
    assert_eq!(stage.ok(&json!({ "do": "revoke", "device": device })), json!({}));
    let refused = failed(&phone);
    assert!(matches!(refused, SyncError::Refused { code: ErrorCode::Revoked, .. }), "{refused}");
    tablet.sync(&|_| {}).unwrap();
}

#[test]
fn what_does_not_work_is_answered_and_the_next_line_is_read() {
    let mut stage = Stage::start();
    let cases: [(&[u8], &str); 4] = [
        (b"{\"do\": \xff", "not JSON"),
        (br#"{"do":"dance"}"#, "`dance`"),
        (br#"{"do":"clock"}"#, "`at`"),
        (br#"{"do":"stop"}"#, "nothing is open"),
    ];
    for (line, expected) in cases {
        let error = stage.error(line);
        assert!(error.contains(expected), "{error}");
    }
    stage.open();
    let cases: [(&[u8], &str); 3] = [
        (br#"{"do":"enrol","person":"nobody"}"#, "`nobody`"),
        (br#"{"do":"revoke","device":"6f6d8e0c-3a61-4c3f-9d0e-5b0a4f1f7a11"}"#, "no device"),
        (br#"{"do":"start","at":"2026-03-18T15:00:00+08:00"}"#, "runs already"),
    ];
    for (line, expected) in cases {
        let error = stage.error(line);
        assert!(error.contains(expected), "{error}");
    }
    stage.ok(&json!({ "do": "stop" }));
    assert!(stage.error(br#"{"do":"stop"}"#).contains("does not run"));
}

#[test]
fn a_second_estate_replaces_the_first_and_the_end_of_input_leaves_nothing() {
    let mut stage = Stage::start();
    let first = stage.open();
    let second = stage.open();
    assert!(listens(&second) && (first == second || !listens(&first)));
    assert_eq!(stage.estates(), 1);
    drop(stage.requests.take());
    assert!(stage.process.wait().unwrap().success());
    assert_eq!((listens(&second), stage.estates()), (false, 0));
}

#[test]
fn a_stage_that_is_told_to_stop_leaves_nothing() {
    let mut stage = Stage::start();
    let address = stage.open();
    let word = format!("kill -TERM {}", stage.process.id());
    assert!(Command::new("sh").args(["-c", &word]).status().unwrap().success());
    assert!(stage.process.wait().unwrap().success());
    assert_eq!((listens(&address), stage.estates()), (false, 0));
}
