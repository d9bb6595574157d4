//! `estate.toml` and `households.csv`: what an estate begins with, as a person writes it. Everything
//! wrong is found before anything is created, all of it at once, with file and place.

mod households;
mod toml_file;

use std::collections::BTreeMap;

use xunlou_core::env::Environment;
use xunlou_core::rulepack::HouseholdField;

use crate::estate_plan::EstatePlan;

/// Problems told at once; the rest is counted.
const MOST_TOLD: usize = 30;

/// The files of a new estate, as text.
#[derive(Clone, Copy, Debug, Default)]
pub struct EstateFiles<'a> {
    /// `estate.toml`.
    pub estate: &'a str,
    /// `households.csv`.
    pub households: Option<&'a [u8]>,
    /// The rule pack, already found to be sound.
    pub rulepack: Option<&'a str>,
}

/// Everything that is wrong with the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblems(pub Vec<String>);

impl std::fmt::Display for FileProblems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for problem in self.0.iter().take(MOST_TOLD) {
            writeln!(f, "{problem}")?;
        }
        match self.0.len().saturating_sub(MOST_TOLD) {
            0 => Ok(()),
            more => writeln!(f, "… and {more} more"),
        }
    }
}

impl std::error::Error for FileProblems {}

/// Reads the files. `fields` are those of the rule pack's customer file; every id is given here.
///
/// # Errors
/// [`FileProblems`] lists all that is wrong, each with file, place and what is expected.
pub fn read(
    files: EstateFiles<'_>,
    fields: &BTreeMap<String, HouseholdField>,
    environment: &Environment,
) -> Result<EstatePlan, FileProblems> {
    let mut problems = Vec::new();
    let plan = toml_file::read(files.estate, environment, &mut problems);
    let Some(mut plan) = plan else { return Err(FileProblems(problems)) };
    if let Some(csv) = files.households {
        plan.households =
            households::read(csv, &plan.buildings, fields, environment, &mut problems);
    }
    plan.rulepack = files.rulepack.map(str::to_owned);
    if problems.is_empty() { Ok(plan) } else { Err(FileProblems(problems)) }
}

#[cfg(test)]
mod tests;
