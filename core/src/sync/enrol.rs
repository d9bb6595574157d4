//! Enrolment: a one-time code becomes a device's token.

use ed25519_dalek::{Signer, SigningKey};
use serde_bytes::ByteBuf;

use crate::env::Clock;
use crate::ids::InstallationId;

use super::SyncError;
use super::transport::{Transport, call};
use super::wire::{self, Endpoint, EnrolRequest, EnrolResponse, PROTOCOL};

/// From how far off the device's clock is refused, in seconds: a day. Within it, patrols are judged
/// by the offset that each sync learns; beyond it, certificates and dates make no sense to anybody.
pub const MAX_CLOCK_ERROR: i64 = 24 * 60 * 60;

/// What enrolment brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Who the device now is, with its token.
    pub device: EnrolResponse,
    /// What must be added to the device's clock to get the server's, in milliseconds.
    pub clock_offset_ms: i64,
}

/// Exchanges an enrolment code for a token, once. `label` is what the device calls itself in the
/// office's list; `key` stays on the device.
///
/// # Errors
/// [`SyncError::Refused`] when the code is unknown, expired, used up or tried too often;
/// [`SyncError::ClockOff`] when the device's clock is off by more than [`MAX_CLOCK_ERROR`]: set it and
/// ask for another code.
pub fn enrol(
    transport: &dyn Transport,
    clock: &dyn Clock,
    label: &str,
    installation: InstallationId,
    code: &str,
    key: &SigningKey,
) -> Result<Enrolment, SyncError> {
    let proof = key.sign(&wire::enrolment_message(code, installation));
    let (sent_ms, began) = (clock.now().timestamp_millis(), clock.monotonic());
    let request = EnrolRequest {
        protocol: PROTOCOL,
        code: wire::normalized_code(code),
        public_key: ByteBuf::from(key.verifying_key().to_bytes()),
        proof: ByteBuf::from(proof.to_bytes()),
        label: label.to_owned(),
        installation,
        device_time: sent_ms,
    };
    let device: EnrolResponse = call(transport, Endpoint::Enrol, &request)?;
    let elapsed = clock.monotonic().saturating_sub(began);
    let half = i64::try_from(elapsed.as_millis() / 2).unwrap_or(0);
    let clock_offset_ms = device.server_time.saturating_sub(sent_ms.saturating_add(half));
    let seconds = clock_offset_ms.saturating_neg() / 1000;
    if seconds.saturating_abs() > MAX_CLOCK_ERROR {
        return Err(SyncError::ClockOff { seconds });
    }
    if device.token.is_empty() {
        return Err(SyncError::BadAnswer("the token is empty".into()));
    }
    Ok(Enrolment { device, clock_offset_ms })
}
