//! Decoration projects (装修): permits and passes, and what is about to expire (D1, D4).

use xunlou_core::document;
use xunlou_core::domain::expiry;
use xunlou_core::workspace as core;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{Day, DocumentId, Workspace};

mirror! {
    /// A worker's pass (工人出入证).
    pub struct WorkerPass into document::WorkerPass {
        /// Whose it is.
        pub holder: String,
        /// Last day on which it is valid.
        pub until: Day,
    }

    /// A worker's pass and how it stands.
    pub struct PassView from core::PassView {
        /// Its id within the project.
        pub id: String,
        /// Whose it is.
        pub holder: String,
        /// Last day on which it is valid.
        pub until: Day,
        /// How it stands today.
        pub expiry: Expiry,
    }
}

/// How long a paper still holds (D4 证件是否到期).
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Expiry {
    /// It holds, and will for longer than the notice.
    Valid,
    /// It holds, but not for long.
    Expiring {
        /// Days until its last day; 0 on the last day.
        days_left: i64,
    },
    /// It no longer holds.
    Expired {
        /// Days since its last day; at least 1.
        days_ago: i64,
    },
}

impl From<expiry::Expiry> for Expiry {
    fn from(core: expiry::Expiry) -> Self {
        match core {
            expiry::Expiry::Valid => Self::Valid,
            expiry::Expiry::Expiring { days_left } => {
                Self::Expiring { days_left: days_left.into() }
            }
            expiry::Expiry::Expired { days_ago } => Self::Expired { days_ago: days_ago.into() },
        }
    }
}

impl From<Expiry> for expiry::Expiry {
    fn from(ours: Expiry) -> Self {
        let days = |days: i64| u32::try_from(days).unwrap_or(0);
        match ours {
            Expiry::Valid => Self::Valid,
            Expiry::Expiring { days_left } => Self::Expiring { days_left: days(days_left) },
            Expiry::Expired { days_ago } => Self::Expired { days_ago: days(days_ago) },
        }
    }
}

impl Carry<Expiry> for expiry::Expiry {
    fn carry(self) -> Expiry {
        self.into()
    }
}

/// A project to open.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct NewDecoration {
    /// The household whose unit it is.
    pub household: DocumentId,
    /// Who does the work.
    pub contractor: String,
    /// First day.
    pub first_day: Day,
    /// Number of the permit (施工许可证), once it is issued.
    pub permit: Option<String>,
    /// Last day of the permit.
    pub permit_until: Option<Day>,
    /// Workers' passes.
    pub passes: Vec<WorkerPass>,
}

impl From<NewDecoration> for core::NewDecoration {
    fn from(ours: NewDecoration) -> Self {
        let NewDecoration { household, contractor, first_day, permit, permit_until, passes } = ours;
        Self {
            household: household.0,
            contractor,
            from: first_day.0,
            permit,
            permit_until: permit_until.carry(),
            passes: passes.carry(),
        }
    }
}

/// A project as a person reads it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct DecorationView {
    /// The project.
    pub document: DocumentId,
    /// The building's stream, as text.
    pub stream: String,
    /// The household.
    pub household: DocumentId,
    /// The unit's label, if the file is here.
    pub unit: String,
    /// Who does the work.
    pub contractor: String,
    /// First day.
    pub first_day: Day,
    /// The day it ended.
    pub last_day: Option<Day>,
    /// Number of the permit.
    pub permit: Option<String>,
    /// Last day of the permit.
    pub permit_until: Option<Day>,
    /// How the permit stands; absent while there is none.
    pub permit_expiry: Option<Expiry>,
    /// Workers' passes.
    pub passes: Vec<PassView>,
}

impl From<core::DecorationView> for DecorationView {
    fn from(core: core::DecorationView) -> Self {
        let core::DecorationView {
            document,
            stream,
            household,
            unit,
            contractor,
            // A keyword in Python.
            from,
            until,
            permit,
            permit_until,
            permit_expiry,
            passes,
        } = core;
        Self {
            document: document.into(),
            stream: stream.to_string(),
            household: household.into(),
            unit,
            contractor,
            first_day: from.into(),
            last_day: until.carry(),
            permit,
            permit_until: permit_until.carry(),
            permit_expiry: permit_expiry.carry(),
            passes: passes.carry(),
        }
    }
}

impl Carry<DecorationView> for core::DecorationView {
    fn carry(self) -> DecorationView {
        self.into()
    }
}

#[uniffi::export]
impl Workspace {
    /// Opens a decoration project.
    ///
    /// # Errors
    /// `NotFound` for a household that is not here;
    /// `InvalidInput`;
    /// `NotPermitted`.
    pub fn open_decoration(&self, new: NewDecoration) -> Result<DocumentId> {
        Ok(self.core()?.open_decoration(&new.into())?.into())
    }

    /// Enters the decoration permit once it is issued, or renews it (D1, D4).
    ///
    /// # Errors
    /// As `open_decoration`.
    pub fn set_permit(&self, project: DocumentId, number: String, until: Day) -> Result<()> {
        Ok(self.core()?.set_permit(project.0, &number, until.0)?)
    }

    /// Adds a worker's pass, or renews the one with this id. Returns its id.
    ///
    /// # Errors
    /// As `open_decoration`.
    pub fn set_pass(
        &self,
        project: DocumentId,
        id: Option<String>,
        worker: WorkerPass,
    ) -> Result<String> {
        Ok(self.core()?.set_pass(project.0, id.as_deref(), &worker.into())?)
    }

    /// Ends a project: from the next day on it is not inspected.
    ///
    /// # Errors
    /// As `open_decoration`.
    pub fn end_decoration(&self, project: DocumentId, day: Day) -> Result<()> {
        Ok(self.core()?.end_decoration(project.0, day.0)?)
    }

    /// The projects under way today, with papers as they stand.
    ///
    /// # Errors
    /// `RulePack` before the first sync.
    pub fn decorations(&self) -> Result<Vec<DecorationView>> {
        Ok(self.core()?.decorations()?.carry())
    }

    /// One project, under way or ended.
    ///
    /// # Errors
    /// `NotFound`, `NeedsUpdate`.
    pub fn decoration(&self, project: DocumentId) -> Result<DecorationView> {
        Ok(self.core()?.decoration(project.0)?.into())
    }
}
