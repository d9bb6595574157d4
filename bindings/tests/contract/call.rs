//! The exports by name: arguments from JSON, results to JSON.

use std::cell::RefCell;
use std::collections::BTreeSet;

use anyhow::{Context, anyhow, bail, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use xunlou::{Workspace, XunlouError};

/// Why a call has no result.
pub(crate) enum Failed {
    /// The export failed.
    Export(XunlouError),
    /// The scenario is wrong.
    Scenario(anyhow::Error),
}

impl From<XunlouError> for Failed {
    fn from(error: XunlouError) -> Self {
        Self::Export(error)
    }
}

impl From<anyhow::Error> for Failed {
    fn from(error: anyhow::Error) -> Self {
        Self::Scenario(error)
    }
}

/// The arguments of a call.
pub(crate) struct Given {
    call: String,
    arguments: Map<String, Value>,
    taken: RefCell<BTreeSet<String>>,
}

impl Given {
    pub(crate) fn new(call: &str, arguments: Map<String, Value>) -> Self {
        Self { call: call.to_owned(), arguments, taken: RefCell::default() }
    }

    /// An argument; an absent one is null.
    pub(crate) fn get<T: DeserializeOwned>(&self, name: &str) -> Result<T, Failed> {
        self.taken.borrow_mut().insert(name.to_owned());
        let value = self.arguments.get(name).cloned().unwrap_or(Value::Null);
        serde_json::from_value(value).map_err(|error| self.unfit(name, &error.to_string()))
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, Failed> {
        let text: String = self.get(name)?;
        BASE64_STANDARD.decode(text).map_err(|error| self.unfit(name, &error.to_string()))
    }

    /// What a foreign caller is told by the border itself, arrives here as JSON that does not read.
    fn unfit(&self, name: &str, error: &str) -> Failed {
        match error.split_once(": expected ") {
            Some((field, expected)) if !field.contains(' ') => XunlouError::InvalidInput {
                field: field.to_owned(),
                reason: format!("expected {expected}"),
            }
            .into(),
            _ => anyhow!("`{}`, argument `{name}`: {error}", self.call).into(),
        }
    }

    /// Fails if there are arguments that the call does not have.
    pub(crate) fn all_taken(&self) -> anyhow::Result<()> {
        let taken = self.taken.borrow();
        let unknown: Vec<_> = self.arguments.keys().filter(|name| !taken.contains(*name)).collect();
        ensure!(unknown.is_empty(), "`{}` takes no {unknown:?}", self.call);
        Ok(())
    }
}

fn said(value: impl Serialize) -> Result<Value, Failed> {
    Ok(serde_json::to_value(value).context("a result that is no JSON")?)
}

/// Calls an exported function.
pub(crate) fn function(name: &str, given: &Given) -> Result<Value, Failed> {
    match name {
        "read_enrolment_link" => said(xunlou::read_enrolment_link(given.get("text")?)?),
        "say" => said(xunlou::say(given.get("language")?, given.get("key")?, given.get("gaps")?)),
        "slot_state_label" => said(xunlou::slot_state_label(given.get("state")?)),
        "case_state_label" => said(xunlou::case_state_label(given.get("state")?)),
        "case_kind_label" => said(xunlou::case_kind_label(given.get("kind")?)),
        "case_step_label" => said(xunlou::case_step_label(given.get("step")?)),
        "severity_label" => said(xunlou::severity_label(given.get("severity")?)),
        "role_label" => said(xunlou::role_label(given.get("role")?)),
        "expiry_label" => said(xunlou::expiry_label(given.get("expiry")?)),
        "field_source_label" => said(xunlou::field_source_label(given.get("source")?)),
        "version" => said(xunlou::version()),
        _ => Err(anyhow!("there is no export `{name}`").into()),
    }
}

/// Calls a method of the workspace; `None` if it has none of this name.
pub(crate) fn method(w: &Workspace, name: &str, given: &Given) -> Option<Result<Value, Failed>> {
    Some(match name {
        "opening" => said(w.opening()),
        "suspend" => done(w.suspend()),
        "resume" => done(w.resume()),
        "close" => {
            w.close();
            Ok(Value::Null)
        }
        "me" => result(w.me()),
        "grants" => result(w.grants()),
        "now" => result(w.now()),
        "today_date" => result(w.today_date()),
        "directory" => result(w.directory()),
        "rules" => result(w.rules()),
        "today" => result(w.today()),
        "open_cases" => result(w.open_cases()),
        "decorations" => result(w.decorations()),
        "conflicts" => result(w.conflicts()),
        "sync_status" => result(w.sync_status()),
        "refused" => result(w.refused()),
        _ => return with_arguments(w, name, given),
    })
}

fn with_arguments(w: &Workspace, name: &str, given: &Given) -> Option<Result<Value, Failed>> {
    let call = || -> Result<Option<Value>, Failed> {
        let get = given;
        Ok(Some(match name {
            "enrol_again" => done(w.enrol_again(get.get("link")?))?,
            "set_directory" => done(w.set_directory(get.get("directory")?))?,
            "person_name" => result(w.person_name(get.get("person")?))?,
            "area_name" => result(w.area_name(get.get("area")?))?,
            "publish_rules" => result(w.publish_rules(get.get("pack")?))?,
            "my_day" => result(w.my_day(get.get("day")?))?,
            "start_record" => result(w.start_record(get.get("new")?))?,
            "record" => result(w.record(get.get("record")?))?,
            "answer" => done(w.answer(get.get("record")?, get.get("item")?, get.get("value")?))?,
            "answer_all" => done(w.answer_all(get.get("record")?, get.get("answers")?))?,
            "clear_answers" => done(w.clear_answers(get.get("record")?, get.get("items")?))?,
            "set_note" => done(w.set_note(get.get("record")?, get.get("item")?, get.get("note")?))?,
            "set_rain" => done(w.set_rain(get.get("record")?, get.get("rain")?))?,
            "attach_photo" => {
                let (record, item) = (get.get("record")?, get.get("item")?);
                result(w.attach_photo(record, item, get.get("media_type")?, get.bytes("bytes")?))?
            }
            "remove_photo" => {
                done(w.remove_photo(get.get("record")?, get.get("item")?, get.get("hash")?))?
            }
            "finish" => done(w.finish(get.get("record")?))?,
            "excuse" => result(w.excuse(get.get("new")?))?,
            "coverage" => result(w.coverage(get.get("area")?, get.get("day")?))?,
            "visit_next" => result(w.visit_next(get.get("area")?, get.get("limit")?))?,
            "create_household" => result(w.create_household(get.get("household")?))?,
            "import_households" => result(w.import_households(get.get("households")?))?,
            "edit_field" => {
                let (household, field) = (get.get("household")?, get.get("field")?);
                done(w.edit_field(household, field, get.get("value")?, get.get("source")?))?
            }
            "add_field" => {
                let (household, field) = (get.get("household")?, get.get("field")?);
                result(w.add_field(household, field, get.get("value")?, get.get("source")?))?
            }
            "household" => result(w.household(get.get("household")?))?,
            "search" => result(w.search(get.get("query")?, get.get("limit")?))?,
            "visits" => result(w.visits(get.get("household")?))?,
            "report_case" => result(w.report_case(get.get("new")?))?,
            "add_fact" => done(w.add_fact(get.get("case_document")?, get.get("new")?))?,
            "attach_case_photo" => {
                let case = get.get("case_document")?;
                result(w.attach_case_photo(case, get.get("media_type")?, get.bytes("bytes")?))?
            }
            "case_view" => result(w.case_view(get.get("case_document")?))?,
            "open_decoration" => result(w.open_decoration(get.get("new")?))?,
            "set_permit" => {
                done(w.set_permit(get.get("project")?, get.get("number")?, get.get("until")?))?
            }
            "set_pass" => {
                result(w.set_pass(get.get("project")?, get.get("id")?, get.get("worker")?))?
            }
            "end_decoration" => done(w.end_decoration(get.get("project")?, get.get("day")?))?,
            "decoration" => result(w.decoration(get.get("project")?))?,
            "resolve" => {
                done(w.resolve(get.get("document")?, get.get("key")?, get.get("resolution")?))?
            }
            "history" => result(w.history(get.get("document")?))?,
            "add_log_entry" => done(w.add_log_entry(get.get("text")?))?,
            "remove_log_entry" => {
                done(w.remove_log_entry(get.get("document")?, get.get("entry")?))?
            }
            "day_log" => result(w.day_log(get.get("day")?))?,
            "day_log_text" => result(w.day_log_text(get.get("day")?, get.get("language")?))?,
            "board" => result(w.board(get.get("day")?))?,
            "photo" => result(w.photo(get.get("hash")?))?,
            "fetch_photo" => result(w.fetch_photo(get.get("document")?, get.get("hash")?))?,
            _ => return Ok(None),
        }))
    };
    call().transpose()
}

fn result<T: Serialize>(called: Result<T, XunlouError>) -> Result<Value, Failed> {
    said(called?)
}

fn done(called: Result<(), XunlouError>) -> Result<Value, Failed> {
    called?;
    Ok(Value::Null)
}

/// A value of a scenario with its variables and specials filled in.
pub(crate) fn filled(
    value: &Value,
    variables: &crate::matching::Variables,
) -> anyhow::Result<Value> {
    Ok(match value {
        Value::String(name) if name.starts_with('$') => {
            crate::matching::variable(name, variables)?.clone()
        }
        Value::Array(entries) => {
            entries.iter().map(|entry| filled(entry, variables)).collect::<anyhow::Result<_>>()?
        }
        Value::Object(fields) if fields.contains_key("$time") => {
            json!(crate::matching::milliseconds(&fields["$time"])?)
        }
        Value::Object(fields) if fields.contains_key("$repeat") => {
            match (fields["$repeat"].as_str(), fields.get("times").and_then(Value::as_u64)) {
                (Some(text), Some(times)) => json!(text.repeat(usize::try_from(times)?)),
                _ => bail!("{value}: expected a text and a number of times"),
            }
        }
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, value)| Ok((key.clone(), filled(value, variables)?)))
                .collect::<anyhow::Result<_>>()?,
        ),
        _ => value.clone(),
    })
}
