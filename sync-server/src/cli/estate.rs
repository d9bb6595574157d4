//! `init`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde_json::json;
use xunlou_core::env::Environment;
use xunlou_core::rulepack::RulePack;

use super::Place;
use super::text::text;
use crate::Server;
use crate::estate_file::{self, EstateFiles};
use crate::estate_plan::EstatePlan;
use crate::new_estate::{InitialPassword, create_estate};
use crate::office::fill_documents;

/// Most bytes of a file that describes an estate.
const MOST_FILE: u64 = 64 << 20;

#[derive(Args)]
pub(super) struct Init {
    #[command(flatten)]
    place: Place,
    /// The estate: buildings, areas, people (TOML).
    #[arg(long)]
    estate: PathBuf,
    /// Its households (CSV in UTF-8).
    #[arg(long)]
    households: Option<PathBuf>,
    /// Its rule pack (TOML); the default pack if absent.
    #[arg(long)]
    rulepack: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Init {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let config = self.place.config()?;
        let plan = self.plan()?;
        let server = Server::open(config, Environment::system())?;
        let passwords = create_estate(&server, &plan, fill_documents)?;
        if self.json {
            writeln!(out, "{}", as_json(&plan, &passwords))?;
        } else {
            as_text(&plan, &passwords, out)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Reads and checks everything before anything is opened.
    fn plan(&self) -> anyhow::Result<EstatePlan> {
        let estate = read_text(&self.estate)?;
        let households = self.households.as_deref().map(read_bytes).transpose()?;
        let rulepack = self.rulepack.as_deref().map(read_text).transpose()?;
        let pack = match (&self.rulepack, &rulepack) {
            (Some(path), Some(text)) => RulePack::parse(&path.display().to_string(), text)?,
            _ => RulePack::default_pack()?,
        };
        let files = EstateFiles {
            estate: &estate,
            households: households.as_deref(),
            rulepack: rulepack.as_deref(),
        };
        Ok(estate_file::read(files, &pack.household_fields, &Environment::system())?)
    }
}

fn as_text(
    plan: &EstatePlan,
    passwords: &[InitialPassword],
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let values = [
        ("name", plan.name.clone()),
        ("estate", plan.estate.to_string()),
        ("areas", plan.areas.len().to_string()),
        ("buildings", plan.buildings.len().to_string()),
        ("households", plan.households.len().to_string()),
        ("people", plan.people.len().to_string()),
    ];
    writeln!(out, "{}", text("cli-estate-made", &values))?;
    writeln!(out, "{}", text("cli-passwords", &[]))?;
    for one in passwords {
        writeln!(out, "  {:<20} {}", one.login, one.password)?;
    }
    Ok(())
}

fn as_json(plan: &EstatePlan, passwords: &[InitialPassword]) -> serde_json::Value {
    let people = plan.people.iter().map(|person| {
        json!({ "person": person.id, "login": person.login, "role": person.role.as_str() })
    });
    let accounts = passwords
        .iter()
        .map(|one| json!({ "person": one.person, "login": one.login, "password": one.password }));
    json!({
        "estate": plan.estate,
        "name": plan.name,
        "areas": plan.areas.iter().map(|area| json!({ "area": area.id, "key": area.key }))
            .collect::<Vec<_>>(),
        "buildings": plan.buildings.iter()
            .map(|building| json!({ "building": building.id, "key": building.key }))
            .collect::<Vec<_>>(),
        "households": plan.households.len(),
        "people": people.collect::<Vec<_>>(),
        "accounts": accounts.collect::<Vec<_>>(),
    })
}

fn read_bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path)
        .and_then(|file| file.take(MOST_FILE + 1).read_to_end(&mut bytes))
        .with_context(|| format!("{} cannot be read", path.display()))?;
    anyhow::ensure!(
        read as u64 <= MOST_FILE,
        "{} is larger than {} MiB",
        path.display(),
        MOST_FILE >> 20
    );
    Ok(bytes)
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    String::from_utf8(read_bytes(path)?)
        .with_context(|| format!("{} is not text in UTF-8", path.display()))
}
