//! Whom the transport trusts.

use std::process::Command;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::SupportedProtocolVersion;
use rustls::crypto::ring::{default_provider, sign::any_supported_type};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::*;
use crate::sync::link::CertificatePin;

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
        let (mut stream, _): (std::net::TcpStream, _) = listener.accept().unwrap();
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
        .args(["--exact", &format!("sync::http::tests::certificates::{name}"), "--nocapture"])
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
