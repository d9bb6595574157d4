//! Pure types and derivations: facts, pack and now go in, a value comes out. No I/O, no storage,
//! no Automerge. What is derived here is never stored anywhere as truth.

pub mod access;
pub mod case;
pub mod checklist;
pub mod coverage;
pub mod duty;
pub mod expiry;
pub mod people;
pub mod stream;

pub use people::Role;
pub use stream::{DocumentKind, Header, StreamId};
