//! The transport against a tiny server on this machine, which answers what a test wants.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::crypto::ring::{default_provider, sign::any_supported_type};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};

use super::*;
use crate::sync::link::CertificatePin;
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

// Certificates.

struct Identity {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    fn new(params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Self { certificate, key: PrivatePkcs8KeyDer::from(key.serialize_der()).into() }
    }

    fn pin(&self) -> Trust {
        Trust::Pin(CertificatePin::of(&self.certificate))
    }

    /// A server that shows the certificate and signs with the key, whether they fit or not.
    fn server(&self, versions: &[&'static SupportedProtocolVersion]) -> Arc<ServerConfig> {
        let key = any_supported_type(&self.key).unwrap();
        let identity = CertifiedKey::new(vec![self.certificate.clone()], key);
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Always(Arc::new(identity))));
        Arc::new(config)
    }
}

#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

fn self_signed() -> Identity {
    Identity::new(CertificateParams::new(vec!["127.0.0.1".into()]).unwrap())
}

#[test]
fn a_pinned_certificate_is_enough_in_both_versions_of_tls() {
    for version in rustls::ALL_VERSIONS {
        let identity = self_signed();
        let (address, _requests) = serve(Some(identity.server(&[version])), good());
        assert_eq!(post(&encrypted(address, identity.pin())).unwrap(), b"the answer");
    }
}

#[test]
fn a_pinned_certificate_may_be_out_of_date_and_of_another_name() {
    let mut params = CertificateParams::new(vec!["elsewhere.example".into()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2001, 1, 1);
    params.not_after = rcgen::date_time_ymd(2001, 2, 1);
    let identity = Identity::new(params);
    let (address, _requests) = serve(Some(identity.server(rustls::ALL_VERSIONS)), good());
    assert_eq!(post(&encrypted(address, identity.pin())).unwrap(), b"the answer");
}

#[test]
fn a_certificate_that_is_not_the_pinned_one_gets_no_request() {
    let identity = self_signed();
    let (address, requests) = serve(Some(identity.server(rustls::ALL_VERSIONS)), good());
    let error = post(&encrypted(address, self_signed().pin())).unwrap_err();
    let expected = SyncError::Certificate("it is not the one of the enrolment code".into());
    assert_eq!(error, expected);
    assert!(requests.try_recv().is_err());
}

#[test]
fn a_server_that_shows_the_pinned_certificate_without_its_key_gets_no_request() {
    for version in rustls::ALL_VERSIONS {
        let identity = Identity { key: self_signed().key, ..self_signed() };
        let (address, requests) = serve(Some(identity.server(&[version])), good());
        let error = post(&encrypted(address, identity.pin())).unwrap_err();
        assert!(matches!(error, SyncError::Certificate(_)), "{error}");
        assert!(requests.try_recv().is_err());
    }
}

#[test]
fn without_a_pin_a_certificate_of_no_public_authority_is_not_trusted() {
    let (address, requests) = serve(Some(self_signed().server(rustls::ALL_VERSIONS)), good());
    let error = post(&encrypted(address, Trust::PublicAuthorities)).unwrap_err();
    assert!(matches!(error, SyncError::Certificate(_)), "{error}");
    assert!(requests.try_recv().is_err());
}

#[test]
fn a_server_without_tls_is_not_ours_when_tls_is_expected() {
    // It answers the first bytes of the handshake as if they were a request.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _): (TcpStream, _) = listener.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        let _ = stream.read(&mut [0; 4096]);
    });
    let error = post(&encrypted(address, Trust::PublicAuthorities)).unwrap_err();
    assert_eq!(error, SyncError::NotOurServer("it does not speak TLS".into()));
}

/// Runs itself again in an environment in which the platform trusts an authority of ours and wants
/// a proxy: neither may matter. That the environment does what it should is shown by a client that
/// does ask the platform.
#[test]
fn neither_the_platforms_authorities_nor_the_environments_proxy_is_used() {
    const CHILD: &str = "XUNLOU_TEST_PLATFORM";
    if let Ok(address) = std::env::var(CHILD) {
        return trusts_nobody_of_the_platform(&address);
    }
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_certificate = ca.self_signed(&ca_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["127.0.0.1".into()])
        .unwrap()
        .signed_by(&key, &Issuer::new(ca, ca_key))
        .unwrap();
    let identity = Identity {
        certificate: certificate.der().clone(),
        key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
    };
    let (address, _requests) = serve(Some(identity.server(rustls::ALL_VERSIONS)), good());
    let directory = tempfile::tempdir().unwrap();
    let authorities = directory.path().join("authorities.pem");
    std::fs::write(&authorities, ca_certificate.pem()).unwrap();
    let name = "neither_the_platforms_authorities_nor_the_environments_proxy_is_used";
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("sync::http::tests::{name}"), "--nocapture"])
        .env(CHILD, address.to_string())
        .env("SSL_CERT_FILE", &authorities)
        .env("HTTP_PROXY", "http://127.0.0.1:1")
        .env("http_proxy", "http://127.0.0.1:1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

fn trusts_nobody_of_the_platform(address: &str) {
    let ours = encrypted(address.parse().unwrap(), Trust::PublicAuthorities);
    assert!(matches!(post(&ours).unwrap_err(), SyncError::Certificate(_)));
    let (open, _requests) = serve(None, good());
    assert_eq!(post(&plain(open)).unwrap(), b"the answer");

    // On Linux the platform's verifier reads SSL_CERT_FILE; a client that asks it is let in, and
    // one that asks the environment goes to the proxy, which is not there.
    if cfg!(target_os = "linux") {
        default_provider().install_default().unwrap();
        let platforms = Client::builder().build().unwrap();
        assert!(platforms.post(format!("https://{address}")).body("x").send().is_ok());
        assert!(platforms.post(format!("http://{open}")).body("x").send().is_err());
    }
}
