//! Reading and writing packs. What a sound pack must hold is in `validate`.

use super::error::{PackError, PackProblem};
use super::model::RulePack;
use super::validate::validate;

/// Most bytes of a pack.
pub const MAX_PACK_BYTES: usize = 1 << 20;

/// The default pack as its file says it, comments included: what an estate starts its own from.
pub const DEFAULT_PACK: &str = include_str!("../../rulepacks/default.toml");

impl RulePack {
    /// The pack that says what the service plan asks for.
    ///
    /// # Errors
    /// None but for a build whose default pack is broken, which the tests refuse.
    pub fn default_pack() -> Result<Self, PackError> {
        Self::parse("default.toml", DEFAULT_PACK)
    }

    /// Reads and validates a pack. `file_name` is only named in errors.
    ///
    /// # Errors
    /// [`PackError`]: too large, no TOML, a field that is missing, unknown or of another type (the
    /// first of these), or everything that does not hold together (all of it).
    pub fn parse(file_name: &str, text: &str) -> Result<Self, PackError> {
        let fail = |problems| PackError { file: file_name.to_owned(), problems };
        if text.len() > MAX_PACK_BYTES {
            return Err(fail(vec![PackProblem {
                path: "(file)".to_owned(),
                message: format!("has {} bytes, expected at most {MAX_PACK_BYTES}", text.len()),
            }]));
        }
        let pack: Self = read(text).map_err(|problem| fail(vec![problem]))?;
        let problems = validate(&pack);
        if problems.is_empty() { Ok(pack) } else { Err(fail(problems)) }
    }

    /// Writes the pack so that [`RulePack::parse`] reads the same pack back.
    ///
    /// # Errors
    /// [`PackError`] where a number is greater than TOML holds.
    pub fn to_toml(&self) -> Result<String, PackError> {
        toml::to_string(self).map_err(|error| PackError {
            file: self.id.clone(),
            problems: vec![PackProblem { path: "(pack)".to_owned(), message: error.to_string() }],
        })
    }
}

fn read(text: &str) -> Result<RulePack, PackProblem> {
    let deserializer = toml::Deserializer::parse(text).map_err(|error| PackProblem {
        path: place(text, error.span()).unwrap_or_else(|| "(file)".to_owned()),
        message: error.message().to_owned(),
    })?;
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let message = error.inner().message();
        if error.path().iter().next().is_none() {
            return PackProblem { path: "(file)".to_owned(), message: message.to_owned() };
        }
        let message = match place(text, error.inner().span()) {
            Some(place) => format!("{message} ({place})"),
            None => message.to_owned(),
        };
        PackProblem { path: error.path().to_string(), message }
    })
}

/// Line and column of the beginning of a span, counted from 1.
fn place(text: &str, span: Option<std::ops::Range<usize>>) -> Option<String> {
    let before = text.get(..span?.start)?;
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    Some(format!("line {line}, column {column}"))
}
