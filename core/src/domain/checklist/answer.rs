//! Single answers: which are allowed, how they are written, which of them are problems.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::rulepack::ItemKind;

const OK: &str = "ok";
const PROBLEM: &str = "problem";
pub(super) const NOT_APPLICABLE: &str = "na";

/// Why an answer does not fit its item. Never repeats the answer, which may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// None of the answers that there are.
    #[error("expected one of {}", .expected.join(", "))]
    NotAmong {
        /// The answers that there are.
        expected: Vec<String>,
    },
    /// No whole number, or out of bounds.
    #[error("expected a whole number from {min} to {max}")]
    NotANumber {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
    },
    /// Nothing but spaces.
    #[error("expected a text, not only spaces")]
    Blank,
    /// Too long.
    #[error("{characters} characters: expected at most {max}")]
    TooLong {
        /// How many it has.
        characters: usize,
        /// Most.
        max: u32,
    },
    /// Holds characters that cannot be shown.
    #[error("expected a text without control characters")]
    ControlCharacter,
    /// No date.
    #[error("expected a date as YYYY-MM-DD")]
    NotADate,
    /// No id.
    #[error("expected the id of a document")]
    NotAnId,
    /// The item is a picture: a photo is attached, and no answer is written.
    #[error("expected a picture and no answer")]
    PictureOnly,
}

/// Whether an answer fits an item; if so, how it is written.
///
/// # Errors
/// [`AnswerError`] says what is expected.
pub fn check_answer(kind: &ItemKind, value: &str) -> Result<String, AnswerError> {
    let value = value.trim();
    match kind {
        ItemKind::Check => among([OK, PROBLEM, NOT_APPLICABLE].into_iter(), value),
        ItemKind::Choice(choices) => among(choices.iter().map(|choice| choice.id.as_str()), value),
        ItemKind::Number { min, max, .. } => match value.parse::<i64>() {
            Ok(number) if (*min..=*max).contains(&number) => Ok(number.to_string()),
            _ => Err(AnswerError::NotANumber { min: *min, max: *max }),
        },
        ItemKind::Text { max } => text(value, *max),
        ItemKind::Date => NaiveDate::parse_from_str(value, "%Y-%m-%d")
            .ok()
            .filter(|date| (1000..=9999).contains(&date.year()))
            .map(|date| date.to_string())
            .ok_or(AnswerError::NotADate),
        ItemKind::Reference => {
            value.parse::<Uuid>().map(|id| id.to_string()).map_err(|_| AnswerError::NotAnId)
        }
        ItemKind::Photo | ItemKind::Signature => Err(AnswerError::PictureOnly),
    }
}

/// Whether an answer says that something is wrong.
pub fn problem_in(kind: &ItemKind, value: &str) -> bool {
    match kind {
        ItemKind::Check => value == PROBLEM,
        ItemKind::Choice(choices) => {
            choices.iter().any(|choice| choice.problem && choice.id == value)
        }
        ItemKind::Number { .. }
        | ItemKind::Text { .. }
        | ItemKind::Date
        | ItemKind::Photo
        | ItemKind::Signature
        | ItemKind::Reference => false,
    }
}

fn among<'a>(
    mut answers: impl Iterator<Item = &'a str> + Clone,
    value: &str,
) -> Result<String, AnswerError> {
    let expected = answers.clone();
    answers
        .find(|answer| *answer == value)
        .map(str::to_owned)
        .ok_or_else(|| AnswerError::NotAmong { expected: expected.map(str::to_owned).collect() })
}

fn text(value: &str, max: u32) -> Result<String, AnswerError> {
    let characters = value.chars().count();
    if value.is_empty() {
        Err(AnswerError::Blank)
    } else if u32::try_from(characters).map_or(true, |count| count > max) {
        Err(AnswerError::TooLong { characters, max })
    } else if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        Err(AnswerError::ControlCharacter)
    } else {
        Ok(value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulepack::{Choice, Label};

    fn choice(id: &str, problem: bool) -> Choice {
        let label = Label { zh: id.to_owned(), en: id.to_owned() };
        Choice { id: id.to_owned(), label, problem }
    }

    #[test]
    fn an_answer_fits_its_item_or_says_what_is_expected() {
        let choices = ItemKind::Choice(vec![choice("ok", false), choice("hazard", true)]);
        let number = ItemKind::Number { min: -5, max: 120, unit: None };
        let text = ItemKind::Text { max: 4 };
        let uuid = "019ce000-0000-7000-8000-00000000000a";
        let table = [
            (&ItemKind::Check, "ok", Ok("ok")),
            (&ItemKind::Check, " problem ", Ok("problem")),
            (&ItemKind::Check, "na", Ok("na")),
            (&ItemKind::Check, "OK", Err("expected one of ok, problem, na")),
            (&ItemKind::Check, "", Err("expected one of ok, problem, na")),
            (&choices, "hazard", Ok("hazard")),
            (&choices, "problem", Err("expected one of ok, hazard")),
            (&number, "007", Ok("7")),
            (&number, "-5", Ok("-5")),
            (&number, "120", Ok("120")),
            (&number, "121", Err("expected a whole number from -5 to 120")),
            (&number, "-6", Err("expected a whole number from -5 to 120")),
            (&number, "1.5", Err("expected a whole number from -5 to 120")),
            (&number, "99999999999999999999", Err("expected a whole number from -5 to 120")),
            (&text, "  小孩上学  ", Ok("小孩上学")),
            (&text, "a\nb", Ok("a\nb")),
            (&text, "a@b", Ok("a@b")),
            (&text, "小孩上学了", Err("5 characters: expected at most 4")),
            (&text, " \n ", Err("expected a text, not only spaces")),
            (&text, "a\u{0}b", Err("expected a text without control characters")),
            (&ItemKind::Date, "2026-03-09", Ok("2026-03-09")),
            (&ItemKind::Date, "2026-3-9", Ok("2026-03-09")),
            (&ItemKind::Date, "2026-02-29", Err("expected a date as YYYY-MM-DD")),
            (&ItemKind::Date, "09.03.2026", Err("expected a date as YYYY-MM-DD")),
            (&ItemKind::Date, "+12026-03-09", Err("expected a date as YYYY-MM-DD")),
            (&ItemKind::Reference, uuid, Ok(uuid)),
            (&ItemKind::Reference, "019CE00000007000800000000000000A", Ok(uuid)),
            (&ItemKind::Reference, "A-101", Err("expected the id of a document")),
            (&ItemKind::Photo, "ok", Err("expected a picture and no answer")),
            (&ItemKind::Signature, "", Err("expected a picture and no answer")),
        ];
        for (kind, value, expected) in table {
            let answer = check_answer(kind, value).map_err(|error| error.to_string());
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(answer, expected, "{value:?} for {kind:?}");
        }
    }

    #[test]
    fn only_checks_and_choices_have_problems() {
        let choices = ItemKind::Choice(vec![choice("ok", false), choice("hazard", true)]);
        let table = [
            (&ItemKind::Check, "problem", true),
            (&ItemKind::Check, "ok", false),
            (&ItemKind::Check, "na", false),
            (&choices, "hazard", true),
            (&choices, "ok", false),
            (&choices, "problem", false),
            (&ItemKind::Text { max: 10 }, "problem", false),
        ];
        for (kind, value, expected) in table {
            assert_eq!(problem_in(kind, value), expected, "{value} for {kind:?}");
        }
    }
}
