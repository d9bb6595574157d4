//! The program itself: on embedded defaults, until it is told to stop.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

#[test]
fn the_program_serves_without_any_settings_and_stops_when_told() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_xunlou-server"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .current_dir(directory.path())
        .env_clear()
        .env("XUNLOU_LOG__FORMAT", "json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(program.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line.trim().rsplit("http://").next().unwrap().to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
    let word = format!("kill -TERM {}", program.id());
    let stopped = Command::new("sh").args(["-c", &word]).status().unwrap();
    assert!(stopped.success());
    assert!(program.wait().unwrap().success());
    let mut log = String::new();
    program.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    let last: serde_json::Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!(last["fields"]["message"], "stopped");
    assert!(directory.path().join("xunlou-data/xunlou-server.sqlite3").is_file());
}
