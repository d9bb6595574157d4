//! The calls over HTTP and TLS.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt;
use xunlou_core::sync::wire::{
    CONTENT_TYPE, Endpoint, ErrorBody, ErrorCode, SyncResponse, decode, encode,
};

use crate::world::{World, enrolment, new_key};

struct Answer {
    status: StatusCode,
    kind: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn code(&self) -> ErrorCode {
        assert_eq!(self.kind.as_deref(), Some(CONTENT_TYPE));
        decode::<ErrorBody>(&self.body).unwrap().code
    }
}

async fn send(router: &axum::Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let kind = response.headers().get("content-type");
    Answer {
        status: response.status(),
        kind: kind.map(|kind| kind.to_str().unwrap().to_owned()),
        body: to_bytes(response.into_body(), 1 << 24).await.unwrap().to_vec(),
    }
}

fn post(path: &str, token: Option<&str>, body: Vec<u8>) -> Request<Body> {
    let mut request = Request::post(path).header("content-type", CONTENT_TYPE);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(Body::from(body)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_is_answered_at_its_path_in_its_own_content_type() {
    let world = World::new();
    let mut lin = world.device("lin");
    lin.record();
    let router = world.server.router();
    let body = encode(&lin.request()).unwrap();
    let answer = send(&router, post("/v1/sync", Some(&lin.token), body)).await;
    assert_eq!((answer.status, answer.kind.as_deref()), (StatusCode::OK, Some(CONTENT_TYPE)));
    let answer: SyncResponse = decode(&answer.body).unwrap();
    assert_eq!(answer.verdicts[0].accepted.len(), 1);
    for endpoint in Endpoint::ALL {
        let answer = send(&router, post(endpoint.path(), None, Vec::new())).await;
        assert!(answer.status.is_client_error());
        answer.code();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_carry_status_and_code() {
    let world = World::new();
    let lin = world.device("lin");
    let router = world.server.router();
    let body = || encode(&lin.request()).unwrap();
    let unknown = send(&router, post("/v1/sync", Some("x"), body())).await;
    assert_eq!((unknown.status.as_u16(), unknown.code()), (401, ErrorCode::TokenUnknown));
    let mut plain = post("/v1/sync", Some(&lin.token), body());
    plain.headers_mut().insert("content-type", "text/plain".parse().unwrap());
    let plain = send(&router, plain).await;
    assert_eq!((plain.status.as_u16(), plain.code()), (400, ErrorCode::BadRequest));
    let large = send(&router, post("/v1/sync", Some(&lin.token), vec![0; 13 << 20])).await;
    assert_eq!((large.status.as_u16(), large.code()), (413, ErrorCode::TooLarge));
    let large = send(&router, post("/v1/enrol", None, vec![0; 17 << 10])).await;
    assert_eq!((large.status.as_u16(), large.code()), (413, ErrorCode::TooLarge));
    let chunks = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0u8; 1 << 20]));
    let mut endless = post("/v1/sync", Some(&lin.token), Vec::new());
    *endless.body_mut() = Body::from_stream(chunks);
    let endless = send(&router, endless).await;
    assert_eq!((endless.status.as_u16(), endless.code()), (413, ErrorCode::TooLarge));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_cannot_try_codes_without_end() {
    let world =
        World::with(&[("XUNLOU_LIMITS__TRIES_PER_MINUTE", "3"), ("XUNLOU_BEHIND_PROXY", "true")]);
    let router = world.server.router();
    let try_from = async |addresses: &str| {
        let installation = xunlou_core::ids::InstallationId(uuid::Uuid::nil());
        let body = encode(&enrolment("ABCD-2345-6789", &new_key(), installation)).unwrap();
        let mut request = post("/v1/enrol", None, body);
        request.headers_mut().insert("x-forwarded-for", addresses.parse().unwrap());
        send(&router, request).await.code()
    };
    // What a caller claims stands before what the proxy saw.
    for claimed in ["1.1.1.1", "2.2.2.2", "3.3.3.3"] {
        assert_eq!(try_from(&format!("{claimed}, 10.0.0.7")).await, ErrorCode::CodeUnknown);
    }
    assert_eq!(try_from("4.4.4.4, 10.0.0.7").await, ErrorCode::Busy);
    assert_eq!(try_from("10.0.0.8").await, ErrorCode::CodeUnknown);
    world.clock.pass(Duration::from_secs(60));
    assert_eq!(try_from("10.0.0.7").await, ErrorCode::CodeUnknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_counters_are_told_to_the_machine_itself() {
    let world = World::new();
    let router = world.server.router();
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    let health = send(&router, get("/healthz")).await;
    assert_eq!((health.status, health.body.as_slice()), (StatusCode::OK, &b"ok\n"[..]));
    let mut lin = world.device("lin");
    lin.record();
    lin.push();
    let counters = String::from_utf8(send(&router, get("/metrics")).await.body).unwrap();
    assert!(counters.contains("xunlou_changes_total{verdict=\"accepted\"} 1"), "{counters}");
    assert!(counters.contains("path=\"/v1/sync\",code=\"ok\""), "{counters}");
    let mut stranger = get("/metrics");
    let address: SocketAddr = "10.1.2.3:4".parse().unwrap();
    stranger.extensions_mut().insert(axum::extract::ConnectInfo(address));
    assert_eq!(send(&router, stranger).await.status, StatusCode::NOT_FOUND);
}

/// One call over a socket, as any HTTP client makes it.
fn exchange(
    mut stream: impl Read + Write,
    path: &str,
    token: &str,
    body: &[u8],
) -> (String, Vec<u8>) {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         content-type: {CONTENT_TYPE}\r\nauthorization: Bearer {token}\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    // A server that closes without a TLS goodbye has still answered.
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer") + 4;
    (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end..].to_vec())
}

fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_finishes_what_is_in_flight_and_leaves_one_clean_file() {
    let world = World::new();
    let mut lin = world.device("lin");
    lin.record();
    let (listener, address) = listen();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(Arc::clone(&world.server).run(listener, async {
        let _ = stopped.await;
    }));
    let body = encode(&lin.request()).unwrap();
    let token = lin.token.clone();
    let mut stream = TcpStream::connect(address).unwrap();
    // Half of a request is sent, then the stop comes, then the other half.
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: x\r\ncontent-type: {CONTENT_TYPE}\r\n\
         authorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body[..10]).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let answered = tokio::task::spawn_blocking(move || {
        stream.write_all(&body[10..]).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    });
    let answer = answered.await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    running.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).is_err());
    let wal = world.server.config().data.join("xunlou-server.sqlite3-wal");
    assert_eq!(std::fs::metadata(wal).map_or(0, |file| file.len()), 0);
    let state = world.server.log().read(world.plan.estate, |log| log.state()).unwrap();
    assert_eq!(state.head, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_is_served_from_files_and_its_pin_is_that_of_the_certificate() {
    let files = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (certificate, key) = (files.path().join("cert.pem"), files.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let world = World::with(&[
        ("XUNLOU_TLS__CERTIFICATE", certificate.to_str().unwrap()),
        ("XUNLOU_TLS__KEY", key.to_str().unwrap()),
    ]);
    let tls = world.server.config().tls.clone().unwrap();
    let pin = xunlou_server::http::certificate_pin(&tls).unwrap();
    let lin = world.device("lin");
    let (listener, address) = listen();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(Arc::clone(&world.server).run(listener, async {
        let _ = stopped.await;
    }));
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "localhost".try_into().unwrap();
    let mut connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let body = encode(&lin.request()).unwrap();
    let token = lin.token.clone();
    let (head, body, seen) = tokio::task::spawn_blocking(move || {
        let mut socket = TcpStream::connect(address).unwrap();
        let stream = rustls::Stream::new(&mut connection, &mut socket);
        let (head, body) = exchange(stream, "/v1/sync", &token, &body);
        (head, body, connection.peer_certificates().unwrap()[0].to_vec())
    })
    .await
    .unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(!decode::<SyncResponse>(&body).unwrap().reconcile);
    use base64::Engine;
    use sha2::Digest;
    let expected =
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(seen));
    assert_eq!(pin, expected);
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[test]
fn certificate_files_that_do_not_do_are_named() {
    let files = tempfile::tempdir().unwrap();
    let path = |name: &str| files.path().join(name);
    std::fs::write(path("empty.pem"), "").unwrap();
    for name in ["empty.pem", "nowhere.pem"] {
        let tls = xunlou_server::config::TlsFiles { certificate: path(name), key: path(name) };
        let told = xunlou_server::http::certificate_pin(&tls).unwrap_err().to_string();
        assert!(told.contains(name) && told.contains("expected the certificate"), "{told}");
    }
}
