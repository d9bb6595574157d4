//! A case: a finding, repair, complaint or errand, and the facts that happened to it.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset};

use super::{PhotoAt, bad, check_version, each, optional_text, parsed, text, time, write_time};
use crate::document::flat::{Edit, Flat, Value};
use crate::document::{ReadError, keys};
use crate::domain::case::{CaseFact, CaseKind};
use crate::ids::{DocumentId, FactId};
use crate::rulepack::Severity;

/// A case as the domain reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseDocument {
    /// What sort of case it is.
    pub kind: CaseKind,
    /// One line that names it.
    pub title: String,
    /// More about it.
    pub detail: String,
    /// The responsible department.
    pub department: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// The household it is about.
    pub about: Option<DocumentId>,
    /// The record and item where it was found.
    pub found: Option<(DocumentId, String)>,
    /// When it was reported, by the device's clock.
    pub reported: DateTime<FixedOffset>,
    /// By when a reply was promised (I7).
    pub agreed: Option<DateTime<FixedOffset>>,
    /// What happened to it since, by fact.
    pub facts: Vec<(FactId, CaseFact)>,
    /// Its photos; the item is the fact's id, or `report`.
    pub photos: Vec<PhotoAt>,
}

impl CaseDocument {
    /// Reads a case.
    ///
    /// # Errors
    /// [`ReadError`] names the register that does not hold what it should.
    pub fn read(doc: &Flat) -> Result<Self, ReadError> {
        check_version(doc)?;
        let kind = text(doc, keys::CASE_KIND)?;
        let severity = optional_text(doc, keys::SEVERITY)?;
        let found = optional_text(doc, keys::FOUND)?;
        let mut facts = each(doc, keys::FACT, read_fact, "a fact, JSON")
            .map(|fact| fact.map(|(_, fact)| fact))
            .collect::<Result<Vec<_>, _>>()?;
        facts.sort_by(|(id, a), (other, b)| (a.at, id).cmp(&(b.at, other)));
        Ok(Self {
            kind: CaseKind::parse(&kind).ok_or_else(|| bad(keys::CASE_KIND, "a kind of case"))?,
            title: text(doc, keys::TITLE)?,
            detail: optional_text(doc, keys::DETAIL)?.unwrap_or_default(),
            department: optional_text(doc, keys::DEPARTMENT)?,
            severity: match severity.as_deref() {
                None => Severity::Normal,
                Some(name) => {
                    Severity::parse(name).ok_or_else(|| bad(keys::SEVERITY, "a severity"))?
                }
            },
            about: parsed(doc, keys::ABOUT, "a document's id")?,
            found: found
                .map(|text| read_found(&text).ok_or_else(|| bad(keys::FOUND, "`<record>/<item>`")))
                .transpose()?,
            reported: time(doc, keys::REPORTED)?.ok_or_else(|| bad(keys::REPORTED, "a time"))?,
            agreed: time(doc, keys::AGREED)?,
            facts,
            photos: PhotoAt::read_all(doc)?,
        })
    }

    /// The registers of a new case.
    pub fn create(&self) -> Vec<Edit> {
        let mut edits = vec![
            Edit::put(keys::VERSION, keys::CURRENT_VERSION),
            Edit::put(keys::CASE_KIND, self.kind.as_str()),
            Edit::put(keys::TITLE, self.title.as_str()),
            Edit::put(keys::SEVERITY, self.severity.as_str()),
            Self::reported(&self.reported),
        ];
        if !self.detail.is_empty() {
            edits.push(Edit::put(keys::DETAIL, self.detail.as_str()));
        }
        edits.extend(self.department.as_deref().map(|name| Edit::put(keys::DEPARTMENT, name)));
        edits.extend(self.about.map(|about| Edit::put(keys::ABOUT, about.to_string())));
        let found = self.found.as_ref();
        edits
            .extend(found.map(|(record, item)| Edit::put(keys::FOUND, format!("{record}/{item}"))));
        edits.extend(self.agreed.as_ref().map(|at| Edit::put(keys::AGREED, write_time(at))));
        edits.extend(self.photos.iter().map(PhotoAt::edit));
        edits
    }

    /// Says when it was reported.
    pub fn reported(at: &DateTime<FixedOffset>) -> Edit {
        Edit::put(keys::REPORTED, write_time(at))
    }

    /// Adds a fact.
    ///
    /// # Errors
    /// [`ReadError`] if the fact cannot be written, which no fact of ours is.
    pub fn fact(id: FactId, fact: &CaseFact) -> Result<Edit, ReadError> {
        let key = format!("{}{id}", keys::FACT);
        let json = serde_json::to_string(fact).map_err(|_| bad(key.as_str(), "a fact, JSON"))?;
        Ok(Edit::put(key, json))
    }

    /// The facts alone, in order of time.
    pub fn fact_list(&self) -> Vec<CaseFact> {
        self.facts.iter().map(|(_, fact)| fact.clone()).collect()
    }
}

fn read_fact(rest: &str, value: &Value) -> Option<(FactId, CaseFact)> {
    Some((FactId::from_str(rest).ok()?, serde_json::from_str(value.as_text()?).ok()?))
}

fn read_found(text: &str) -> Option<(DocumentId, String)> {
    let (record, item) = text.split_once('/')?;
    Some((record.parse().ok()?, item.to_owned()))
}
