//! Open conflicts (冲突): mine and theirs side by side, and the choice that settles them.

use super::households::{check_field, unread};
use super::registers::Names;
use super::{Who, Workspace};
use crate::Error;
use crate::document::{
    AnswerAt, Candidate, Conflict, Edit, FieldValue, Flat, RecordDocument, Source, Value,
    conflicts, keys,
};
use crate::domain::checklist::check_answer;
use crate::domain::{DocumentKind, Header};
use crate::error::Result;
use crate::ids::{ChangeHash, DocumentId};
use crate::rulepack::Label;

/// A register that two devices wrote differently while apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictView {
    /// The document.
    pub document: DocumentId,
    /// What the document is.
    pub kind: DocumentKind,
    /// The register, to resolve it by.
    pub key: String,
    /// What the register is called: the item or the field.
    pub label: Label,
    /// The values; the last is the one that shows until somebody chooses.
    pub candidates: Vec<CandidateView>,
}

/// One of the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateView {
    /// What it says: an answer, a field's value.
    pub said: String,
    /// What that is called, where it reads otherwise: an answer of a list, an excuse, a pass.
    pub label: Option<Label>,
    /// Who wrote it, on which device.
    pub by: Who,
    /// When, by the writing device's clock, in milliseconds since 1970 UTC.
    pub at_ms: Option<i64>,
    /// The change that wrote it, to choose it by.
    pub change: Option<ChangeHash>,
    /// Whether it was written on this device.
    pub mine: bool,
}

/// How a conflict is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// By one of its values, named by the change that wrote it.
    Take(ChangeHash),
    /// By a third: an answer, a field's value, a text.
    Write(String),
}

impl Workspace {
    /// The open conflicts.
    ///
    /// # Errors
    /// The storage errors.
    pub fn conflicts(&self) -> Result<Vec<ConflictView>> {
        let mut views = Vec::new();
        let mut rows = self.store().open_conflicts()?;
        rows.dedup_by_key(|row| row.header.document);
        for row in rows {
            let (header, doc) = self.store().document(row.header.document)?;
            let names = self.names(&header, &doc);
            for conflict in conflicts(header.kind, &doc) {
                views.push(self.conflict_view(&header, &doc, &names, conflict)?);
            }
        }
        Ok(views)
    }

    /// Settles a conflict by an ordinary write: its history says who chose what, and which values
    /// it replaced.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such conflict or value any more;
    /// [`Error::InvalidInput`] for a value that does not fit; [`Error::NotPermitted`].
    pub fn resolve(&self, document: DocumentId, key: &str, resolution: &Resolution) -> Result<()> {
        self.write(|tx| {
            let header = tx.header(document)?;
            let doc = tx.document(document)?;
            self.may_write(&header, self.who(doc.first_actor())?.person)?;
            let open = conflicts(header.kind, doc).into_iter().find(|open| open.key == key);
            let open = open.ok_or_else(|| Error::not_found("conflict", key))?;
            let value = match resolution {
                Resolution::Take(change) => {
                    let mut values = open.candidates.into_iter();
                    let taken = values.find(|value| value.change == Some(*change));
                    taken.ok_or_else(|| Error::not_found("value", change))?.value
                }
                Resolution::Write(text) => self.third(&header, doc, key, text.trim())?,
            };
            tx.edit(document, &[Edit { key: key.to_owned(), value: Some(value) }], self.now_ms())
                .map(drop)
        })
    }

    fn conflict_view(
        &self,
        header: &Header,
        doc: &Flat,
        names: &Names,
        conflict: Conflict,
    ) -> Result<ConflictView> {
        let Conflict { key, candidates } = conflict;
        let candidates = candidates
            .into_iter()
            .map(|candidate| {
                let Candidate { value, meaning, actor: by, change } = candidate;
                let identity = by.map(|actor| self.store().identity(actor)).transpose()?.flatten();
                Ok(CandidateView {
                    mine: identity.is_some_and(|row| self.me().is_own(row.device)),
                    label: names.value(&key, &value),
                    change,
                    said: meaning,
                    by: self.who(by)?,
                    at_ms: change
                        .and_then(|hash| doc.time_of(&hash))
                        .map(|s| s.saturating_mul(1000)),
                })
            })
            .collect::<Result<_>>()?;
        let label = names.register(&key);
        Ok(ConflictView { document: header.document, kind: header.kind, key, label, candidates })
    }

    /// The register of a third value.
    fn third(&self, header: &Header, doc: &Flat, key: &str, text: &str) -> Result<Value> {
        let document = header.document;
        let edit = match header.kind {
            DocumentKind::Record if key.starts_with(keys::ANSWER) => {
                let item = key.trim_start_matches(keys::ANSWER);
                let record = RecordDocument::read(doc).map_err(|error| unread(document, &error))?;
                let pack = self.pack_version(record.pack_version)?;
                let kind = pack.form(&record.form).and_then(|form| form.item(item));
                let kind = kind.map(|item| item.kind.clone()).unwrap_or_default();
                let value = check_answer(&kind, text)
                    .map_err(|error| Error::invalid("value", error.to_string()))?;
                let now = self.time_in(&record);
                let since = record.start.map_or(0, |start| (now - start).num_seconds());
                AnswerAt::edit(item, &value, since.max(0))
            }
            DocumentKind::Household if key.starts_with(keys::FIELD) => {
                let field = key.trim_start_matches(keys::FIELD);
                check_field(self.pack()?.as_ref(), field, text)?;
                let source = Source::Office;
                FieldValue { value: text.to_owned(), source, at: self.fact_time() }.edit(field)
            }
            _ if doc.text(key).is_some() => Edit::put(key, text),
            _ => {
                let reason = "this conflict can only be settled by one of its values";
                return Err(Error::invalid("value", reason));
            }
        };
        edit.value.ok_or_else(|| Error::invalid("value", "it is empty"))
    }
}
