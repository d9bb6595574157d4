//! Automerge documents: flat maps of registers, their typed views, conflicts and history.
//!
//! Every document is one root map from a text key to a scalar; there are no nested objects at all
//! (docs/decisions/0002-flat-documents.md). Sub-collections are key prefixes. Nothing outside this
//! module touches Automerge, and nothing here knows the store.

mod check;
mod conflict;
mod flat;
pub mod gate;
mod history;
pub mod keys;
#[cfg(test)]
mod tests;
mod views;

pub(crate) use check::read_as;
pub use check::read_check;
pub(crate) use conflict::said;
pub use conflict::{Candidate, Conflict, conflicts};
pub use flat::{Edit, Flat, FlatError, LocalChange, Value};
pub use history::{ChangedKey, HistoryChange, edits_of, history};
pub use views::{
    AnswerAt, CaseDocument, DecorationDocument, DirectoryArea, DirectoryBuilding,
    DirectoryDocument, DirectoryPerson, Excuse, FieldValue, HouseholdDocument, PackDocument,
    PhotoAt, ReadError, RecordDocument, Source, WorkEntry, WorkerPass, WorklogDocument,
};
