//! What is wrong with a rule pack, for the person who wrote it: file, place in the file, and what
//! is expected. Never what to do about cases or records.

use std::fmt;

/// A rule pack that cannot be used, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The file, as the caller named it.
    pub file: String,
    /// What is wrong; at least one.
    pub problems: Vec<PackProblem>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackProblem {
    /// Where in the file: a path such as `forms.butler_patrol.groups[2].items[0].id`, or a line and
    /// column where the file is no TOML at all.
    pub path: String,
    /// What is wrong, and what is expected.
    pub message: String,
}

impl fmt::Display for PackError {
    /// One line a problem: `file: path: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}: {problem}", self.file)?;
        }
        Ok(())
    }
}

impl fmt::Display for PackProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for PackError {}

impl From<PackError> for crate::Error {
    fn from(error: PackError) -> Self {
        Self::RulePack(error.to_string())
    }
}
