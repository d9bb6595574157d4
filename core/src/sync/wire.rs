//! What travels between a device and the server.
//!
//! Every call is one `POST` whose body is zstd-compressed CBOR ([`encode`], [`decode`]), answered in
//! the same form. Every structure may grow fields: readers ignore what they do not know, and a
//! field added later has a default. Times are milliseconds since 1970 UTC.

use std::io::Read;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::domain::{DocumentKind, Header, Role, StreamId};
use crate::ids::{
    ActorId, AreaId, BlobHash, BuildingId, ChangeHash, DeviceId, DocumentId, Epoch, EstateId,
    InstallationId, PersonId, RequestId,
};

/// The protocol this build speaks. A server answers another one with `unsupported_protocol`.
pub const PROTOCOL: u16 = 1;
/// The content type of every body, both ways. An answer without it is not our server's.
pub const CONTENT_TYPE: &str = "application/vnd.xunlou+cbor-zstd";
/// Most bytes that a body may inflate to.
pub const MAX_BODY: usize = 16 << 20;
/// Bytes of documents that one page carries, before compression, unless one document alone is larger.
pub const PAGE_BYTES: usize = 1 << 20;
/// Bytes of changes that a device pushes in one request, unless one change alone is larger.
pub const PUSH_BYTES: usize = 512 << 10;
/// Most documents in one [`SyncRequest::fetch`].
pub const FETCH_DOCUMENTS: usize = 256;
/// Bytes of a photo in one `blob/put` or `blob/get`.
pub const BLOB_CHUNK: usize = 256 << 10;
/// Most bytes of a photo.
pub const MAX_BLOB: u64 = 32 << 20;

/// The calls there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// [`EnrolRequest`] → [`EnrolResponse`]; the only one without a token.
    Enrol,
    /// [`SyncRequest`] → [`SyncResponse`].
    Sync,
    /// [`ReconcileRequest`] → [`ReconcileResponse`].
    Reconcile,
    /// [`BlobStatusRequest`] → [`BlobStatus`].
    BlobStatus,
    /// [`BlobPutRequest`] → [`BlobStatus`].
    BlobPut,
    /// [`BlobGetRequest`] → [`BlobChunk`].
    BlobGet,
}

impl Endpoint {
    /// Every call.
    pub const ALL: [Self; 6] =
        [Self::Enrol, Self::Sync, Self::Reconcile, Self::BlobStatus, Self::BlobPut, Self::BlobGet];

    /// The call's path on the server.
    pub fn path(self) -> &'static str {
        match self {
            Self::Enrol => "/v1/enrol",
            Self::Sync => "/v1/sync",
            Self::Reconcile => "/v1/reconcile",
            Self::BlobStatus => "/v1/blob/status",
            Self::BlobPut => "/v1/blob/put",
            Self::BlobGet => "/v1/blob/get",
        }
    }
}

/// Exchanges an enrolment code for a device's token.
#[derive(Clone, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// The code as typed or scanned; case, spaces and hyphens do not matter.
    pub code: String,
    /// The device's ed25519 public key.
    pub public_key: ByteBuf,
    /// Signature of [`enrolment_message`] with that key.
    pub proof: ByteBuf,
    /// What the device calls itself, for the office's list of devices.
    pub label: String,
    /// The installation on the device.
    pub installation: InstallationId,
    /// The device's clock.
    pub device_time: i64,
}

/// The bytes that a device signs to prove that it holds its key.
pub fn enrolment_message(code: &str, installation: InstallationId) -> Vec<u8> {
    let mut message = b"xunlou enrolment 1\0".to_vec();
    message.extend(normalized_code(code).bytes());
    message.push(0);
    message.extend(installation.as_bytes());
    message
}

/// A code without what people add when they type it: upper case, no spaces or hyphens.
pub fn normalized_code(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Who the device now is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolResponse {
    /// The estate.
    pub estate: EstateId,
    /// The estate's name.
    pub estate_name: String,
    /// The person whose device this is.
    pub person: PersonId,
    /// The person's name.
    pub person_name: String,
    /// The person's role.
    pub role: Role,
    /// The areas granted.
    pub areas: Vec<AreaId>,
    /// The buildings of those areas.
    pub buildings: Vec<BuildingId>,
    /// Whether health files are granted.
    #[serde(default)]
    pub health: bool,
    /// The device's id.
    pub device: DeviceId,
    /// The secret that authorises this device's calls.
    pub token: String,
    /// The server's clock.
    pub server_time: i64,
}

impl std::fmt::Debug for EnrolResponse {
    /// Without the token and without names.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnrolResponse").field("device", &self.device).finish_non_exhaustive()
    }
}

