//! The exports by name: those that are called with what the scenario says, and nothing else.

use serde::Serialize;
use serde_json::{Value, json};
use xunlou::{Workspace, XunlouError};

use crate::given::Given;

type Method = fn(&Workspace, &Given) -> anyhow::Result<Value>;
type Function = fn(&Given) -> anyhow::Result<Value>;

/// A table of calls that can fail, on a workspace.
macro_rules! methods {
    ($($name:ident($($argument:ident),*))*) => {
        &[$((stringify!($name), |workspace, given| {
            given.only(&[$(stringify!($argument)),*])?;
            said(workspace.$name($(given.get(stringify!($argument))?),*))
        })),*]
    };
}

/// A table of calls of functions that cannot fail.
macro_rules! functions {
    ($($name:ident($($argument:ident),*))*) => {
        &[$((stringify!($name), |given| {
            given.only(&[$(stringify!($argument)),*])?;
            Ok(written(json!(xunlou::$name($(given.get(stringify!($argument))?),*))))
        })),*]
    };
}

const METHODS: &[(&str, Method)] = methods! {
    suspend()
    resume()
    me()
    grants()
    enrol_again(link)
    now()
    today_date()
    directory()
    set_directory(directory)
    person_name(person)
    area_name(area)
    rules()
    publish_rules(pack)
    today()
    my_day(day)
    start_record(new)
    record(record)
    answer(record, item, value)
    answer_all(record, answers)
    clear_answers(record, items)
    set_note(record, item, note)
    set_rain(record, rain)
    attach_photo(record, item, media_type, bytes)
    remove_photo(record, item, hash)
    finish(record)
    excuse(new)
    coverage(area, day)
    visit_next(area, limit)
    create_household(household)
    import_households(households)
    edit_field(household, field, value, source)
    add_field(household, field, value, source)
    household(household)
    search(query, limit)
    visits(household)
    report_case(new)
    add_fact(case_document, new)
    attach_case_photo(case_document, media_type, bytes)
    open_cases()
    case_view(case_document)
    open_decoration(new)
    set_permit(project, number, until)
    set_pass(project, id, worker)
    end_decoration(project, day)
    decorations()
    decoration(project)
    conflicts()
    resolve(document, key, resolution)
    history(document)
    draft(place)
    keep_draft(place, fields)
    add_log_entry(text)
    remove_log_entry(document, entry)
    day_log(day)
    day_log_text(day, language)
    board(day)
    photo(hash)
    fetch_photo(document, hash)
    sync_status()
    refused()
};

/// Methods that cannot fail.
const CALM: &[(&str, Method)] = &[
    ("opening", |workspace, given| {
        given.only(&[])?;
        Ok(json!(workspace.opening()))
    }),
    ("shut_down", |workspace, given| {
        given.only(&[])?;
        workspace.shut_down();
        Ok(Value::Null)
    }),
];

const FUNCTIONS: &[(&str, Function)] = functions! {
    say(language, key, gaps)
    slot_state_label(state)
    case_state_label(state)
    case_kind_label(kind)
    case_step_label(step)
    severity_label(severity)
    role_label(role)
    expiry_label(expiry)
    field_source_label(source)
    version()
};

/// The method of the workspace that has this name.
pub(crate) fn method(name: &str) -> Option<Method> {
    METHODS.iter().chain(CALM).find(|(known, _)| *known == name).map(|(_, method)| *method)
}

/// The function that has this name.
pub(crate) fn function(name: &str) -> Option<Function> {
    if name == "read_enrolment_link" {
        return Some(|given| {
            given.only(&["text"])?;
            said(xunlou::read_enrolment_link(given.get("text")?))
        });
    }
    FUNCTIONS.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
}

/// A result as scenarios write it; times stay numbers, as which serde has them.
///
/// # Errors
/// The `XunlouError` of a call that failed.
pub(crate) fn said<T: Serialize>(result: Result<T, XunlouError>) -> anyhow::Result<Value> {
    Ok(written(serde_json::to_value(result?)?))
}

/// Bytes, which serde has as numbers, are base64 text.
fn written(value: Value) -> Value {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    match value {
        Value::Array(entries) => Value::Array(entries.into_iter().map(written).collect()),
        Value::Object(fields) => {
            let field = |(name, value): (String, Value)| match (name.as_str(), &value) {
                ("bytes", Value::Array(_)) => {
                    let bytes: Result<Vec<u8>, _> = serde_json::from_value(value.clone());
                    let text = bytes.map(|bytes| json!(BASE64_STANDARD.encode(bytes)));
                    (name, text.unwrap_or(value))
                }
                _ => (name, written(value)),
            };
            Value::Object(fields.into_iter().map(field).collect())
        }
        other => other,
    }
}
