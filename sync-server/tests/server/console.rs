//! An office that runs over a [`World`], a browser that is as simple as a browser can be, and
//! phones with the core's own workspace, all in this process.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;
use xunlou_core::env::{Clock, Environment};
use xunlou_core::ids::InstallationId;
use xunlou_core::store::OpenOptions;
use xunlou_core::sync::wire::{Endpoint, ErrorBody, decode};
use xunlou_core::sync::{CancelToken, SyncError, SyncOutcome, Transport, enrol};
use xunlou_core::workspace::{Me, Workspace};
use xunlou_server::api::Api;
use xunlou_server::estate_plan::EstatePlan;
use xunlou_server::office::{Office, fill_documents};

use crate::world::{World, new_key};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// The office of a world. Stopped when dropped.
pub(crate) struct Console {
    pub(crate) world: World,
    office: Option<Office>,
}

impl Console {
    pub(crate) async fn new() -> Self {
        Self::with(&[], |_| {}).await
    }

    /// An office with these settings, of an estate whose plan is changed before its documents are
    /// written. Everybody has an account, also those whom the office is not for.
    pub(crate) async fn with(
        settings: &[(&str, &str)],
        change: impl FnOnce(&mut EstatePlan),
    ) -> Self {
        let mut world = World::with(settings);
        change(&mut world.plan);
        fill_documents(&world.server, &world.plan).unwrap();
        for person in &world.plan.people {
            let (estate, now) = (world.plan.estate, world.api().now());
            world.server.access().set_password(estate, person.id, PASSWORD, now).unwrap();
        }
        let mut console = Self { world, office: None };
        console.start().await;
        console
    }

    /// Starts the office, and waits until its board is there.
    pub(crate) async fn start(&mut self) {
        self.office = Some(Office::start(&self.world.server).unwrap());
        let mut browser = self.signed_in("chen").await;
        self.until(async || browser.get("/office/board").await.status == StatusCode::OK).await;
    }

    pub(crate) fn stop(&mut self) {
        if let Some(office) = self.office.take() {
            tokio::task::block_in_place(|| office.stop());
        }
    }

    pub(crate) fn router(&self) -> Router {
        self.office.as_ref().unwrap().router()
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { router: self.router(), cookies: Vec::new(), headers: HeaderMap::new() }
    }

    pub(crate) async fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(login, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    /// Asks again until it is so.
    pub(crate) async fn until(&self, mut so: impl AsyncFnMut() -> bool) {
        for _ in 0..200 {
            if so().await {
                return;
            }
            // The board is good for some seconds of the server's clock.
            self.world.clock.pass(Duration::from_secs(6));
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("it never came to be");
    }

    /// A new phone of this person.
    pub(crate) fn phone(&self, login: &str) -> Phone {
        let clock = std::sync::Arc::clone(&self.world.clock) as std::sync::Arc<dyn Clock>;
        let env = Environment { clock, random: Environment::system().random };
        let installation: InstallationId = env.new_random_id();
        let mut line = Line { api: self.world.api().clone(), token: None };
        let (code, key) = (self.world.code(login), new_key());
        let label = format!("{login}的手机");
        let clock = env.clock.as_ref();
        let enrolled = enrol(&line, clock, &label, installation, &code, &key).unwrap().device;
        line.token = Some(enrolled.token.clone());
        let path = self.world.directory.path().join(format!("{}.sqlite3", enrolled.device));
        let options = OpenOptions { path, key: None, installation, generation: 0 };
        let me = Me::from_enrolment(&enrolled, &label);
        let workspace = Workspace::create(options, env.clone(), me).unwrap().workspace;
        let phone = Phone { workspace, line };
        phone.sync();
        phone
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A person's phone.
pub(crate) struct Phone {
    pub(crate) workspace: Workspace,
    line: Line,
}

impl Phone {
    pub(crate) fn sync(&self) -> SyncOutcome {
        self.workspace.sync(&self.line, &CancelToken::default(), &|_| {}).unwrap()
    }
}

/// The way to the server's calls, without a network.
struct Line {
    api: Api,
    token: Option<String>,
}

impl Transport for Line {
    fn exchange(&self, endpoint: Endpoint, body: Vec<u8>) -> Result<Vec<u8>, SyncError> {
        self.api.handle(self.token.as_deref(), endpoint, &body).map_err(|error| {
            let told: ErrorBody = decode(&error.body()).unwrap();
            SyncError::Refused { code: told.code, detail: told.detail }
        })
    }
}

/// Keeps cookies and follows nothing.
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: Vec<(String, String)>,
    /// Sent with every request.
    pub(crate) headers: HeaderMap,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn hidden(&self, name: &str) -> String {
        let after = self.body.split_once(&format!("name=\"{name}\" value=\""));
        after.unwrap().1.split('"').next().unwrap().to_owned()
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(path).header("content-type", kind);
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    pub(crate) async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        let form = self.get("/office/sign-in").await;
        let csrf = form.hidden("csrf");
        let password = password.replace(' ', "+");
        self.post("/office/sign-in", &format!("login={login}&password={password}&csrf={csrf}"))
            .await
    }

    /// The answer as it comes, its body not read.
    pub(crate) async fn open(&mut self, path: &str) -> axum::response::Response {
        let request = self.with_cookies(Request::get(path).body(Body::empty()).unwrap());
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn send(&mut self, request: Request<Body>) -> Answer {
        let request = self.with_cookies(request);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap().to_vec();
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    fn with_cookies(&self, mut request: Request<Body>) -> Request<Body> {
        request.headers_mut().extend(self.headers.clone());
        let pairs: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !pairs.is_empty() {
            request.headers_mut().insert("cookie", pairs.join("; ").parse().unwrap());
        }
        request
    }
}
