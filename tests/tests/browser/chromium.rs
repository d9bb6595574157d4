//! Debian's chromium, driven through chromedriver over its HTTP protocol: as much of it as these
//! tests ask for. Nothing here knows what is looked at.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::blocking::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

/// How a page is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
    /// Device pixels for each of the page's.
    pub(crate) scale: u32,
}

/// A browser with one window. Ended when dropped.
pub(crate) struct Chromium {
    client: Client,
    session: String,
    // Dropped in this order, once the session is closed.
    _driver: Driver,
    _profile: TempDir,
}

/// The driver's process; it ends its browsers when it ends.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Chromium {
    pub(crate) fn start() -> Self {
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver: apt-get install chromium chromium-driver fonts-noto-cjk");
        let mut driver = Driver(driver);
        let mut lines = BufReader::new(driver.0.stdout.take().unwrap()).lines();
        let port = lines.find_map(|line| {
            let line = line.unwrap();
            Some(line.split_once("successfully on port ")?.1.trim_end_matches('.').to_owned())
        });
        let base = format!("http://127.0.0.1:{}", port.expect("chromedriver says its port"));
        // Read on, so that it is never stopped by a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        // The driver speaks plain HTTP; the client wants to know how it would encrypt all the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().timeout(PATIENCE * 2).build().unwrap();
        let profile = tempfile::tempdir().unwrap();
        let directory = format!("--user-data-dir={}", profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            "--hide-scrollbars",
            &directory,
        ];
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": { "intl.accept_languages": "zh-CN" },
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        }}});
        let answer: Value = client
            .post(format!("{base}/session"))
            .body(capabilities.to_string())
            .send()
            .unwrap()
            .text()
            .map(|text| serde_json::from_str(&text).unwrap())
            .unwrap();
        let id = answer["value"]["sessionId"].as_str();
        let id = id.unwrap_or_else(|| panic!("no session: {answer}"));
        let session = format!("{base}/session/{id}");
        Self { _driver: driver, client, session, _profile: profile }
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let request = self.client.post(format!("{}{path}", self.session)).body(body.to_string());
        let answer: Value = serde_json::from_str(&request.send().unwrap().text().unwrap()).unwrap();
        assert!(answer["value"]["error"].is_null(), "{path}: {answer}");
        answer["value"].clone()
    }

    fn tell(&self, command: &str, parameters: Value) -> Value {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    pub(crate) fn open(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    pub(crate) fn script(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// The text of the element that a selector finds; empty if there is none.
    pub(crate) fn text(&self, selector: &str) -> String {
        let selector = serde_json::to_string(selector).unwrap();
        let script = format!("return document.querySelector({selector})?.innerText ?? ''");
        self.script(&script).as_str().unwrap_or_default().to_owned()
    }

    /// Types into a field as a person would.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        let id = self.element(selector);
        self.post(&format!("/element/{id}/value"), &json!({ "text": text }));
    }

    pub(crate) fn click(&self, selector: &str) {
        let id = self.element(selector);
        self.post(&format!("/element/{id}/click"), &json!({}));
    }

    fn element(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({ "using": "css selector", "value": selector }));
        let id = found.as_object().and_then(|found| found.values().next()?.as_str());
        id.unwrap().to_owned()
    }

    /// Waits until a script says true.
    pub(crate) fn wait_until(&self, condition: &str) {
        let began = Instant::now();
        while self.script(&format!("return !!({condition})")) != json!(true) {
            if began.elapsed() > PATIENCE {
                let page = self.script("return document.body.innerText");
                panic!("not within {PATIENCE:?}: {condition}\n{page}\n{:?}", self.complaints());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// What the browser complained of since it was asked last: scripts that fail, what the page's
    /// policy forbids, files that are missing.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        entries.iter().map(|entry| entry["message"].to_string()).collect()
    }

    pub(crate) fn look(&self, look: Look) {
        let scheme = if look.dark { "dark" } else { "light" };
        self.tell(
            "Emulation.setEmulatedMedia",
            json!({ "media": "", "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            json!({
                "width": look.width, "height": look.height, "deviceScaleFactor": look.scale,
                "mobile": look.width < 600,
            }),
        );
    }

    /// As it comes out of a printer, until it is looked at in another way.
    pub(crate) fn as_printed(&self) {
        self.tell("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    /// The whole page as a PNG, however long it is.
    pub(crate) fn picture(&self, file: &Path) {
        // What moves is let come to rest first.
        std::thread::sleep(Duration::from_millis(700));
        let size = self.tell("Page.getLayoutMetrics", json!({}));
        let size = &size["cssContentSize"];
        let clip = json!({
            "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1
        });
        let parameters = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.tell("Page.captureScreenshot", parameters);
        let bytes = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.client.delete(&self.session).send();
    }
}
