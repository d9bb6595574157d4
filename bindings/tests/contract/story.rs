//! One scenario: does its steps, and compares.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, anyhow, bail, ensure};
use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use xunlou::{CancelToken, DatabaseKey, SyncListener, Workspace, XunlouError};

use crate::call::{Failed, Given, filled, function, method};
use crate::device::{Device, Listener, Manner, Steps};
use crate::matching::{Variables, check};
use crate::stage::Stage;

const SCENARIO: [&str; 5] = ["title", "story", "starts", "households", "steps"];
/// The keys of each kind of step, by the key that tells it.
const STEPS: [(&str, &[&str]); 5] = [
    ("clock", &["clock"]),
    ("server", &["server", "person", "device", "seed", "save"]),
    (
        "call",
        &[
            "on",
            "call",
            "with",
            "expect",
            "fails",
            "save",
            "repeat",
            "key",
            "installation",
            "listener",
            "cancelled",
            "progress",
        ],
    ),
    ("heard", &["on", "heard"]),
    ("device", &["device", "clock_off"]),
];

/// Plays a scenario.
pub(crate) fn play(file: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)?;
    let scenario: Map<String, Value> = serde_json::from_str(&text)?;
    known_keys(&scenario, &SCENARIO)?;
    let mut story = Story::begin(&scenario)?;
    let steps = scenario.get("steps").and_then(Value::as_array).context("no steps")?;
    for (number, step) in (1..).zip(steps) {
        story.step(step).with_context(|| format!("step {number}"))?;
    }
    Ok(())
}

struct Story {
    now: Arc<Mutex<DateTime<FixedOffset>>>,
    // Devices go before their files and their server do.
    devices: BTreeMap<String, Device>,
    variables: Variables,
    server_runs: bool,
    stage: Stage,
    home: TempDir,
}

fn known_keys(fields: &Map<String, Value>, known: &[&str]) -> anyhow::Result<()> {
    let unknown: Vec<_> = fields.keys().filter(|key| !known.contains(&key.as_str())).collect();
    ensure!(unknown.is_empty(), "unknown keys: {unknown:?}");
    Ok(())
}

fn text<'v>(fields: &'v Map<String, Value>, key: &str) -> anyhow::Result<&'v str> {
    fields.get(key).and_then(Value::as_str).with_context(|| format!("`{key}` is to be a text"))
}

impl Story {
    fn begin(scenario: &Map<String, Value>) -> anyhow::Result<Self> {
        let starts = text(scenario, "starts")?;
        let households = scenario.get("households").cloned().unwrap_or(Value::Null);
        let mut stage = Stage::start()?;
        let opening = Map::from_iter([
            ("at".to_owned(), json!(starts)),
            ("households".to_owned(), households),
        ]);
        stage.ask("open", opening)?;
        Ok(Self {
            now: Arc::new(Mutex::new(DateTime::parse_from_rfc3339(starts)?)),
            devices: BTreeMap::new(),
            variables: Variables::new(),
            server_runs: true,
            stage,
            home: tempfile::tempdir()?,
        })
    }

    fn step(&mut self, step: &Value) -> anyhow::Result<()> {
        let step = step.as_object().context("a step is an object")?;
        // `device` is a kind of its own and a key of the server's.
        let kind = STEPS.iter().find(|(kind, _)| step.contains_key(*kind));
        let (kind, keys) = kind.context("a step that is none of those known")?;
        known_keys(step, keys)?;
        match *kind {
            "clock" => self.clock(text(step, "clock")?),
            "server" => self.server(step),
            "device" => {
                let seconds = step.get("clock_off").and_then(Value::as_i64);
                let seconds = seconds.context("`clock_off` is to be a number")?;
                self.on(step, "device")?.clock.set_ahead(seconds);
                Ok(())
            }
            "heard" => {
                let memory = Arc::clone(&self.on(step, "on")?.memory);
                let heard = memory.wait_for(&step["heard"], &self.variables);
                check(&step["heard"], &heard, &self.variables, "what was heard")
            }
            _ => {
                let times = step.get("repeat").and_then(Value::as_u64).unwrap_or(1);
                (0..times).try_for_each(|_| self.call(step))
            }
        }
    }

    fn on(&mut self, step: &Map<String, Value>, key: &str) -> anyhow::Result<&mut Device> {
        let name = text(step, key)?;
        if !self.devices.contains_key(name) {
            let device = Device::new(&self.home.path().join(name), &self.now)?;
            self.devices.insert(name.to_owned(), device);
        }
        self.devices.get_mut(name).context("the device was just made")
    }

