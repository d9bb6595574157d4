//! `backup` and `quarantine`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use serde_json::json;
use xunlou_core::ids::EstateId;

use super::text::text;
use super::{Place, choose_estate, moment};
use crate::Server;
use crate::database::StoreError;
use crate::log::Quarantined;

/// Rows read at once.
const STEP: usize = 500;

#[derive(Args)]
pub(super) struct Backup {
    #[command(flatten)]
    place: Place,
    /// The file to write; it must not exist.
    #[arg(long)]
    to: PathBuf,
}

impl Backup {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let server = self.place.open()?;
        server.backup(&self.to)?;
        let values = [
            ("file", self.to.display().to_string()),
            ("photos", server.photos_directory().display().to_string()),
        ];
        writeln!(out, "{}", text("cli-backed-up", &values))?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Args)]
pub(super) struct Quarantine {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List the refused changes with their reasons.
    List {
        #[command(flatten)]
        place: Place,
        /// Which estate, by name or id, if there are several.
        #[arg(long)]
        estate: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write the refused changes to files, one each, for `inspect` and for keeping.
    Export {
        #[command(flatten)]
        place: Place,
        /// Which estate, by name or id, if there are several.
        #[arg(long)]
        estate: Option<String>,
        /// The directory to write to; made if it is not there.
        #[arg(long)]
        to: PathBuf,
    },
}

impl Quarantine {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        match self.what {
            What::List { place, estate, json } => list(&place, estate.as_deref(), json, out)?,
            What::Export { place, estate, to } => export(&place, estate.as_deref(), &to, out)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn list(
    place: &Place,
    estate: Option<&str>,
    json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let server = place.open()?;
    let estate = choose_estate(&server, estate)?;
    let mut empty = true;
    each(&server, estate.estate, |row| {
        empty = false;
        if json {
            let line = json!({
                "id": row.id, "received_at": moment(row.received_at), "device": row.device,
                "document": row.document, "kind": row.kind, "stream": row.stream,
                "hash": row.hash, "code": row.code, "detail": row.detail, "bytes": row.length,
            });
            writeln!(out, "{line}")?;
        } else {
            let Quarantined { id, device, document, kind, code, detail, length, .. } = row;
            let when = moment(row.received_at);
            writeln!(
                out,
                "{id}  {when}  {device}  {kind} {document}  {length} B  {code}: {detail}"
            )?;
        }
        Ok(())
    })?;
    if empty && !json {
        writeln!(out, "{}", text("cli-no-quarantine", &[]))?;
    }
    Ok(())
}

fn export(
    place: &Place,
    estate: Option<&str>,
    to: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let server = place.open()?;
    let estate = choose_estate(&server, estate)?;
    std::fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    let mut count = 0;
    each(&server, estate.estate, |row| {
        let bytes = server.log().read(estate.estate, |log| log.quarantined_bytes(row.id))?;
        let path = to.join(format!("{:06}-{}-{}.change", row.id, row.document, row.code));
        std::fs::write(&path, bytes)
            .with_context(|| format!("{} cannot be written", path.display()))?;
        count += 1;
        Ok(())
    })?;
    let values = [("count", count.to_string()), ("directory", to.display().to_string())];
    writeln!(out, "{}", text("cli-exported", &values))?;
    Ok(())
}

fn each(
    server: &Server,
    estate: EstateId,
    mut visit: impl FnMut(&Quarantined) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let rows =
            server.log().read::<_, StoreError>(estate, |log| log.quarantined(after, STEP))?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        rows.iter().try_for_each(&mut visit)?;
    }
}
