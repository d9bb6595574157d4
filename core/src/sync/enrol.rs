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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use ed25519_dalek::{Signature, Verifier, VerifyingKey};
    use uuid::Uuid;

    use super::*;
    use crate::domain::Role;
    use crate::ids::{DeviceId, EstateId, PersonId};
    use crate::sync::model::{FakeServer, environment};
    use crate::sync::wire::{ErrorCode, decode, encode, enrolment_message};

    /// Answers one call, and keeps what was asked.
    struct Once {
        answer: Result<Vec<u8>, SyncError>,
        asked: Mutex<Option<EnrolRequest>>,
    }

    impl Transport for Once {
        fn exchange(&self, endpoint: Endpoint, body: Vec<u8>) -> Result<Vec<u8>, SyncError> {
            assert_eq!(endpoint, Endpoint::Enrol);
            *self.asked.lock().unwrap() = Some(decode(&body).unwrap());
            self.answer.clone()
        }
    }

    fn answers(answer: Result<Vec<u8>, SyncError>) -> Once {
        Once { answer, asked: Mutex::new(None) }
    }

    fn device(server_time: i64) -> EnrolResponse {
        EnrolResponse {
            estate: EstateId(Uuid::from_u128(1)),
            estate_name: "梅园".into(),
            person: PersonId(Uuid::from_u128(2)),
            person_name: "某某".into(),
            role: Role::Butler,
            areas: Vec::new(),
            buildings: Vec::new(),
            health: false,
            device: DeviceId(Uuid::from_u128(3)),
            token: "token".into(),
            server_time,
        }
    }

    fn run(transport: &Once) -> Result<Enrolment, SyncError> {
        let environment = environment();
        let installation = InstallationId(Uuid::from_u128(4));
        let key = SigningKey::from_bytes(&[7; 32]);
        enrol(transport, environment.clock.as_ref(), "phone", installation, "k7qm-4x2p", &key)
    }

    #[test]
    fn a_device_proves_that_it_holds_its_key() {
        let transport = answers(Ok(encode(&device(FakeServer::NOW)).unwrap()));
        assert_eq!(run(&transport).unwrap().device.token, "token");
        let asked = transport.asked.lock().unwrap().take().unwrap();
        assert_eq!((asked.code.as_str(), asked.label.as_str()), ("K7QM4X2P", "phone"));
        let key: [u8; 32] = asked.public_key.as_slice().try_into().unwrap();
        let proof: [u8; 64] = asked.proof.as_slice().try_into().unwrap();
        let (key, proof) = (VerifyingKey::from_bytes(&key).unwrap(), Signature::from_bytes(&proof));
        let message = enrolment_message("K7QM 4X2P", asked.installation);
        assert!(key.verify(&message, &proof).is_ok());
        assert!(key.verify(&enrolment_message("other", asked.installation), &proof).is_err());
    }

    #[test]
    fn a_clock_is_refused_only_when_it_is_more_than_a_day_off() {
        let day = MAX_CLOCK_ERROR * 1000;
        let ten_years = 3653 * day;
        for (offset, seconds) in [
            (0, None),
            (-3_600_000, None),
            (day, None),
            (day + 1000, Some(-86_401)),
            (-day - 1000, Some(86_401)),
            (ten_years, Some(-3653 * 86_400)),
        ] {
            let answer = device(FakeServer::NOW.saturating_add(offset));
            match (run(&answers(Ok(encode(&answer).unwrap()))), seconds) {
                (Ok(enrolment), None) => assert_eq!(enrolment.clock_offset_ms, offset),
                (Err(SyncError::ClockOff { seconds: off }), Some(seconds)) => {
                    assert_eq!(off, seconds);
                }
                (result, _) => panic!("{offset}: {result:?}"),
            }
        }
    }

    #[test]
    fn no_time_of_a_server_overflows() {
        for time in [i64::MIN, i64::MAX] {
            let error = run(&answers(Ok(encode(&device(time)).unwrap()))).unwrap_err();
            assert!(matches!(error, SyncError::ClockOff { .. }), "{error}");
        }
    }

    #[test]
    fn a_refusal_names_its_reason() {
        for code in [
            ErrorCode::CodeUnknown,
            ErrorCode::CodeExpired,
            ErrorCode::CodeUsed,
            ErrorCode::TooManyTries,
        ] {
            let refusal = SyncError::Refused { code, detail: String::new() };
            assert_eq!(run(&answers(Err(refusal.clone()))).unwrap_err(), refusal);
        }
    }

    #[test]
    fn an_answer_without_a_token_or_without_sense_is_refused() {
        let tokenless = EnrolResponse { token: String::new(), ..device(FakeServer::NOW) };
        let error = run(&answers(Ok(encode(&tokenless).unwrap()))).unwrap_err();
        assert!(matches!(error, SyncError::BadAnswer(_)));
        let error = run(&answers(Ok(b"<html>".to_vec()))).unwrap_err();
        assert!(matches!(error, SyncError::NotOurServer(_)));
    }
}
