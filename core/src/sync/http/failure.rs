//! What a failed exchange means to a person. Texts name no address, no token and no body.

use std::error::Error as StdError;
use std::io;

use rustls::CertificateError;

use crate::sync::SyncError;
use crate::sync::engine::read;
use crate::sync::wire::ErrorBody;

/// Longest text that is taken over from an answer.
const MAX_DETAIL: usize = 300;

/// Why no answer came.
pub(super) fn classify(error: &(dyn StdError + 'static)) -> SyncError {
    if let Some(error) = find::<rustls::Error>(error) {
        return tls(error);
    }
    if find::<reqwest::Error>(error).is_some_and(reqwest::Error::is_timeout) {
        return SyncError::Offline("no answer in time".into());
    }
    if find::<reqwest::Error>(error).is_some_and(reqwest::Error::is_connect) {
        return SyncError::Offline("no connection".into());
    }
    SyncError::Offline("the connection broke off".into())
}

/// An answer that is not in our format.
pub(super) fn foreign(status: u16, media_type: Option<&[u8]>) -> SyncError {
    // A reverse proxy in front of our server answers like this while the server is away.
    if matches!(status, 502..=504) {
        return SyncError::Offline(format!("HTTP {status} from a gateway"));
    }
    let media_type = media_type.map_or_else(|| "no type".into(), |text| printable(text, 60));
    SyncError::NotOurServer(format!("HTTP {status}, {media_type}"))
}

/// An answer in our format that says no.
pub(super) fn refusal(status: u16, body: &[u8]) -> SyncError {
    match read::<ErrorBody>(body) {
        Ok(ErrorBody { code, detail }) => {
            SyncError::Refused { code, detail: printable(detail.as_bytes(), MAX_DETAIL) }
        }
        Err(_) => SyncError::BadAnswer(format!("HTTP {status} without a reason")),
    }
}

fn tls(error: &rustls::Error) -> SyncError {
    use rustls::Error as E;
    match error {
        E::InvalidCertificate(CertificateError::ApplicationVerificationFailure) => {
            SyncError::Certificate("it is not the one of the enrolment code".into())
        }
        E::InvalidCertificate(
            error @ (CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. }),
        ) => SyncError::Certificate(format!("{error}; is the device's date right?")),
        E::InvalidCertificate(error) => SyncError::Certificate(error.to_string()),
        E::NoCertificatesPresented => SyncError::Certificate("the server shows none".into()),
        E::InvalidMessage(_) | E::InappropriateMessage { .. } => {
            SyncError::NotOurServer("it does not speak TLS".into())
        }
        _ => SyncError::Offline("the encrypted connection failed".into()),
    }
}

/// The first error of this type in the chain of causes. An `io::Error` hides its inner error from
/// `source`, so it is opened.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

fn printable(text: &[u8], most: usize) -> String {
    String::from_utf8_lossy(text).chars().filter(|c| !c.is_control()).take(most).collect()
}
