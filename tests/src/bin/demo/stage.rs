//! The stage: an estate, a server, five devices, one clock; and the syncs of the story.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use chrono::{DateTime, FixedOffset, NaiveDate};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use xunlou_core::document::WorkerPass;
use xunlou_core::ids::{AreaId, DocumentId};
use xunlou_core::sync::{Phase, Progress, SyncOutcome};
use xunlou_core::workspace::{NewDecoration, NewRecord, RecordAbout};
use xunlou_tests::clock::StoryClock;
use xunlou_tests::device::Device;
use xunlou_tests::estate;
use xunlou_tests::server::{Account, Installation, Running};

use crate::checks::Checks;
use crate::say::Say;

/// Households of each of the six buildings.
const PER_BUILDING: usize = 50;
/// The devices: login, label, place of the person in the staff.
const DEVICES: [(&str, &str); 5] = [
    ("lin", "林晓岚的手机"),
    ("zhou", "周启明的手机"),
    ("he", "何秋月的手机"),
    ("tang", "唐若溪的平板"),
    ("fang", "方大川的手机"),
];

/// Everything the story plays with.
pub(crate) struct Stage {
    pub(crate) installation: Installation,
    pub(crate) accounts: Vec<Account>,
    pub(crate) clock: Arc<StoryClock>,
    pub(crate) day: NaiveDate,
    pub(crate) households: usize,
    pub(crate) devices: Vec<Device>,
    syncs: Vec<Value>,
    server: Option<Running>,
}

/// A moment of the story's day, in the estate's time zone.
pub(crate) fn at(time: &str) -> DateTime<FixedOffset> {
    let text = format!("2026-03-18T{time}:00+08:00");
    DateTime::parse_from_rfc3339(&text).unwrap_or_default()
}

/// Creates the estate, starts the server and enrols the devices.
pub(crate) fn set_up(home: &Path, port: Option<u16>, say: &Say) -> anyhow::Result<Stage> {
    say.heading("set-up", &[]);
    let files = estate::write(home, PER_BUILDING)?;
    let data = home.join("server");
    std::fs::create_dir_all(&data)?;
    let installation = Installation::new(data, port)?;
    let accounts = installation.init(&files)?;
    let areas = estate::AREAS.len().into();
    say.line(
        "estate",
        &[
            ("name", estate::NAME.into()),
            ("areas", areas),
            ("households", files.count.into()),
            ("butlers", 3.into()),
            ("assistants", 2.into()),
        ],
    );
    let morning = at("07:40");
    let clock = Arc::new(StoryClock::standing_at(morning));
    let server = installation.start(morning)?;
    clock.run_from(morning);
    say.line("server", &[("url", server.url().to_owned().into())]);
    let mut devices = Vec::new();
    for (login, label) in DEVICES {
        let link = installation.enrol(login, morning)?;
        devices.push(Device::enrol(&home.join(login), label, &link, &clock)?);
    }
    say.line("enrolled", &[("count", devices.len().into())]);
    Ok(Stage {
        installation,
        accounts,
        clock,
        day: morning.date_naive(),
        households: files.count,
        devices,
        syncs: Vec::new(),
        server: Some(server),
    })
}

impl Stage {
    /// The device of a person.
    pub(crate) fn device(&self, login: &str) -> anyhow::Result<&Device> {
        let place = DEVICES.iter().position(|(known, _)| *known == login);
        place.and_then(|place| self.devices.get(place)).context("no such device")
    }

    /// The area with this name.
    pub(crate) fn area(&self, name: &str) -> anyhow::Result<AreaId> {
        let directory = self.devices[0].workspace.directory()?;
        let area = directory.areas.iter().find(|(_, area)| area.name == name);
        Ok(area.with_context(|| format!("no area {name}"))?.0)
    }

    /// The household of a unit, on a device.
    pub(crate) fn household(&self, login: &str, unit: &str) -> anyhow::Result<DocumentId> {
        let hits = self.device(login)?.workspace.search(unit, 50)?;
        let hit = hits.into_iter().find(|hit| hit.unit == unit);
        Ok(hit.with_context(|| format!("no unit {unit}"))?.household)
    }

    /// Early in the morning, at the office: everybody's first sync, two decoration sites, and an
    /// inspection that two devices will go on with apart. Then the server is switched off.
    pub(crate) fn first_sync(&mut self, say: &Say) -> anyhow::Result<DocumentId> {
        say.heading("first-sync", &[]);
        for place in 0..self.devices.len() {
            self.sync(place, "bootstrap", say)?;
        }
        let inspection = self.open_sites()?;
        // The assistant's device has the inspection before both go their ways.
        for login in ["tang", "lin"] {
            self.sync_of(login, "sites", say)?;
        }
        let (record, _) = self.begin_inspection(inspection)?;
        for login in ["lin", "tang", "he", "zhou"] {
            self.sync_of(login, "sites", say)?;
        }
        if let Some(server) = self.server.take() {
            server.stop()?;
        }
        say.line("server-off", &[]);
        Ok(record)
    }