/// How far a device has read one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamCursor {
    /// Which stream.
    pub stream: StreamId,
    /// Everything up to this log position has been applied, but for what `floor` says.
    pub position: u64,
    /// Bootstrap goes from the newest document to the oldest: documents whose first log position
    /// is below this have yet to come. 0 once bootstrap is done.
    pub floor: u64,
}

/// A document's envelope as it travels. The kind is text, so that a newer kind reaches an older
/// device, which keeps it for later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireHeader {
    /// Which document.
    pub document: DocumentId,
    /// [`DocumentKind::as_str`], or a kind that a newer version knows.
    pub kind: String,
    /// Where it lives.
    pub stream: StreamId,
}

impl From<Header> for WireHeader {
    fn from(header: Header) -> Self {
        Self {
            document: header.document,
            kind: header.kind.as_str().to_owned(),
            stream: header.stream,
        }
    }
}

impl WireHeader {
    /// The envelope, if this version knows the kind.
    pub fn known(&self) -> Option<Header> {
        Some(Header {
            document: self.document,
            kind: DocumentKind::parse(&self.kind)?,
            stream: self.stream,
        })
    }
}

/// Changes of one document on their way to the server, in causal order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushDocument {
    /// The envelope.
    pub header: WireHeader,
    /// Single Automerge changes.
    pub changes: Vec<ByteBuf>,
}

/// One round: what is unsent goes up, what is new comes down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// Names this request; the answer repeats it.
    pub request: RequestId,
    /// The epoch of the log that the cursors belong to; `None` before the first answer.
    pub epoch: Option<Epoch>,
    /// The actor this database writes as. The server binds it to the device, and does not send
    /// its changes back.
    pub actor: ActorId,
    /// The device's clock.
    pub device_time: i64,
    /// Up to which row the device has read the list of actors.
    #[serde(default)]
    pub identities_after: u64,
    /// The streams that the device holds.
    pub cursors: Vec<StreamCursor>,
    /// What is unsent, at most [`PUSH_BYTES`].
    #[serde(default)]
    pub push: Vec<PushDocument>,
    /// Documents wanted whole, whatever the cursors say; at most [`FETCH_DOCUMENTS`]. The page holds
    /// their snapshots, as many as it has room for. What did not come is asked for again as long as
    /// others come or `remaining` is not 0; after that it counts as not there, or not permitted.
    #[serde(default)]
    pub fetch: Vec<DocumentId>,
    /// Whether pages of documents are wanted; `false` only pushes.
    pub pull: bool,
}

/// Why the server did not take a change. The change stays on the device, visible and exportable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The device may not write this document, or there is no such document for it.
    NotPermitted,
    /// The change's actor belongs to another device.
    ForeignActor,
    /// The actor's sequence number was used for another change, or one is missing.
    BadSequence,
    /// The change is damaged, too large, or unsafe; the detail says which.
    Unsafe,
    /// The document would no longer read as what its envelope says.
    BadContent,
    /// The envelope differs from the one the document was created with.
    WrongEnvelope,
    /// The device was revoked; its last push is kept aside at the office.
    Revoked,
    /// A reason that only a newer version knows.
    #[serde(other)]
    Other,
}

impl RefusalCode {
    /// Whether the change itself is sound and its number or actor is another's: the device writes
    /// the document's unsent changes again as a new actor, and nothing is quarantined.
    pub fn is_collision(self) -> bool {
        matches!(self, Self::BadSequence | Self::ForeignActor)
    }
}

/// One change that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The change, by the SHA-256 of its uncompressed chunk; for bytes that are no change at all,
    /// the SHA-256 of those bytes.
    pub hash: ChangeHash,
    /// Why.
    pub code: RefusalCode,
    /// What exactly, in English, without personal data.
    pub detail: String,
}