    fn clock(&mut self, at: &str) -> anyhow::Result<()> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) =
            DateTime::parse_from_rfc3339(at)?;
        if self.server_runs {
            self.stage.ask("clock", Map::from_iter([("at".to_owned(), json!(at))]))?;
        }
        Ok(())
    }

    fn server(&mut self, step: &Map<String, Value>) -> anyhow::Result<()> {
        let what = text(step, "server")?;
        let mut fields = Map::new();
        for key in ["person", "device", "seed"] {
            if let Some(value) = step.get(key) {
                fields.insert(key.to_owned(), filled(value, &self.variables)?);
            }
        }
        if what == "start" {
            let now = self.now.lock().unwrap_or_else(PoisonError::into_inner).to_rfc3339();
            fields.insert("at".to_owned(), json!(now));
        }
        let answer = self.stage.ask(what, fields)?;
        self.server_runs = (self.server_runs || what == "start") && what != "stop";
        self.save(step, &answer)
    }

    fn call(&mut self, step: &Map<String, Value>) -> anyhow::Result<()> {
        let name = text(step, "call")?;
        let with = step.get("with").cloned().unwrap_or_else(|| json!({}));
        let with = filled(&with, &self.variables)?;
        let given = Given::new(name, with.as_object().cloned().context("`with` is an object")?);
        let steps = Arc::new(Steps::default());
        let called = match self.run(step, name, &given, &steps) {
            Err(Failed::Scenario(error)) => return Err(error),
            Err(Failed::Export(error)) => Err(error),
            Ok(value) => Ok(value),
        };
        match (called, step.get("fails")) {
            (Err(error), Some(pattern)) => self.failed(&error, pattern),
            (Err(error), None) => Err(anyhow!("failed: {}", json!(error))),
            (Ok(value), Some(pattern)) => bail!("expected {pattern}, and it went well: {value}"),
            (Ok(value), None) => {
                given.all_taken()?;
                if let Some(pattern) = step.get("expect") {
                    check(pattern, &value, &self.variables, "the result")?;
                }
                if let Some(pattern) = step.get("progress") {
                    let heard = steps.wait_for(pattern, &self.variables);
                    check(pattern, &heard, &self.variables, "the progress")?;
                }
                self.save(step, &value)
            }
        }
    }

    fn run(
        &mut self,
        step: &Map<String, Value>,
        name: &str,
        given: &Given,
        steps: &Arc<Steps>,
    ) -> Result<Value, Failed> {
        if !step.contains_key("on") {
            return function(name, given);
        }
        let device = self.on(step, "on")?;
        let key = || {
            DatabaseKey::take(match step.get("key").and_then(Value::as_str) {
                Some("wrong") => device.key.iter().map(|byte| byte ^ 0xff).collect(),
                Some("short") => device.key[..31].to_vec(),
                _ => device.key.to_vec(),
            })
        };
        match name {
            "Workspace.enrol" => {
                device.leave();
                let (link, label) = (given.get("link")?, given.get("device_label")?);
                let opened = Workspace::enrol(device.config()?, key()?, link, label)?;
                device.take(opened);
            }
            "Workspace.open" => {
                device.leave();
                let key = key();
                if step.contains_key("installation") {
                    device.installation = uuid::Uuid::new_v4();
                }
                let opened = Workspace::open(device.config()?, key?)?;
                device.take(opened);
            }
            "workspace_exists" => {
                return Ok(json!(xunlou::workspace_exists(device.database.clone())));
            }
            "export_unsent" => {
                let unsent = xunlou::export_unsent(device.database.clone(), key()?)?;
                return Ok(json!(unsent));
            }
            "Subscription.cancel" => {
                device.subscriptions.pop().context("nobody listens")?.cancel();
            }
            "subscribe" => {
                let listener = listener(step, device)?;
                let workspace = workspace(device)?;
                device.subscriptions.push(workspace.subscribe(Arc::new(listener))?);
            }
            "sync" => {
                let cancel = Arc::new(CancelToken::new());
                let cancelled = step.get("cancelled").is_some();
                if cancelled {
                    cancel.cancel();
                }
                let told = cancel.is_cancelled() == cancelled;
                ensure_scenario(told, "the token does not say whether it is cancelled")?;
                let listener: Arc<dyn SyncListener> = Arc::<Steps>::clone(steps);
                return Ok(json!(workspace(device)?.sync(Some(listener), Some(cancel))?));
            }
            _ => {
                let called = device.workspace.as_ref().and_then(|w| method(w, name, given));
                return called.unwrap_or_else(|| function(name, given));
            }
        }
        Ok(Value::Null)
    }

    fn failed(&self, error: &XunlouError, pattern: &Value) -> anyhow::Result<()> {
        let said = json!(error);
        let name = match &said {
            Value::Object(fields) => fields.keys().next().cloned().unwrap_or_default(),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        if pattern.as_str() == Some(&name) {
            return Ok(());
        }
        check(pattern, &said, &self.variables, "the error")
    }

    fn save(&mut self, step: &Map<String, Value>, result: &Value) -> anyhow::Result<()> {
        let saves = step.get("save").and_then(Value::as_object);
        for (variable, path) in saves.into_iter().flatten() {
            let path = path.as_str().context("`save` takes paths")?;
            let mut value = result;
            for part in path.split('.').filter(|part| !part.is_empty()) {
                let found = match part.parse::<usize>() {
                    Ok(place) => value.get(place),
                    Err(_) => value.get(part),
                };
                value = found.with_context(|| format!("`{path}` is not in {result}"))?;
            }
            self.variables.insert(variable.clone(), value.clone());
        }
        Ok(())
    }
}

fn workspace(device: &Device) -> anyhow::Result<&Arc<Workspace>> {
    device.workspace.as_ref().context("the device has no workspace yet")
}

fn listener(step: &Map<String, Value>, device: &Device) -> anyhow::Result<Listener> {
    let manner = match step.get("listener").and_then(Value::as_str) {
        None => Manner::Remembers,
        Some("throws") => Manner::Throws,
        Some("hangs") => Manner::Hangs,
        Some("calls_back") => Manner::CallsBack,
        Some(other) => bail!("a listener that {other}"),
    };
    Ok(Listener {
        manner,
        workspace: Arc::clone(workspace(device)?),
        memory: Arc::clone(&device.memory),
        over: Arc::clone(&device.over),
    })
}

fn ensure_scenario(holds: bool, otherwise: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(anyhow!("{otherwise}").into()) }
}
