//! The enrolment link: what the office's QR code says, and nothing more.
//!
//! `xunlou://enrol?server=<base URL>&pin=<base64url>&code=<code>`, values percent-encoded.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, general_purpose};
use sha2::{Digest, Sha256};
use url::{Host, Url};

use super::wire::normalized_code;
use crate::{Error, Result};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    general_purpose::NO_PAD.with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// Longer than any link of ours; a scanned QR code may hold anything.
const MAX_LINK: usize = 2048;
const MAX_CODE: usize = 64;

/// SHA-256 of the DER of the server's own certificate. As text: base64url without padding.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CertificatePin(pub [u8; 32]);

impl CertificatePin {
    /// The pin of this certificate.
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }
}

impl fmt::Display for CertificatePin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(self.0))
    }
}

impl fmt::Debug for CertificatePin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificatePin({self})")
    }
}

impl FromStr for CertificatePin {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bytes = BASE64.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes
            .map(Self)
            .ok_or_else(|| Error::invalid("pin", "expected the 32 bytes of a SHA-256 as base64url"))
    }
}

/// The address of a server: `https://host[:port][/path]`, or `http://` where that is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerAddress(Url);

impl ServerAddress {
    /// Whether what travels there is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether the server is on this machine.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// The address of one of the server's calls.
    #[cfg(feature = "reqwest-transport")]
    pub(super) fn call(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path().trim_end_matches('/')));
        url
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl FromStr for ServerAddress {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bad = |reason: &str| Error::invalid("server", reason);
        let url = Url::parse(text.trim())
            .map_err(|_| bad("expected an address like https://server.example"))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(bad("expected an address that begins with https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("an address must not hold a user or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad("an address ends before any ? or #"));
        }
        Ok(Self(url))
    }
}

/// What a device needs to enrol.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentLink {
    /// Where the server is.
    pub server: ServerAddress,
    /// The server's certificate, unless a public authority vouches for it.
    pub pin: Option<CertificatePin>,
    /// The one-time code: a secret until it is used.
    pub code: String,
}

impl fmt::Debug for EnrolmentLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolmentLink")
            .field("server", &self.server)
            .field("pin", &self.pin)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for EnrolmentLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("server", &self.server.to_string());
        if let Some(pin) = self.pin {
            query.append_pair("pin", &pin.to_string());
        }
        query.append_pair("code", &self.code);
        write!(f, "xunlou://enrol?{}", query.finish())
    }
}

impl FromStr for EnrolmentLink {
    type Err = Error;

    /// Reads a link. Parameters that only a newer version knows are ignored.
    fn from_str(text: &str) -> Result<Self> {
        let bad = |reason: String| Error::invalid("link", reason);
        let not_ours = || bad("expected xunlou://enrol?server=…&code=…".into());
        let text = text.trim();
        if text.len() > MAX_LINK {
            return Err(bad(format!("longer than {MAX_LINK} characters")));
        }
        let url = Url::parse(text).map_err(|_| not_ours())?;
        if url.scheme() != "xunlou"
            || url.host_str() != Some("enrol")
            || !matches!(url.path(), "" | "/")
        {
            return Err(not_ours());
        }
        let one = |name: &str| -> Result<Option<String>> {
            let mut values = url.query_pairs().filter(|(key, _)| key == name);
            match (values.next(), values.next()) {
                (first, None) => Ok(first.map(|(_, value)| value.into_owned())),
                _ => Err(bad(format!("`{name}` stands there twice"))),
            }
        };
        let need = |name: &str| one(name)?.ok_or_else(|| bad(format!("`{name}` is missing")));
        let server: ServerAddress = need("server")?.parse()?;
        let pin: Option<CertificatePin> = one("pin")?.map(|pin| pin.parse()).transpose()?;
        let code = need("code")?;
        if normalized_code(&code).is_empty() || code.len() > MAX_CODE {
            return Err(bad("`code` is empty or too long".into()));
        }
        if pin.is_some() && !server.is_encrypted() {
            return Err(bad("a certificate pin needs a server with https://".into()));
        }
        Ok(Self { server, pin, code })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIN: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    #[test]
    fn a_link_reads_back_as_it_was_written() {
        for (server, pin) in [
            ("https://xunlou.example:8443/estate+1", Some(PIN)),
            ("https://192.0.2.7", None),
            ("http://127.0.0.1:9000", None),
        ] {
            let link = EnrolmentLink {
                server: server.parse().unwrap(),
                pin: pin.map(|pin| pin.parse().unwrap()),
                code: "K7QM-4X2P-9RWD".into(),
            };
            let text = link.to_string();
            assert_eq!(text.parse::<EnrolmentLink>().unwrap(), link, "{text}");
            assert!(text.contains("server=http"), "{text}");
            assert_eq!(link.server.to_string(), server);
        }
    }

    #[test]
    fn a_link_that_is_not_ours_is_refused_with_the_reason() {
        let https = "server=https%3A%2F%2Fa.example";
        for (text, word) in [
            (String::new(), "expected xunlou"),
            ("https://a.example/enrol?code=1".into(), "expected xunlou"),
            (format!("xunlou://other?{https}&code=1"), "expected xunlou"),
            (format!("xunlou://enrol/x?{https}&code=1"), "expected xunlou"),
            ("xunlou://enrol?code=1".into(), "`server` is missing"),
            (format!("xunlou://enrol?{https}"), "`code` is missing"),
            (format!("xunlou://enrol?{https}&code=--"), "`code` is empty"),
            (format!("xunlou://enrol?{https}&code={}", "A".repeat(65)), "too long"),
            (format!("xunlou://enrol?{https}&code=1&code=2"), "`code` stands there twice"),
            (format!("xunlou://enrol?{https}&code=1&pin=AAEC"), "32 bytes"),
            (format!("xunlou://enrol?{https}&code=1&pin=%00"), "32 bytes"),
            ("xunlou://enrol?server=ftp%3A%2F%2Fa&code=1".into(), "https://"),
            ("xunlou://enrol?server=a.example&code=1".into(), "expected an address"),
            ("xunlou://enrol?server=https%3A%2F%2Fu:p@a&code=1".into(), "password"),
            ("xunlou://enrol?server=https%3A%2F%2Fa%3Fx&code=1".into(), "before any ?"),
            (format!("xunlou://enrol?server=http%3A%2F%2Fa&code=1&pin={PIN}"), "needs a server"),
            (format!("xunlou://enrol?{https}&code={}", "A".repeat(3000)), "longer than"),
        ] {
            let error = text.parse::<EnrolmentLink>().unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
    }

    #[test]
    fn what_prints_a_link_for_a_log_leaves_the_code_out() {
        let link: EnrolmentLink =
            "xunlou://enrol?server=https%3A%2F%2Fa.example&code=SECRET".parse().unwrap();
        assert!(!format!("{link:?}").contains("SECRET"));
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for (address, loopback) in [
            ("http://localhost:1", true),
            ("http://127.0.0.2", true),
            ("http://[::1]:80", true),
            ("http://localhost.example", false),
            ("http://192.168.0.4", false),
            ("http://127.0.0.1.example", false),
        ] {
            let address: ServerAddress = address.parse().unwrap();
            assert_eq!(address.is_loopback(), loopback, "{address}");
        }
    }
}
