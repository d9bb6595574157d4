//! Sync: wire types, the engine without I/O, the transport trait and its HTTP implementation.

mod driver;
pub mod engine;
mod enrol;
#[cfg(feature = "reqwest-transport")]
pub mod http;
pub mod link;
#[cfg(test)]
mod model;
mod outcome;
mod photo;
pub mod replica;
#[cfg(test)]
mod tests;
#[cfg(feature = "reqwest-transport")]
mod tls;
pub mod transport;
pub mod wire;

pub use driver::sync;
pub use enrol::{Enrolment, MAX_CLOCK_ERROR, enrol};
pub use link::{CertificatePin, EnrolmentLink, ServerAddress};
pub use outcome::{CancelToken, Phase, PhotoFailure, Progress, SyncOptions, SyncOutcome};
pub use photo::fetch_blob;
pub use replica::Replica;
pub use transport::Transport;

/// Why a sync or an enrolment did not succeed. Nothing on the device is lost by any of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    /// No connection to the server.
    #[error("the server cannot be reached: {0}")]
    Offline(String),
    /// The server's certificate is not the one of the enrolment code, or not trusted.
    #[error("the server's certificate is not trusted: {0}")]
    Certificate(String),
    /// Something answered that is not our server, for example a captive portal's page.
    #[error("the answer is not from a Xunlou server ({0}); is a sign-in page in between?")]
    NotOurServer(String),
    /// The server's answer does not fit the request.
    #[error("the server's answer does not fit the request: {0}")]
    BadAnswer(String),
    /// The server refused the call.
    #[error("the server refused: {detail}")]
    Refused {
        /// What to act on.
        code: wire::ErrorCode,
        /// What exactly.
        detail: String,
    },
    /// The device's clock is so far off that the server cannot be trusted by it.
    #[error("the device's clock is off by {seconds} seconds")]
    ClockOff {
        /// Device time minus server time.
        seconds: i64,
    },
    /// The caller cancelled. What was applied so far is kept, and the next sync goes on from there.
    #[error("cancelled")]
    Cancelled,
    /// The device's own storage failed while a page was applied.
    #[error("storage: {0}")]
    Storage(String),
}
