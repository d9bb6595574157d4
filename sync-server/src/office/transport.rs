//! The office's way to the server: a function call in the same process, judged like any device's.

use xunlou_core::ids::{DeviceId, EstateId};
use xunlou_core::sync::wire::{Endpoint, ErrorCode};
use xunlou_core::sync::{SyncError, Transport};

use crate::api::Api;

/// Calls the server as one device of the office console.
pub(super) struct InProcess {
    pub(super) api: Api,
    pub(super) estate: EstateId,
    pub(super) device: DeviceId,
}

impl Transport for InProcess {
    fn exchange(&self, endpoint: Endpoint, body: Vec<u8>) -> Result<Vec<u8>, SyncError> {
        let refused = |code, detail: String| SyncError::Refused { code, detail };
        // Asked afresh each time: a building that was added or a device that was revoked counts now.
        let principal = self
            .api
            .access
            .principal(self.estate, self.device)
            .map_err(|error| refused(ErrorCode::Internal, error.to_string()))?
            .ok_or_else(|| refused(ErrorCode::Revoked, "the office's device".to_owned()))?;
        self.api
            .handle_as(&principal, endpoint, &body)
            .map_err(|error| refused(error.code, error.detail))
    }
}