    fn open_sites(&self) -> anyhow::Result<DocumentId> {
        let tang = &self.device("tang")?.workspace;
        let day = |text: &str| text.parse::<NaiveDate>();
        let pass = |holder: &str, until: &str| -> anyhow::Result<WorkerPass> {
            Ok(WorkerPass { holder: holder.to_owned(), until: day(until)? })
        };
        let site = tang.open_decoration(&NewDecoration {
            household: self.household("tang", "2-502")?,
            contractor: "匠心装饰(虚构)".to_owned(),
            from: day("2026-03-02")?,
            permit: Some("装字2026-031".to_owned()),
            permit_until: Some(day("2026-05-31")?),
            passes: vec![pass("木工甲", "2026-03-17")?, pass("电工乙", "2026-04-30")?],
        })?;
        tang.open_decoration(&NewDecoration {
            household: self.household("tang", "6-703")?,
            contractor: "宜居工程(虚构)".to_owned(),
            from: day("2026-03-10")?,
            permit: Some("装字2026-038".to_owned()),
            permit_until: Some(day("2026-03-22")?),
            passes: vec![pass("瓦工丙", "2026-04-10")?],
        })?;
        Ok(site)
    }

    fn begin_inspection(&self, site: DocumentId) -> anyhow::Result<(DocumentId, String)> {
        let lin = &self.device("lin")?.workspace;
        let duty = lin.today()?.into_iter().find(|due| due.form == "decoration_inspection");
        let duty = duty.context("the inspection is not among today's duties")?;
        let slot = duty.slot.clone();
        let record = lin.start_record(&NewRecord {
            form: duty.form,
            duty: Some((duty.duty, duty.slot)),
            about: RecordAbout::Document(site),
            rain: false,
        })?;
        Ok((record, slot))
    }

    /// Before noon, back on Wi-Fi: everybody sends, then everybody has what the others sent.
    pub(crate) fn back_on_wifi(
        &mut self,
        say: &Say,
        checks: &mut Checks,
    ) -> anyhow::Result<Running> {
        say.heading("back", &[]);
        let noon = at("11:40");
        let server = self.installation.start(noon)?;
        self.clock.run_from(noon);
        for round in ["send", "receive"] {
            for place in 0..self.devices.len() {
                self.sync(place, round, say)?;
            }
        }
        let mut idle = Vec::new();
        for place in 0..self.devices.len() {
            idle.push(self.sync(place, "nothing", say)?);
        }
        checks.claim("claim-one-request", idle.iter().all(|outcome| outcome.requests == 1), || {
            format!("{:?}", idle.iter().map(|outcome| outcome.requests).collect::<Vec<_>>())
        });
        Ok(server)
    }

    /// Syncs a person's device.
    pub(crate) fn sync_of(
        &mut self,
        login: &str,
        why: &'static str,
        say: &Say,
    ) -> anyhow::Result<()> {
        let place = DEVICES.iter().position(|(known, _)| *known == login);
        self.sync(place.context("no such device")?, why, say).map(drop)
    }

    fn sync(&mut self, place: usize, why: &'static str, say: &Say) -> anyhow::Result<SyncOutcome> {
        let device = &self.devices[place];
        let bar = ProgressBar::new(0);
        let template = "  {msg} [{bar:30}] {pos}/{len}";
        bar.set_style(ProgressStyle::with_template(template)?.progress_chars("█▌ "));
        let began = Instant::now();
        let outcome = device.sync(&|progress| show(&bar, &device.label, say, progress))?;
        bar.finish_and_clear();
        let took = began.elapsed();
        say.line(
            "synced",
            &[
                ("device", device.label.as_str().into()),
                ("sent", outcome.accepted.into()),
                ("documents", outcome.pulled_documents.into()),
                ("photos", outcome.photos_sent.into()),
                ("requests", outcome.requests.into()),
                ("kilobytes", kilobytes(outcome.bytes_up + outcome.bytes_down).into()),
                ("milliseconds", millis(took).into()),
            ],
        );
        self.syncs.push(json!({
            "device": device.workspace.me().device.to_string(),
            "why": why,
            "milliseconds": millis(took),
            "requests": outcome.requests,
            "bytes_up": outcome.bytes_up,
            "bytes_down": outcome.bytes_down,
            "changes_accepted": outcome.accepted,
            "changes_refused": outcome.refused,
            "documents_pulled": outcome.pulled_documents,
            "photos_sent": outcome.photos_sent,
        }));
        Ok(outcome)
    }

    /// The figures of the story.
    pub(crate) fn figures(&self, checks: &Checks) -> Value {
        json!({
            "day": self.day.to_string(),
            "households": self.households,
            "devices": self.devices.len(),
            "syncs": self.syncs,
            "claims": checks,
        })
    }
}

fn show(bar: &ProgressBar, device: &str, say: &Say, progress: Progress) {
    let phase = match progress.phase {
        Phase::Pushing => "phase-pushing",
        Phase::Comparing => "phase-comparing",
        Phase::Pulling => "phase-pulling",
        Phase::Photos => "phase-photos",
    };
    bar.set_length(progress.total.unwrap_or(progress.done));
    bar.set_position(progress.done);
    bar.set_message(format!("{device} {}", say.both(phase, &[])));
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn kilobytes(bytes: u64) -> u64 {
    bytes.div_ceil(1000)
}