/// What became of one pushed document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentVerdict {
    /// Which document.
    pub document: DocumentId,
    /// Changes that are committed on the server, now or before.
    pub accepted: Vec<ChangeHash>,
    /// Changes that wait for others the server does not have; send again when those are there.
    pub waiting: Vec<ChangeHash>,
    /// Changes that were not taken.
    pub refused: Vec<Refusal>,
}

/// Whose actor it is. Server-owned: a phone names the author of a change with these offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Row number in the server's list; ascending.
    pub row: u64,
    /// The actor.
    pub actor: ActorId,
    /// The device that writes as this actor.
    pub device: DeviceId,
    /// The device's label.
    pub label: String,
    /// The person whose device it is.
    pub person: PersonId,
}

/// A document in a page: whole, or the changes since the device's cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageDocument {
    /// The envelope.
    pub header: WireHeader,
    /// The document as `save_nocompress` wrote it, for a device that does not have it.
    pub snapshot: Option<ByteBuf>,
    /// Single changes, in log order.
    pub changes: Vec<ByteBuf>,
}

/// The answer to a [`SyncRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// The request this answers.
    pub request: RequestId,
    /// The epoch of the server's log.
    pub epoch: Epoch,
    /// The server's clock.
    pub server_time: i64,
    /// The cursors belong to another log, or lie ahead of this one: nothing was pushed or read.
    /// The device sends a [`ReconcileRequest`] next.
    pub reconcile: bool,
    /// What became of the push, one verdict a pushed document.
    pub verdicts: Vec<DocumentVerdict>,
    /// Every stream that the device may read now. It purges the others once it has pushed.
    pub grants: Vec<StreamId>,
    /// The areas granted, for the device's own [`Principal`](crate::domain::access::Principal).
    pub areas: Vec<AreaId>,
    /// New rows of the list of actors.
    pub identities: Vec<Identity>,
    /// The page.
    pub documents: Vec<PageDocument>,
    /// The cursors that hold once this page is applied: one for every granted stream.
    pub cursors: Vec<StreamCursor>,
    /// How many documents are still to come after this page.
    pub remaining: u64,
}

/// The state of one document on a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentHeads {
    /// Which document.
    pub document: DocumentId,
    /// The hashes of its newest changes, sorted.
    pub heads: Vec<ChangeHash>,
}

/// Compares what a device has with what the server has, after the log's epoch changed or to make
/// sure. At most [`RECONCILE_DOCUMENTS`] a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconcileRequest {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// Names this request; the answer repeats it.
    pub request: RequestId,
    /// The next documents of the device, by ascending id.
    pub documents: Vec<DocumentHeads>,
    /// The documents of this request are all the device has with ids greater than this.
    pub after: Option<DocumentId>,
    /// …and not greater than this; `None`: to the end of its list.
    pub until: Option<DocumentId>,
}

/// Most documents in one [`ReconcileRequest`].
pub const RECONCILE_DOCUMENTS: usize = 5_000;

/// The answer to a [`ReconcileRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconcileResponse {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// The request this answers.
    pub request: RequestId,
    /// The epoch of the server's log.
    pub epoch: Epoch,
    /// Documents whose heads differ, with the server's heads: none where the server lacks the
    /// document. The device sends what the server lacks of its own, and fetches the document.
    pub differing: Vec<DocumentHeads>,
    /// Documents in the range that the server has, the device may read, and did not name.
    pub missing: Vec<DocumentId>,
    /// Cursors at the head of every granted stream, taken before the comparison.
    pub cursors: Vec<StreamCursor>,
}

/// Asks how much of a photo the server has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobStatusRequest {
    /// The photo.
    pub hash: BlobHash,
    /// A document that refers to it, which decides who may ask.
    pub document: DocumentId,
}

/// How much of a photo the server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobStatus {
    /// The photo.
    pub hash: BlobHash,
    /// Bytes received so far, without a gap.
    pub received: u64,
    /// All of it, and its hash was right.
    pub complete: bool,
}

/// Sends the next piece of a photo. Sending a piece again is harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobPutRequest {
    /// The photo.
    pub hash: BlobHash,
    /// A document that refers to it.
    pub document: DocumentId,
    /// Media type, for example `image/jpeg`.
    pub media_type: String,
    /// Bytes of the whole photo.
    pub total: u64,
    /// Where this piece begins: the `received` of the last status.
    pub offset: u64,
    /// The piece, at most [`BLOB_CHUNK`] bytes.
    pub bytes: ByteBuf,
}

