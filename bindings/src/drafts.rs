//! Drafts (草稿): what a person has typed and not saved yet, kept until it is.

use xunlou_core::workspace;

use crate::Workspace;
use crate::convert::{Carry, mirror};
use crate::error::Result;

mirror! {
    /// A field of a draft.
    pub struct DraftField from workspace::DraftField {
        /// What the shell calls it.
        pub name: String,
        /// What is in it.
        pub value: String,
    }
}

impl Carry<workspace::DraftField> for DraftField {
    fn carry(self) -> workspace::DraftField {
        let Self { name, value } = self;
        workspace::DraftField { name, value }
    }
}

#[uniffi::export]
impl Workspace {
    /// What was typed at a place and not saved yet; nothing, if nothing was. `place` is any name that
    /// the shell has for it. A draft stays on this device, for two weeks at most.
    ///
    /// # Errors
    /// The storage errors.
    pub fn draft(&self, place: String) -> Result<Vec<DraftField>> {
        Ok(self.core()?.draft(&place)?.carry())
    }

    /// Keeps what is typed at a place instead of what was kept there before; without fields, forgets
    /// it. No listener is told.
    ///
    /// # Errors
    /// The storage errors.
    pub fn keep_draft(&self, place: String, fields: Vec<DraftField>) -> Result<()> {
        let fields: Vec<_> = fields.carry();
        Ok(self.core()?.keep_draft(&place, &fields)?)
    }
}
