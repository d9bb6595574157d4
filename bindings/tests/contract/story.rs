//! One scenario: does its steps, one by one, with what they have saved.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::DateTime;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::call::Call;
use crate::device::{Device, StoryClock};
use crate::scenario::{Scenario, Step, brief, verb};
use crate::stage::Stage;
use crate::values::{Variables, at, filled, text};

/// Plays a scenario.
///
/// # Errors
/// Which step failed, and how.
pub(crate) fn play(file: &Path) -> anyhow::Result<()> {
    let scenario = Scenario::read(file)?;
    let mut story = Story::begin(&scenario)?;
    let count = scenario.steps.len();
    for (number, step) in (1..).zip(scenario.steps) {
        let about = format!("step {number} of {count} ({})", brief(&step));
        story.play(step).context(about)?;
    }
    Ok(())
}

/// In the order in which it ends: devices, their files, their server.
struct Story {
    devices: BTreeMap<String, Device>,
    home: TempDir,
    stage: Stage,
    server_runs: bool,
    clock: Arc<StoryClock>,
    saved: Variables,
}

impl Story {
    fn begin(scenario: &Scenario) -> anyhow::Result<Self> {
        let mut stage = Stage::start()?;
        let at = scenario.starts.to_rfc3339();
        stage.ask(json!({ "do": "open", "at": at, "households": scenario.households }))?;
        Ok(Self {
            devices: BTreeMap::new(),
            home: tempfile::Builder::new().prefix("xunlou-contract-").tempdir()?,
            stage,
            server_runs: true,
            clock: Arc::new(StoryClock::at(scenario.starts)),
            saved: Variables::new(),
        })
    }

    fn play(&mut self, step: Step) -> anyhow::Result<()> {
        let verb = verb(&step)?;
        let step = Value::Object(step);
        match verb {
            "clock" => self.turn(text(&step, "clock")?),
            "server" => self.server(&step),
            "device" => {
                let ahead = step["clock_off"].as_i64().context("`clock_off` is no number")?;
                let (device, _) = self.device(text(&step, "device")?)?;
                device.go_ahead(ahead);
                Ok(())
            }
            "heard" => {
                let (device, saved) = self.device(text(&step, "on")?)?;
                device.memory.expect(&step["heard"], saved)
            }
            _ => self.call(&step),
        }
    }

    /// The device of this name, which is there from then on; and what was saved.
    fn device(&mut self, name: &str) -> anyhow::Result<(&mut Device, &Variables)> {
        if !self.devices.contains_key(name) {
            let device = Device::new(&self.home.path().join(name), &self.clock)?;
            self.devices.insert(name.to_owned(), device);
        }
        let device = self.devices.get_mut(name).context("the device is gone")?;
        Ok((device, &self.saved))
    }

    fn turn(&mut self, to: &str) -> anyhow::Result<()> {
        self.clock.set(DateTime::parse_from_rfc3339(to)?);
        if self.server_runs {
            self.stage.ask(json!({ "do": "clock", "at": self.now() }))?;
        }
        Ok(())
    }

    fn now(&self) -> String {
        self.clock.now().to_rfc3339()
    }

    fn server(&mut self, step: &Value) -> anyhow::Result<()> {
        let mut request = json!({ "do": step["server"] });
        for key in ["person", "device", "seed"] {
            if let Some(said) = step.get(key) {
                request[key] = filled(said, &self.saved)?;
            }
        }
        match text(step, "server")? {
            "enrol" | "revoke" | "photo" => {}
            "stop" => self.server_runs = false,
            "start" => {
                self.server_runs = true;
                request["at"] = json!(self.now());
            }
            other => bail!("the server does no `{other}`"),
        }
        let answer = self.stage.ask(request)?;
        self.save(step, &answer)
    }

    fn call(&mut self, step: &Value) -> anyhow::Result<()> {
        let times = step["repeat"].as_u64().unwrap_or(1);
        let with = filled(&step["with"], &self.saved)?;
        let mut result = Value::Null;
        for _ in 0..times {
            result = match step.get("on") {
                Some(_) => {
                    let (device, saved) = self.device(text(step, "on")?)?;
                    Call::new(step, with.clone(), Some(device), saved)?.once()?
                }
                None => Call::new(step, with.clone(), None, &self.saved)?.once()?,
            };
        }
        self.save(step, &result)
    }

    fn save(&mut self, step: &Value, result: &Value) -> anyhow::Result<()> {
        for (name, path) in step["save"].as_object().into_iter().flatten() {
            let path = path.as_str().context("`save` takes paths")?;
            self.saved.insert(name.clone(), at(result, path)?.clone());
        }
        Ok(())
    }
}
