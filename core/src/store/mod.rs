//! SQLite: connections, migrations, the change log with its outbox, projections, photos.
//!
//! One writer, a few readers. A change, its outbox mark and its projection are one transaction,
//! durable when it returns. Nothing here knows the rules of the domain: it keeps what documents say
//! and finds it again. Nothing outside this module writes SQL.

mod blobs;
mod cache;
mod error;
mod export;
mod incoming;
mod open;
mod outbox;
mod project;
mod query;
mod reauthor;
mod replica;
mod schema;
mod sql;
#[cfg(test)]
mod tests;
mod write;

pub use blobs::Photo;
pub use error::storage_error;
pub use export::{ExportedChange, export_unsent};
pub use open::{DatabaseKey, OpenOptions, Opened, Store};
pub use outbox::{QuarantinedChange, Waiting};
pub use query::{
    CaseRow, ConflictRow, DecorationRow, HouseholdFieldRow, HouseholdRow, IdentityRow, LogEntryRow,
    RecordRow,
};
pub use schema::{Migration, SchemaError, migrate};
pub use write::{Changed, WriteTx};

pub(crate) use project::search_term;
pub(crate) use replica::StoreReplica;
