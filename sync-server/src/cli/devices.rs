//! `enrol`, `password`, `revoke`, `devices`. They work beside a running server: both write the same database.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde_json::json;
use xunlou_core::domain::Role;
use xunlou_core::ids::{DeviceId, EstateId};
use xunlou_core::sync::{EnrolmentLink, ServerAddress};

use super::text::text;
use super::{Place, choose_estate, moment};
use crate::Server;
use crate::access::Person;
use crate::access::accounts::initial_password;
use crate::http::certificate_pin;

#[derive(Args)]
pub(super) struct Enrol {
    #[command(flatten)]
    place: Place,
    /// Whose device: the name to sign in with.
    #[arg(long)]
    person: String,
    /// Which estate, by name or id, if there are several.
    #[arg(long)]
    estate: Option<String>,
    /// Where phones find the server; the setting `public_url` if absent.
    #[arg(long)]
    server: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Enrol {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let server = self.place.open()?;
        let address: ServerAddress =
            self.server.unwrap_or_else(|| server.config().public_url()).parse()?;
        let pin = match &server.config().tls {
            Some(files) if address.is_encrypted() => Some(certificate_pin(files)?.parse()?),
            _ => None,
        };
        let estate = choose_estate(&server, self.estate.as_deref())?;
        let person = person_of(&server, estate.estate, &self.person)?;
        let random = &server.environment().random;
        let code = server.access().new_code(
            estate.estate,
            person.person,
            random.as_ref(),
            server.api().now(),
        )?;
        let link = EnrolmentLink { server: address, pin, code: code.text.clone() }.to_string();
        if self.json {
            let answer = json!({
                "estate": estate.estate,
                "person": person.person,
                "login": person.login,
                "code": code.text,
                "link": link,
                "expires_at": moment(code.expires_at),
            });
            writeln!(out, "{answer}")?;
            return Ok(ExitCode::SUCCESS);
        }
        let values = [
            ("login", person.login.clone()),
            ("until", moment(code.expires_at)),
            ("code", code.text),
        ];
        writeln!(out, "{}", text("cli-code", &values))?;
        writeln!(out, "{}", text("cli-link", &[("link", link.clone())]))?;
        let picture = QrCode::new(&link)?.render::<Dense1x2>().build();
        writeln!(out, "{picture}")?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Args)]
pub(super) struct Password {
    #[command(flatten)]
    place: Place,
    /// Whose: the name to sign in with.
    #[arg(long)]
    person: String,
    /// Which estate, by name or id, if there are several.
    #[arg(long)]
    estate: Option<String>,
}

impl Password {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let server = self.place.open()?;
        let estate = choose_estate(&server, self.estate.as_deref())?;
        let person = person_of(&server, estate.estate, &self.person)?;
        if person.role == Role::Butler {
            bail!("`{}` is a butler, who has no account in the office", self.person);
        }
        let password = initial_password(server.environment().random.as_ref());
        let now = server.api().now();
        server.access().set_password(estate.estate, person.person, &password, now)?;
        let values = [("login", person.login), ("password", password)];
        writeln!(out, "{}", text("cli-password", &values))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The person of this estate who signs in with this name.
fn person_of(server: &Server, estate: EstateId, login: &str) -> anyhow::Result<Person> {
    let people = server.access().people(estate)?;
    let known: Vec<String> = people.iter().map(|person| person.login.clone()).collect();
    let person = people.into_iter().find(|person| person.login == login);
    person.with_context(|| format!("there is no person `{login}`; there are: {}", known.join(", ")))
}

#[derive(Args)]
pub(super) struct Revoke {
    #[command(flatten)]
    place: Place,
    /// Which device; `devices` lists them.
    #[arg(long)]
    device: DeviceId,
}

impl Revoke {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let server = self.place.open()?;
        let now = server.api().now();
        for estate in server.access().estates()? {
            if server.access().revoke(estate.estate, self.device, now)? {
                let values = [("device", self.device.to_string())];
                writeln!(out, "{}", text("cli-revoked", &values))?;
                return Ok(ExitCode::SUCCESS);
            }
        }
        bail!("there is no device {} that is not revoked yet", self.device)
    }
}

#[derive(Args)]
pub(super) struct Devices {
    #[command(flatten)]
    place: Place,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Devices {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let server = self.place.open()?;
        let mut listed = Vec::new();
        for estate in server.access().estates()? {
            let devices = server.access().devices(estate.estate)?;
            // The office console lives in the server: there is nothing of it to revoke.
            let phones = devices.into_iter().filter(|device| !device.office);
            listed.extend(phones.map(|device| (estate.clone(), device)));
        }
        if self.json {
            let rows = listed.iter().map(|(estate, device)| {
                json!({
                    "estate": estate.estate,
                    "device": device.device,
                    "person": device.person,
                    "login": device.login,
                    "label": device.label,
                    "enrolled_at": moment(device.enrolled_at),
                    "seen_at": moment(device.seen_at),
                    "revoked_at": device.revoked_at.map(moment),
                })
            });
            writeln!(out, "{}", serde_json::Value::from_iter(rows))?;
            return Ok(ExitCode::SUCCESS);
        }
        if listed.is_empty() {
            writeln!(out, "{}", text("cli-no-devices", &[]))?;
        }
        for (estate, device) in listed {
            let state = match device.revoked_at {
                Some(revoked) => text("cli-device-revoked", &[("revoked", moment(revoked))]),
                None => text("cli-device-active", &[("seen", moment(device.seen_at))]),
            };
            let (id, login, label) = (device.device, device.login, device.label);
            writeln!(out, "{id}  {}  {login}  {label}  {state}", estate.name)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
