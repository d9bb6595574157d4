//! The gate for changes from outside: what a server or a phone takes in passes here first.
//!
//! Automerge is not safe on hostile input: a hundred bytes can become millions of operations, and
//! altered changes panic, or leave a document that cannot be saved and loaded again. So bytes from
//! outside are first [scanned](scan_change) without Automerge, then checked against the document
//! they belong to, then tried on a copy of it ([`admit`], [`admit_snapshot`]). Nothing here
//! stores anything, and nothing here knows who may write what: that a change's actor belongs to
//! the device that sends it is for the caller to check.

mod admit;
mod error;
mod guard;
mod history;
mod inspect;
mod limits;
mod pool;
mod read_all;
mod scan;
mod snapshot;
mod sorting;
mod trial;

pub use admit::{Accepted, Admission, Base, Read, Scanned, admit, admit_scanned, scan_batch};
pub use error::{GateError, Reason, RefusalKind, RefusalReason, Trial, Unsafe};
pub use inspect::{Content, Inspection, Part, inspect, inspect_with, read_bounded};
pub use limits::{Limits, StartOp};
pub use scan::{ChunkKind, ScannedChange, ScannedDocument, address, scan_change, scan_document};
pub use snapshot::admit_snapshot;

#[cfg(test)]
mod tests;
