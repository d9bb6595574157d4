//! The transport against a tiny server on this machine, which answers what a test wants.

mod certificates;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::*;
use crate::sync::wire::{ErrorBody, ErrorCode, encode};

/// What the tiny server does once it has read a request.
#[derive(Clone)]
enum Reply {
    /// Sends these bytes and closes.
    Send(Vec<u8>),
    /// Says nothing for so long.
    Silence(Duration),
    /// Sends these bytes one by one, with a pause before each.
    Drip(Vec<u8>, Duration),
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

/// Starts a server that answers every request alike; requests arrive at the receiver as text.
fn serve(tls: Option<Arc<ServerConfig>>, reply: Reply) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (tls, reply, sender) = (tls.clone(), reply.clone(), sender.clone());
            std::thread::spawn(move || {
                let mut stream: Box<dyn Stream> = match tls {
                    Some(tls) => {
                        Box::new(StreamOwned::new(ServerConnection::new(tls).unwrap(), stream))
                    }
                    None => Box::new(stream),
                };
                if let Some(request) = read_request(stream.as_mut()) {
                    let _ = sender.send(request);
                    let _ = answer(stream.as_mut(), reply);
                }
            });
        }
    });
    (address, receiver)
}

fn read_request(stream: &mut dyn Stream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(end) = text.find("\r\n\r\n") {
            let head = text.to_lowercase();
            let length = head.split("content-length: ").nth(1)?.split("\r\n").next()?;
            if bytes.len() >= end + 4 + length.parse::<usize>().ok()? {
                return Some(text);
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

fn answer(stream: &mut dyn Stream, reply: Reply) -> std::io::Result<()> {
    match reply {
        Reply::Send(bytes) => stream.write_all(&bytes)?,
        Reply::Silence(time) => std::thread::sleep(time),
        Reply::Drip(bytes, pause) => {
            for byte in bytes {
                std::thread::sleep(pause);
                stream.write_all(&[byte])?;
                stream.flush()?;
            }
        }
    }
    stream.flush()
}

fn response(status: &str, media_type: &str, body: &[u8]) -> Reply {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    Reply::Send([head.as_bytes(), body].concat())
}

fn good() -> Reply {
    response("200 OK", wire::CONTENT_TYPE, b"the answer")
}

fn quick() -> HttpOptions {
    HttpOptions {
        request_timeout: Duration::from_millis(500),
        max_answer: 1000,
        ..HttpOptions::default()
    }
}

fn plain(address: SocketAddr) -> HttpTransport {
    let server = format!("http://{address}/estate").parse().unwrap();
    HttpTransport::new(server, Trust::PublicAuthorities, quick()).unwrap()
}

fn encrypted(address: SocketAddr, trust: Trust) -> HttpTransport {
    let server = format!("https://{address}").parse().unwrap();
    let options = HttpOptions { request_timeout: Duration::from_secs(10), ..quick() };
    HttpTransport::new(server, trust, options).unwrap()
}

fn post(transport: &HttpTransport) -> Result<Vec<u8>, SyncError> {
    transport.exchange(Endpoint::Sync, b"the body".to_vec())
}

#[test]
fn a_request_carries_what_the_server_needs_and_no_more() {
    let (address, requests) = serve(None, good());
    let transport = plain(address).with_token("secret-token").unwrap();
    assert_eq!(post(&transport).unwrap(), b"the answer");
    let request = requests.recv().unwrap();
    let head = request.to_lowercase();
    assert!(request.starts_with("POST /estate/v1/sync HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\nthe body"));
    for line in [
        "authorization: bearer secret-token",
        "content-type: application/vnd.xunlou+cbor-zstd",
        "accept: application/vnd.xunlou+cbor-zstd",
        concat!("user-agent: xunlou/", env!("CARGO_PKG_VERSION")),
        "content-length: 8",
    ] {
        assert!(head.contains(&format!("\r\n{line}\r\n")), "{line}\n{head}");
    }
    for word in ["cookie", "referer", "accept-encoding", "date"] {
        assert!(!head.contains(&format!("\r\n{word}")), "{word}\n{head}");
    }
    // A code is exchanged for a token: until then there is none, and an old one must not go along.
    transport.exchange(Endpoint::Enrol, b"code".to_vec()).unwrap();
    assert!(!requests.recv().unwrap().to_lowercase().contains("authorization"));
}

#[test]
fn an_answer_is_told_apart_by_type_and_status() {
    let refusal = ErrorBody { code: ErrorCode::Busy, detail: "try\nlater".into() };
    let refusal = encode(&refusal).unwrap();
    let html = b"<html>Please sign in</html>";
    let ours = wire::CONTENT_TYPE;
    let not_ours = |text: &str| SyncError::NotOurServer(text.into());
    for (reply, expected) in [
        (response("200 OK", "text/html", html), not_ours("HTTP 200, text/html")),
        (response("200 OK", "application/cbor", b"x"), not_ours("HTTP 200, application/cbor")),
        (
            Reply::Send(
                b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\nx".into(),
            ),
            not_ours("HTTP 200, no type"),
        ),
        (
            Reply::Send(
                b"HTTP/1.1 302 Found\r\nlocation: /sign-in\r\ncontent-length: 0\r\n\r\n".into(),
            ),
            not_ours("HTTP 302, no type"),
        ),
        (response("511 Sign In", "text/html", html), not_ours("HTTP 511, text/html")),
        (response("404 Not Found", "text/html", html), not_ours("HTTP 404, text/html")),
        (
            response("502 Bad Gateway", "text/html", html),
            SyncError::Offline("HTTP 502 from a gateway".into()),
        ),
        (
            response("503 Busy", ours, &refusal),
            SyncError::Refused { code: ErrorCode::Busy, detail: "trylater".into() },
        ),
        (response("401 No", ours, b"?"), SyncError::BadAnswer("HTTP 401 without a reason".into())),
    ] {
        let (address, _requests) = serve(None, reply);
        assert_eq!(post(&plain(address)).unwrap_err(), expected);
    }
}

#[test]
fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    let too_large = SyncError::BadAnswer("it is larger than 1000 bytes".into());
    let (address, _requests) = serve(None, response("200 OK", wire::CONTENT_TYPE, &[0; 1001]));
    assert_eq!(post(&plain(address)).unwrap_err(), too_large);
    // Without a length it is cut where it becomes too much.
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {}\r\ntransfer-encoding: chunked\r\n\r\n",
        wire::CONTENT_TYPE
    );
    let chunk = [b"200\r\n".as_slice(), &[0; 512], b"\r\n"].concat();
    let endless = [head.into_bytes(), chunk.repeat(2000)].concat();
    let (address, _requests) = serve(None, Reply::Send(endless));
    assert_eq!(post(&plain(address)).unwrap_err(), too_large);
    let (address, _requests) = serve(None, response("200 OK", wire::CONTENT_TYPE, &[7; 1000]));
    assert_eq!(post(&plain(address)).unwrap(), [7; 1000]);
}

#[test]
fn a_connection_that_is_cut_or_never_made_is_offline() {
    let Reply::Send(whole) = good() else { unreachable!() };
    for cut in [0, 10, whole.len() - 3] {
        let (address, _requests) = serve(None, Reply::Send(whole[..cut].to_vec()));
        let error = post(&plain(address)).unwrap_err();
        assert_eq!(error, SyncError::Offline("the connection broke off".into()), "{cut}");
    }
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = post(&plain(gone)).unwrap_err();
    assert_eq!(error, SyncError::Offline("no connection".into()));
}

#[test]
fn a_server_that_is_too_slow_is_left_in_bounded_time() {
    let Reply::Send(whole) = good() else { unreachable!() };
    for reply in [
        Reply::Silence(Duration::from_secs(20)),
        // Each byte comes in time, but all together would take half a minute.
        Reply::Drip(whole, Duration::from_millis(200)),
    ] {
        let (address, _requests) = serve(None, reply);
        let began = Instant::now();
        let error = post(&plain(address)).unwrap_err();
        assert_eq!(error, SyncError::Offline("no answer in time".into()));
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn a_large_body_gets_more_time_on_a_slow_link_but_not_for_ever() {
    let server: ServerAddress = "https://a.example".parse().unwrap();
    let transport =
        HttpTransport::new(server, Trust::PublicAuthorities, HttpOptions::default()).unwrap();
    for (bytes, seconds) in [(0, 60), (40 << 10, 70), (512 << 10, 188), (16 << 20, 240)] {
        assert_eq!(transport.timeout(bytes).as_secs(), seconds, "{bytes}");
    }
}

#[test]
fn unencrypted_goes_to_this_machine_only() {
    for (address, plain, allowed) in [
        ("http://127.0.0.1:1", false, true),
        ("http://localhost:1", false, true),
        ("http://192.0.2.1", false, false),
        ("http://xunlou.example", false, false),
        ("http://xunlou.example", true, true),
        ("https://xunlou.example", false, true),
    ] {
        let options = HttpOptions { plain, ..HttpOptions::default() };
        let result =
            HttpTransport::new(address.parse().unwrap(), Trust::PublicAuthorities, options);
        match result {
            Ok(_) => assert!(allowed, "{address}"),
            Err(error) => {
                assert!(!allowed, "{address}");
                assert!(error.to_string().contains("use https://"), "{error}");
            }
        }
    }
}

#[test]
fn a_token_appears_in_no_text() {
    let server: ServerAddress = "https://a.example".parse().unwrap();
    let transport = || {
        HttpTransport::new(server.clone(), Trust::PublicAuthorities, HttpOptions::default())
            .unwrap()
    };
    let transport_with = transport().with_token("secret-token").unwrap();
    assert!(!format!("{transport_with:?}").contains("secret"));
    let error = transport().with_token("secret\ntoken").unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
}
