//! `enrol`: a code and a key become a device.

use ed25519_dalek::{Signature, VerifyingKey};
use xunlou_core::sync::wire::{EnrolRequest, EnrolResponse, enrolment_message};

use super::{Api, ApiError, check_protocol};
use crate::access::NewDevice;

/// Most characters of a device's label.
const MOST_LABEL: usize = 60;

impl Api {
    pub(super) fn enrol(&self, request: EnrolRequest) -> Result<EnrolResponse, ApiError> {
        check_protocol(request.protocol)?;
        let public_key = proven_key(&request)?;
        let label: String =
            request.label.chars().filter(|c| !c.is_control()).take(MOST_LABEL).collect();
        let device = NewDevice {
            installation: request.installation,
            public_key,
            label: label.trim().into(),
        };
        let now = self.now();
        let enrolled = self.access.redeem(&request.code, &device, &self.environment, now)??;
        let principal = enrolled.principal;
        tracing::info!(
            estate = %principal.estate, person = %principal.person, device = %principal.device,
            "a device enrolled"
        );
        Ok(EnrolResponse {
            estate: principal.estate,
            estate_name: enrolled.estate_name,
            person: principal.person,
            person_name: enrolled.person_name,
            role: principal.role,
            areas: principal.areas.into_iter().collect(),
            buildings: principal.buildings.into_iter().collect(),
            health: principal.health,
            device: principal.device,
            token: enrolled.token,
            server_time: now,
        })
    }
}

/// The device's key, if the request proves that the device holds it.
fn proven_key(request: &EnrolRequest) -> Result<[u8; 32], ApiError> {
    let bad = |what: &str| ApiError::bad_request(format!("the device's {what} is not valid"));
    let bytes: [u8; 32] =
        request.public_key.as_slice().try_into().map_err(|_| bad("public key"))?;
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| bad("public key"))?;
    let proof = Signature::from_slice(&request.proof).map_err(|_| bad("proof"))?;
    let message = enrolment_message(&request.code, request.installation);
    key.verify_strict(&message, &proof).map_err(|_| bad("proof"))?;
    Ok(bytes)
}
