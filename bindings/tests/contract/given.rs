//! The arguments of a call, from JSON to what Rust takes.

use std::any::TypeId;

use anyhow::{Context, anyhow, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use xunlou::XunlouError;

/// The arguments that a step says, by name.
pub(crate) struct Given(Map<String, Value>);

impl Given {
    /// What stands in `with`, filled in.
    pub(crate) fn new(with: Value) -> anyhow::Result<Self> {
        match with {
            Value::Object(arguments) => Ok(Self(arguments)),
            Value::Null => Ok(Self(Map::new())),
            _ => Err(anyhow!("`with` takes arguments by name")),
        }
    }

    /// Fails where the step says others than these.
    pub(crate) fn only(&self, names: &[&str]) -> anyhow::Result<()> {
        let unknown: Vec<_> =
            self.0.keys().filter(|name| !names.contains(&name.as_str())).collect();
        ensure!(unknown.is_empty(), "there is no {unknown:?}, but {names:?}");
        Ok(())
    }

    /// An argument; an absent one is null.
    ///
    /// # Errors
    /// The `XunlouError` of an id that is none.
    pub(crate) fn get<T: DeserializeOwned + 'static>(&self, name: &str) -> anyhow::Result<T> {
        let said = self.0.get(name).unwrap_or(&Value::Null);
        let said = if TypeId::of::<T>() == TypeId::of::<Vec<u8>>() {
            json!(bytes(said).with_context(|| format!("`{name}`"))?)
        } else {
            said.clone()
        };
        serde_json::from_value(said).map_err(|error| refused(name, &error))
    }
}

fn bytes(said: &Value) -> anyhow::Result<Vec<u8>> {
    let text = said.as_str().context("expected base64 text")?;
    Ok(BASE64_STANDARD.decode(text)?)
}

/// An id that is none is text to foreign callers, whom the border refuses it; in Rust it cannot even
/// be made. What else does not fit is an error of the scenario.
fn refused(name: &str, error: &serde_json::Error) -> anyhow::Error {
    let error = error.to_string();
    match error.split_once(": ") {
        Some((id, reason)) if reason.starts_with("expected ") && !id.contains(' ') => {
            XunlouError::InvalidInput { field: id.to_owned(), reason: reason.to_owned() }.into()
        }
        _ => anyhow!("`{name}`: {error}"),
    }
}
