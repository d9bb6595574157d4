//! A `call` step: finds the export, gives it its arguments, and compares what comes of it.

use std::sync::Arc;

use anyhow::{Context, anyhow, bail, ensure};
use serde_json::{Value, json};
use xunlou::{CancelToken, SyncListener, Workspace, XunlouError};

use crate::device::Device;
use crate::exports::{function, method, said};
use crate::given::Given;
use crate::hearing::{Listener, Manner, Progress};
use crate::matching::expect;
use crate::values::{Variables, text};

/// One call.
pub(crate) struct Call<'s> {
    step: &'s Value,
    name: &'s str,
    given: Given,
    device: Option<&'s mut Device>,
    saved: &'s Variables,
    progress: Arc<Progress>,
}

impl<'s> Call<'s> {
    /// What a step says, with its arguments filled in, and the device that it is made on.
    pub(crate) fn new(
        step: &'s Value,
        with: Value,
        device: Option<&'s mut Device>,
        saved: &'s Variables,
    ) -> anyhow::Result<Self> {
        let (name, given) = (text(step, "call")?, Given::new(with)?);
        Ok(Self { step, name, given, device, saved, progress: Arc::default() })
    }

    /// Calls and compares. Returns the result as scenarios write it.
    pub(crate) fn once(mut self) -> anyhow::Result<Value> {
        let fails = self.step.get("fails");
        if fails.is_none() && matches!(self.name, "Workspace.enrol" | "Workspace.open") {
            self.device()?.leave();
        }
        if self.step["installation"] == "other" {
            self.device()?.reinstall();
        }
        let result = match (self.run().map_err(anyhow::Error::downcast), fails) {
            (Ok(result), None) => result,
            (Ok(result), Some(fails)) => {
                bail!("at error: expected {fails}, got none, but {result}")
            }
            (Err(Ok(error)), fails) => {
                self.expect_error(fails.unwrap_or(&Value::Null), &error)?;
                return Ok(Value::Null);
            }
            (Err(Err(wrong)), _) => return Err(wrong),
        };
        if let Some(pattern) = self.step.get("expect") {
            expect(pattern, &result, self.saved, "result")?;
        }
        if let Some(pattern) = self.step.get("progress") {
            self.progress.expect(pattern, self.saved)?;
        }
        Ok(result)
    }

    /// A name alone matches the error whatever its fields.
    fn expect_error(&self, fails: &Value, error: &XunlouError) -> anyhow::Result<()> {
        let error = json!(error);
        let name = error.as_object().and_then(|fields| fields.keys().next());
        let name = name.map_or_else(|| error.clone(), |name| json!(name));
        expect(fails, if fails.is_string() { &name } else { &error }, self.saved, "error")
    }

    fn device(&mut self) -> anyhow::Result<&mut Device> {
        self.device.as_deref_mut().context("`on` is missing")
    }

    /// # Errors
    /// The export's, or what is wrong with the scenario.
    fn run(&mut self) -> anyhow::Result<Value> {
        match self.name {
            "Workspace.enrol" => self.enrol(),
            "Workspace.open" => self.open(),
            "workspace_exists" => {
                self.given.only(&[])?;
                Ok(json!(xunlou::workspace_exists(self.device()?.database.clone())))
            }
            "export_unsent" => {
                self.given.only(&[])?;
                let kind = &self.step["key"];
                let device = self.device()?;
                said(xunlou::export_unsent(device.database.clone(), device.key(kind)?))
            }
            "subscribe" => self.subscribe(),
            "Subscription.cancel" => {
                let newest = self.device()?.subscriptions.pop();
                newest.context("there is no subscription that is not cancelled")?.cancel();
                Ok(Value::Null)
            }
            "sync" => self.sync(),
            name => match (method(name), function(name)) {
                (Some(method), _) => {
                    let workspace = Arc::clone(self.device()?.workspace()?);
                    method(&workspace, &self.given)
                }
                (None, Some(function)) => function(&self.given),
                (None, None) => Err(anyhow!("`{name}` is not exported")),
            },
        }
    }

    fn enrol(&mut self) -> anyhow::Result<Value> {
        self.given.only(&["link", "device_label"])?;
        let (link, label) = (self.given.get("link")?, self.given.get("device_label")?);
        let kind = &self.step["key"];
        let device = self.device()?;
        device.take(Workspace::enrol(device.config()?, device.key(kind)?, link, label)?);
        Ok(Value::Null)
    }

    fn open(&mut self) -> anyhow::Result<Value> {
        self.given.only(&[])?;
        let kind = &self.step["key"];
        let device = self.device()?;
        device.take(Workspace::open(device.config()?, device.key(kind)?)?);
        Ok(Value::Null)
    }

    fn subscribe(&mut self) -> anyhow::Result<Value> {
        self.given.only(&[])?;
        let manner = Manner::of(&self.step["listener"])?;
        let device = self.device()?;
        let workspace = Arc::clone(device.workspace()?);
        let listener = Listener {
            manner,
            workspace: Arc::clone(&workspace),
            memory: Arc::clone(&device.memory),
            over: Arc::clone(&device.over),
        };
        device.subscriptions.push(workspace.subscribe(Arc::new(listener))?);
        Ok(Value::Null)
    }

    fn sync(&mut self) -> anyhow::Result<Value> {
        self.given.only(&[])?;
        let cancel = Arc::new(CancelToken::new());
        ensure!(!cancel.is_cancelled(), "a new CancelToken is cancelled");
        if self.step["cancelled"] == true {
            cancel.cancel();
            ensure!(cancel.is_cancelled(), "a CancelToken that was cancelled is not");
        }
        let listener: Arc<dyn SyncListener> = Arc::<Progress>::clone(&self.progress);
        let workspace = Arc::clone(self.device()?.workspace()?);
        said(workspace.sync(Some(listener), Some(cancel)))
    }
}
