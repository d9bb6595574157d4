//! Xunlou's core for shells: the same use cases as [`xunlou_core::workspace`], with records and enums
//! that cross to Kotlin, Swift and Python.
//!
//! Everything here is a shape or a step over the border; what is decided is decided in the core. All
//! calls block, may be made from any thread, and return [`XunlouError`] where they can fail: shells
//! call them off their main thread. Identifiers are text, times are [`Timestamp`], calendar days are
//! [`Day`] in the estate's time zone, and counts are whole numbers that are never negative.

mod board;
mod cases;
mod clock;
mod config;
mod conflicts;
mod convert;
mod decorations;
mod drafts;
mod error;
mod estate;
mod export;
mod history;
mod households;
mod ids;
mod key;
mod link;
mod log;
mod observe;
mod photos;
mod records;
mod rules;
mod sync;
mod time;
mod today;
mod visits;
mod words;
mod workspace;

pub use board::*;
pub use cases::*;
pub use clock::*;
pub use config::*;
pub use conflicts::*;
pub use decorations::*;
pub use drafts::*;
pub use error::*;
pub use estate::*;
pub use export::*;
pub use history::*;
pub use households::*;
pub use ids::*;
pub use key::DatabaseKey;
pub use link::*;
pub use log::*;
pub use observe::*;
pub use photos::*;
pub use records::*;
pub use rules::*;
pub use sync::*;
pub use time::*;
pub use today::*;
pub use visits::*;
pub use words::*;
pub use workspace::*;

uniffi::setup_scaffolding!();
