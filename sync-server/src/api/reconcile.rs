//! `reconcile`: compares what a device has with what the log has, document by document, after a
//! restore from a backup or to make sure.

use std::collections::{BTreeMap, BTreeSet};

use xunlou_core::domain::access::Principal;
use xunlou_core::ids::DocumentId;
use xunlou_core::sync::wire::{
    DocumentHeads, PROTOCOL, RECONCILE_DOCUMENTS, ReconcileRequest, ReconcileResponse, StreamCursor,
};

use super::{Api, ApiError, check_protocol};
use crate::access::{granted, streams};

impl Api {
    pub(super) fn reconcile(
        &self,
        principal: &Principal,
        request: &ReconcileRequest,
    ) -> Result<ReconcileResponse, ApiError> {
        check_protocol(request.protocol)?;
        if request.documents.len() > RECONCILE_DOCUMENTS {
            return Err(ApiError::bad_request(format!(
                "at most {RECONCILE_DOCUMENTS} documents in one request"
            )));
        }
        let named: BTreeMap<DocumentId, &DocumentHeads> =
            request.documents.iter().map(|one| (one.document, one)).collect();
        let in_range = |id: &DocumentId| {
            request.after.is_none_or(|after| *id > after)
                && request.until.is_none_or(|until| *id <= until)
        };
        if !named.keys().all(in_range) {
            return Err(ApiError::bad_request("a document lies outside of the request's range"));
        }
        self.log.read(principal.estate, |log| {
            let state = log.state()?;
            let streams = streams(principal);
            let mut missing = BTreeSet::new();
            for stream in &streams {
                missing.extend(log.ids_between(*stream, request.after, request.until)?);
            }
            let mut differing = Vec::new();
            for (document, theirs) in named {
                missing.remove(&document);
                let stored = log.document(document)?;
                let heads = stored
                    .filter(|stored| granted(principal, stored.header.stream))
                    .map_or_else(Vec::new, |stored| stored.heads);
                let mut said = theirs.heads.clone();
                said.sort_unstable();
                if heads != said || heads.is_empty() {
                    differing.push(DocumentHeads { document, heads });
                }
            }
            Ok(ReconcileResponse {
                protocol: PROTOCOL,
                request: request.request,
                epoch: state.epoch,
                differing,
                missing: missing.into_iter().collect(),
                cursors: streams
                    .into_iter()
                    .map(|stream| StreamCursor { stream, position: state.head, floor: 0 })
                    .collect(),
            })
        })
    }
}
