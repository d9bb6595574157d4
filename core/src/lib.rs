//! The core of Xunlou (巡楼): all that a patrol butler's phone does, without a network.
//!
//! Layers, lowest first; each knows only what stands above it in this list, but for [`domain`] and
//! [`rulepack`], which know each other:
//!
//! - [`ids`], [`mod@env`]: identifiers; the clock and randomness, which are passed in.
//! - [`domain`]: pure types and derivations. No I/O, no storage, no Automerge.
//! - [`rulepack`]: an estate's forms, duties, quotas and deadlines, as data.
//! - [`document`]: Automerge documents, their conflicts, and the gate for changes from outside.
//! - [`sync`]: wire types, the engine without I/O, transports.
//! - [`store`]: SQLite: change log, outbox, projections, photos; implements what sync needs of it.
//! - [`report`]: what people read: the day's log, the board, coverage.
//! - [`workspace`]: the use cases; the one facade that shells and the office call.

pub mod document;
pub mod domain;
pub mod env;
pub mod error;
pub mod ids;
pub mod report;
pub mod rulepack;
pub mod store;
pub mod sync;
#[cfg(test)]
mod testing;
pub mod workspace;

pub use error::{Error, Result};
