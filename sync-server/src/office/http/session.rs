//! Who is signed in: the cookie, the session behind it, and the person's rights as they are now.

use std::sync::PoisonError;

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use xunlou_core::domain::access::Principal;
use xunlou_core::report::texts::Language;

use super::Console;
use crate::access::accounts::SessionInfo;
use crate::database::Result;
use crate::office::words::Words;

/// The cookie of a session.
pub(super) const SESSION_COOKIE: &str = "xunlou_session";

/// Somebody who may see the office's pages.
#[derive(Clone)]
pub(super) struct SignedIn {
    pub(super) token: String,
    pub(super) session: SessionInfo,
    /// Who asks, for whatever is to be decided: the person, on the office's device.
    pub(super) principal: Principal,
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

impl Console {
    /// A cookie for the office's pages alone, for as many seconds; none: until it is cleared.
    pub(super) fn set_cookie(
        &self,
        headers: &HeaderMap,
        name: &str,
        value: &str,
        seconds: i64,
    ) -> String {
        let proxied = self.behind_proxy
            && headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https");
        let secure = if self.secure || proxied { "; Secure" } else { "" };
        format!(
            "{name}={value}; Path=/office; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
        )
    }

    /// Who asks; `None` for nobody, and for those whom the office's pages are not for. Blocks.
    pub(super) fn signed_in(&self, token: Option<&str>) -> Result<Option<SignedIn>> {
        let Some(token) = token else { return Ok(None) };
        let Some(session) = self.api.access.session(token, self.api.now())? else {
            return Ok(None);
        };
        let Some(principal) = self.principal(&session)? else { return Ok(None) };
        let token = token.to_owned();
        Ok(principal.role.sees_whole_estate().then_some(SignedIn { token, session, principal }))
    }

    /// The person's rights now, on the device through which they work here.
    fn principal(&self, session: &SessionInfo) -> Result<Option<Principal>> {
        let (estate, person) = (session.estate, session.person);
        let known = {
            let devices = self.devices.lock().unwrap_or_else(PoisonError::into_inner);
            devices.get(&(estate, person)).copied()
        };
        if let Some(device) = known
            && let Some(principal) = self.api.access.principal(estate, device)?
        {
            return Ok(Some(principal));
        }
        let (new, now) = (self.api.environment.new_id(), self.api.now());
        let label = Words(Language::Chinese).say("office-device");
        let principal = self.api.access.office_device(estate, person, new, &label, now)?;
        let mut devices = self.devices.lock().unwrap_or_else(PoisonError::into_inner);
        devices.insert((estate, person), principal.device);
        Ok(Some(principal))
    }
}
