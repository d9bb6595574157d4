//! Decoration projects (装修): permits and passes, and what is about to expire (D1, D4).

use chrono::NaiveDate;

use super::Workspace;
use super::households::unread;
use crate::Error;
use crate::document::{DecorationDocument, WorkerPass};
use crate::domain::expiry::{Expiry, expiry};
use crate::domain::{DocumentKind, Header, StreamId};
use crate::error::Result;
use crate::ids::DocumentId;
use crate::store::DecorationRow;

/// Most characters of a name or a number.
const MAX_NAME: usize = 80;

/// A project to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDecoration {
    /// The household whose unit it is.
    pub household: DocumentId,
    /// Who does the work.
    pub contractor: String,
    /// First day.
    pub from: NaiveDate,
    /// Number of the permit, once it is issued.
    pub permit: Option<String>,
    /// Last day of the permit.
    pub permit_until: Option<NaiveDate>,
    /// Workers' passes.
    pub passes: Vec<WorkerPass>,
}

/// A project as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecorationView {
    /// The project.
    pub document: DocumentId,
    /// The building's stream.
    pub stream: StreamId,
    /// The household.
    pub household: DocumentId,
    /// The unit's label, if the file is here.
    pub unit: String,
    /// Who does the work.
    pub contractor: String,
    /// First day.
    pub from: NaiveDate,
    /// The day it ended.
    pub until: Option<NaiveDate>,
    /// Number of the permit.
    pub permit: Option<String>,
    /// Last day of the permit.
    pub permit_until: Option<NaiveDate>,
    /// How the permit stands; `None` while there is none.
    pub permit_expiry: Option<Expiry>,
    /// Workers' passes.
    pub passes: Vec<PassView>,
}

/// A worker's pass and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassView {
    /// Its id within the project.
    pub id: String,
    /// Whose it is.
    pub holder: String,
    /// Last day on which it is valid.
    pub until: NaiveDate,
    /// How it stands today.
    pub expiry: Expiry,
}

impl Workspace {
    /// Opens a decoration project.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a household that is not here; [`Error::InvalidInput`];
    /// [`Error::NotPermitted`].
    pub fn open_decoration(&self, new: &NewDecoration) -> Result<DocumentId> {
        check_short("contractor", &new.contractor)?;
        for pass in &new.passes {
            check_short("holder", pass.holder.trim())?;
        }
        let missing = || Error::not_found("household", new.household);
        let household = self.store().household(new.household)?.ok_or_else(missing)?;
        let header = Header {
            document: self.env.new_id(),
            kind: DocumentKind::Decoration,
            stream: household.stream,
        };
        self.may_write(&header, None)?;
        let passes = new.passes.iter().map(|pass| (self.pass_id(), pass.clone())).collect();
        let project = DecorationDocument {
            household: new.household,
            contractor: new.contractor.clone(),
            from: new.from,
            until: None,
            permit: new.permit.clone(),
            permit_until: new.permit_until,
            passes,
        };
        self.write(|tx| tx.create(header, &project.create(), self.now_ms()))?;
        Ok(header.document)
    }

    /// Enters the decoration permit once it is issued, or renews it (D1, D4).
    ///
    /// # Errors
    /// [`Error::InvalidInput`], [`Error::NotFound`], [`Error::NotPermitted`].
    pub fn set_permit(&self, project: DocumentId, number: &str, until: NaiveDate) -> Result<()> {
        let number = number.trim();
        check_short("permit", number)?;
        self.write(|tx| {
            let header = tx.header(project)?;
            self.expect_kind(&header, DocumentKind::Decoration)?;
            self.may_write(&header, None)?;
            tx.edit(project, &DecorationDocument::permit(number, until), self.now_ms()).map(drop)
        })
    }

    /// Adds a worker's pass, or renews one.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotPermitted`].
    pub fn set_pass(
        &self,
        project: DocumentId,
        id: Option<&str>,
        pass: &WorkerPass,
    ) -> Result<String> {
        check_short("holder", pass.holder.trim())?;
        if let Some(id) = id
            && !self.decoration(project)?.passes.iter().any(|known| known.id == id)
        {
            return Err(Error::not_found("pass", id));
        }
        let id = id.map_or_else(|| self.pass_id(), str::to_owned);
        self.write(|tx| {
            let header = tx.header(project)?;
            self.expect_kind(&header, DocumentKind::Decoration)?;
            self.may_write(&header, None)?;
            tx.edit(project, &[pass.edit(&id)], self.now_ms())
        })?;
        Ok(id)
    }

    /// Ends a project: from the next day on it is not inspected.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotPermitted`].
    pub fn end_decoration(&self, project: DocumentId, day: NaiveDate) -> Result<()> {
        self.write(|tx| {
            let header = tx.header(project)?;
            self.expect_kind(&header, DocumentKind::Decoration)?;
            self.may_write(&header, None)?;
            tx.edit(project, &[DecorationDocument::end(day)], self.now_ms()).map(drop)
        })
    }

    /// The projects under way today, with papers as they stand.
    ///
    /// # Errors
    /// [`Error::RulePack`] before the first sync.
    pub fn decorations(&self) -> Result<Vec<DecorationView>> {
        let today = self.today_date()?;
        let rows = self.store().decorations()?;
        rows.into_iter()
            .filter(|row| row.from <= today && row.until.is_none_or(|until| today <= until))
            .map(|row| self.decoration_view(row, today))
            .collect()
    }

    /// One project, under way or ended.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NeedsUpdate`].
    pub fn decoration(&self, project: DocumentId) -> Result<DecorationView> {
        match self.store().decoration(project)? {
            Some(row) => self.decoration_view(row, self.today_date()?),
            None => {
                let (header, doc) = self.store().document(project)?;
                self.expect_kind(&header, DocumentKind::Decoration)?;
                Err(match DecorationDocument::read(&doc) {
                    Err(error) => unread(project, &error),
                    Ok(_) => Error::not_found("decoration", project),
                })
            }
        }
    }

    fn decoration_view(&self, row: DecorationRow, today: NaiveDate) -> Result<DecorationView> {
        let notice = self.pack()?.device.expiry_notice_days;
        let stands = |until: NaiveDate| expiry(until, today, notice);
        Ok(DecorationView {
            document: row.document,
            stream: row.stream,
            household: row.household,
            unit: row.unit.unwrap_or_default(),
            contractor: row.contractor,
            from: row.from,
            until: row.until,
            permit: row.permit,
            permit_expiry: row.permit_until.map(stands),
            permit_until: row.permit_until,
            passes: row
                .passes
                .into_iter()
                .map(|(id, holder, until)| PassView { id, holder, until, expiry: stands(until) })
                .collect(),
        })
    }

    fn pass_id(&self) -> String {
        let id: uuid::Uuid = self.env.new_random_id();
        id.simple().to_string()[..8].to_owned()
    }
}

/// Whether a name or number is there and no novel.
fn check_short(field: &str, text: &str) -> Result<()> {
    if (1..=MAX_NAME).contains(&text.chars().count()) {
        return Ok(());
    }
    Err(Error::invalid(field, format!("expected 1 to {MAX_NAME} characters")))
}
