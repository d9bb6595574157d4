//! What an enrolment code says, before it is used.

use xunlou_core::sync::EnrolmentLink;

use crate::error::Result;

/// What an enrolment link says, for a person to look at. The code itself is a secret and not shown.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct EnrolmentInfo {
    /// The server's address.
    pub server: String,
    /// Whether the server is known by its own certificate, and not by a public authority.
    pub pinned: bool,
    /// Whether what travels there is encrypted.
    pub encrypted: bool,
}

/// Reads an enrolment link, as a QR code holds it or a person typed it:
/// `xunlou://enrol?server=…&pin=…&code=…`.
///
/// # Errors
/// `XunlouError::InvalidInput` says what is wrong with it.
#[uniffi::export]
pub fn read_enrolment_link(text: String) -> Result<EnrolmentInfo> {
    let EnrolmentLink { server, pin, code: _ } = text.parse()?;
    Ok(EnrolmentInfo {
        encrypted: server.is_encrypted(),
        server: server.to_string(),
        pinned: pin.is_some(),
    })
}