/// Asks for a piece of a photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobGetRequest {
    /// The photo.
    pub hash: BlobHash,
    /// A document that refers to it.
    pub document: DocumentId,
    /// Where the piece begins.
    pub offset: u64,
}

/// A piece of a photo, at most [`BLOB_CHUNK`] bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobChunk {
    /// The photo.
    pub hash: BlobHash,
    /// Where the piece begins.
    pub offset: u64,
    /// Bytes of the whole photo.
    pub total: u64,
    /// Media type.
    pub media_type: String,
    /// The piece.
    pub bytes: ByteBuf,
}

/// Why the server did not do what was asked; the body of every answer that is not 200.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// What a device acts on.
    pub code: ErrorCode,
    /// What exactly, in English, without personal data.
    pub detail: String,
}

/// What a device acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The enrolment code is not one of ours.
    CodeUnknown,
    /// The enrolment code is older than its lifetime.
    CodeExpired,
    /// The enrolment code was used.
    CodeUsed,
    /// Too many wrong tries: the code is spent.
    TooManyTries,
    /// No token, or none of ours.
    TokenUnknown,
    /// The token is past its lifetime: enrol again; nothing on the device is lost.
    TokenExpired,
    /// The device was revoked.
    Revoked,
    /// Not permitted, or not there.
    NotFound,
    /// The server speaks other versions of the protocol.
    UnsupportedProtocol,
    /// The body is damaged or does not say what the call needs.
    BadRequest,
    /// The body is larger than the limit.
    TooLarge,
    /// Too many requests, or the server is stopping: try again later.
    Busy,
    /// The server failed; its log says how.
    Internal,
    /// A code that only a newer version knows.
    #[serde(other)]
    Other,
}

impl ErrorCode {
    /// The HTTP status that carries this code.
    pub fn http_status(self) -> u16 {
        match self {
            Self::CodeUnknown | Self::TokenUnknown | Self::TokenExpired => 401,
            Self::CodeExpired | Self::CodeUsed | Self::Revoked => 403,
            Self::NotFound => 404,
            Self::TooLarge => 413,
            Self::TooManyTries => 429,
            Self::UnsupportedProtocol | Self::BadRequest => 400,
            Self::Busy => 503,
            Self::Internal | Self::Other => 500,
        }
    }
}

/// A body that does not read.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// Not zstd, or cut short.
    #[error("the body is not a complete zstd frame")]
    Compression(#[source] std::io::Error),
    /// Inflates to more than the limit.
    #[error("the body inflates to more than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Not the CBOR that was expected.
    #[error("the body does not hold the expected fields: {0}")]
    Content(String),
}

/// Writes a body.
///
/// # Errors
/// [`CodecError`] only where the allocator or zstd fails: the types of this module always encode.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    let mut cbor = Vec::new();
    ciborium::into_writer(value, &mut cbor)
        .map_err(|error| CodecError::Content(error.to_string()))?;
    zstd::stream::encode_all(cbor.as_slice(), 3).map_err(CodecError::Compression)
}

/// Reads a body that inflates to at most [`MAX_BODY`] bytes.
///
/// # Errors
/// [`CodecError`] says what is wrong with it.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, CodecError> {
    let mut decoder =
        zstd::stream::read::Decoder::with_buffer(body).map_err(CodecError::Compression)?;
    // A frame may ask for a window of up to 128 MiB; ours never need more than a body.
    decoder.window_log_max(MAX_BODY.ilog2()).map_err(CodecError::Compression)?;
    let mut cbor = Vec::new();
    decoder.take(MAX_BODY as u64 + 1).read_to_end(&mut cbor).map_err(CodecError::Compression)?;
    if cbor.len() > MAX_BODY {
        return Err(CodecError::TooLarge { limit: MAX_BODY });
    }
    let mut rest = cbor.as_slice();
    let value = ciborium::de::from_reader_with_recursion_limit(&mut rest, 32)
        .map_err(|error| CodecError::Content(error.to_string()))?;
    if !rest.is_empty() {
        return Err(CodecError::Content(format!("{} bytes follow it", rest.len())));
    }
    Ok(value)
}

#[cfg(test)]
mod tests;
