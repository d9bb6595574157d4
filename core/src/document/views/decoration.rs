//! A decoration project (装修) in a unit: permit and workers' passes.

use chrono::NaiveDate;

use super::{bad, check_version, each, optional_text, parsed};
use crate::document::flat::{Edit, Flat, Value};
use crate::document::{ReadError, keys};
use crate::ids::DocumentId;

/// A decoration project as the domain reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecorationDocument {
    /// The household whose unit it is.
    pub household: DocumentId,
    /// Who does the work.
    pub contractor: String,
    /// First day.
    pub from: NaiveDate,
    /// The day it ended, once it has.
    pub until: Option<NaiveDate>,
    /// Number of the decoration permit (施工许可证).
    pub permit: Option<String>,
    /// Last day on which the permit is valid.
    pub permit_until: Option<NaiveDate>,
    /// Workers' passes (工人出入证), by id.
    pub passes: Vec<(String, WorkerPass)>,
}

/// A worker's pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerPass {
    /// Whose it is.
    pub holder: String,
    /// Last day on which it is valid.
    pub until: NaiveDate,
}

impl WorkerPass {
    /// Reads a register.
    pub fn parse(register: &str) -> Option<Self> {
        let (until, holder) = register.split_once('|')?;
        Some(Self { holder: holder.to_owned(), until: until.parse().ok()? })
    }

    /// Writes the register of the pass `id`.
    pub fn edit(&self, id: &str) -> Edit {
        Edit::put(format!("{}{id}", keys::PASS), format!("{}|{}", self.until, self.holder))
    }
}

impl DecorationDocument {
    /// Reads a decoration project.
    ///
    /// # Errors
    /// [`ReadError`] names the register that does not hold what it should.
    pub fn read(doc: &Flat) -> Result<Self, ReadError> {
        check_version(doc)?;
        let household = parsed(doc, keys::ABOUT, "a document's id")?;
        let from = parsed(doc, keys::FROM, "a date")?;
        let pass = |_: &str, value: &Value| WorkerPass::parse(value.as_text()?);
        Ok(Self {
            household: household.ok_or_else(|| bad(keys::ABOUT, "a document's id"))?,
            contractor: optional_text(doc, keys::TITLE)?.unwrap_or_default(),
            from: from.ok_or_else(|| bad(keys::FROM, "a date"))?,
            until: parsed(doc, keys::UNTIL, "a date")?,
            permit: optional_text(doc, keys::PERMIT)?,
            permit_until: parsed(doc, keys::PERMIT_UNTIL, "a date")?,
            passes: each(doc, keys::PASS, pass, "a pass, `<date>|<holder>`")
                .collect::<Result<_, _>>()?,
        })
    }

    /// The registers of a new project.
    pub fn create(&self) -> Vec<Edit> {
        let mut edits = vec![
            Edit::put(keys::VERSION, keys::CURRENT_VERSION),
            Edit::put(keys::ABOUT, self.household.to_string()),
            Edit::put(keys::TITLE, self.contractor.as_str()),
            Edit::put(keys::FROM, self.from.to_string()),
        ];
        edits.extend(self.permit.as_deref().map(|number| Edit::put(keys::PERMIT, number)));
        edits.extend(self.permit_until.map(|day| Edit::put(keys::PERMIT_UNTIL, day.to_string())));
        edits.extend(self.passes.iter().map(|(id, pass)| pass.edit(id)));
        edits
    }

    /// Enters the permit.
    pub fn permit(number: &str, until: NaiveDate) -> [Edit; 2] {
        [Edit::put(keys::PERMIT, number), Edit::put(keys::PERMIT_UNTIL, until.to_string())]
    }

    /// Ends the project.
    pub fn end(day: NaiveDate) -> Edit {
        Edit::put(keys::UNTIL, day.to_string())
    }

    /// Whether work goes on on this day.
    pub fn active_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}
