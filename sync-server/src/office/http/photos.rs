//! Photos, for whoever may read the document that they belong to, straight from the blob store.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use xunlou_core::domain::access::Principal;
use xunlou_core::ids::{BlobHash, DocumentId};
use xunlou_core::sync::wire::{self, BlobChunk, BlobGetRequest, Endpoint};

use super::Console;
use crate::api::ApiError;

/// The media types that a browser shows; any other is only saved.
const SHOWN: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/heic"];

/// `GET /office/photos/{document}/{hash}`.
pub(super) async fn photo(
    State(console): State<Arc<Console>>,
    Path((document, hash)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let signed_in = match console.who(&headers).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let (Ok(document), Ok(hash)) = (document.parse::<DocumentId>(), hash.parse::<BlobHash>())
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let wanted = Wanted { console, principal: signed_in.principal, document, hash };
    // The first piece decides: whether it may be seen is asked with each of them.
    match wanted.piece(0).await {
        Ok(first) => wanted.answer(first),
        Err(error) => {
            let status = StatusCode::from_u16(error.code.http_status());
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

struct Wanted {
    console: Arc<Console>,
    principal: Principal,
    document: DocumentId,
    hash: BlobHash,
}

impl Wanted {
    async fn piece(&self, offset: u64) -> Result<BlobChunk, ApiError> {
        let request = BlobGetRequest { hash: self.hash, document: self.document, offset };
        let principal = self.principal.clone();
        let api = self.console.api.clone();
        let answer = self.console.workers.run(move || {
            let body = wire::encode(&request)?;
            let answer = api.handle_as(&principal, Endpoint::BlobGet, &body)?;
            Ok::<BlobChunk, ApiError>(wire::decode(&answer)?)
        });
        answer.await?
    }

    fn answer(self, first: BlobChunk) -> Response {
        let shown = SHOWN.contains(&first.media_type.as_str());
        let kind =
            if shown { first.media_type.clone() } else { "application/octet-stream".to_owned() };
        let place = if shown { "inline" } else { "attachment" };
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_LENGTH, first.total.to_string()),
            (header::CONTENT_DISPOSITION, place.to_owned()),
            // Its address is its content, so it never changes; and it is nobody else's.
            (header::CACHE_CONTROL, "private, max-age=31536000, immutable".to_owned()),
            (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        ];
        let total = first.total;
        let pieces = stream::try_unfold(
            (self, Some(first), 0),
            move |(wanted, ready, sent): (Self, Option<BlobChunk>, u64)| async move {
                let piece = match ready {
                    Some(piece) => piece,
                    None if sent >= total => return Ok(None),
                    None => wanted.piece(sent).await.map_err(io::Error::other)?,
                };
                let bytes = Bytes::from(piece.bytes.into_vec());
                if bytes.is_empty() {
                    return Ok::<_, io::Error>(None);
                }
                let sent = sent + bytes.len() as u64;
                Ok(Some((bytes, (wanted, None, sent))))
            },
        );
        (headers, Body::from_stream(pieces)).into_response()
    }
}
