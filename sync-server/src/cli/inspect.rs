//! `inspect`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use xunlou_core::document::gate::{self, ChunkKind, Content, Inspection, Limits, Part};

/// Most bytes of all files together: they are judged together, so they are in memory together.
const MOST_TOGETHER: usize = 256 << 20;

#[derive(Args)]
pub(super) struct Inspect {
    /// Files that each hold Automerge changes or a document. What a change rests on may be in
    /// another of them.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print JSON, one line a file.
    #[arg(long)]
    json: bool,
}

impl Inspect {
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let limits = Limits::for_files();
        let mut files = Vec::new();
        let mut unreadable = Vec::new();
        let mut together = 0;
        for path in self.files {
            let name = path.display().to_string();
            match gate::read_bounded(&path, &limits) {
                Ok(bytes) if together + bytes.len() > MOST_TOGETHER => {
                    let most = MOST_TOGETHER >> 20;
                    unreadable
                        .push((name, format!("the files hold more than {most} MiB together")));
                }
                Ok(bytes) => {
                    together += bytes.len();
                    files.push((name, bytes));
                }
                Err(error) => unreadable.push((name, error.to_string())),
            }
        }
        let inspected = gate::inspect(&files, &limits);
        for inspection in &inspected {
            match self.json {
                true => writeln!(out, "{}", as_json(inspection))?,
                false => as_text(inspection, out)?,
            }
        }
        for (name, reason) in &unreadable {
            match self.json {
                true => {
                    writeln!(out, "{}", json!({ "file": name, "taken": false, "reason": reason }))?
                }
                false => writeln!(out, "{name}: refused: cannot be read: {reason}")?,
            }
        }
        let all = unreadable.is_empty() && inspected.iter().all(Inspection::is_taken);
        Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn as_text(inspection: &Inspection, out: &mut dyn Write) -> std::io::Result<()> {
    for part in &inspection.parts {
        let at = match inspection.parts.len() {
            1 => String::new(),
            _ => format!(" at byte {}", part.offset),
        };
        let verdict = match &part.refusal {
            None => "taken".to_owned(),
            Some(reason) => format!("refused: {reason}"),
        };
        writeln!(out, "{}{at}: {}: {verdict}", inspection.name, describe(part))?;
    }
    Ok(())
}

fn describe(part: &Part) -> String {
    match &part.content {
        Content::Change { deflated, change } => format!(
            "{}change {} of actor {}, seq {}, {} operations from {}, {} dependencies, time {}",
            if *deflated { "deflated " } else { "" },
            change.hash,
            hex::encode(&change.actor),
            change.seq,
            change.ops,
            change.start_op,
            change.deps.len(),
            change.time,
        ),
        Content::Document(document) => format!(
            "document of {} changes by {} actors, {} operations, heads {}",
            document.changes,
            document.actors,
            document.ops,
            document.heads.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        ),
        Content::Damaged(kind) => format!("damaged {}", kind_name(*kind)),
        Content::NotAutomerge => "not Automerge".to_owned(),
    }
}

fn as_json(inspection: &Inspection) -> serde_json::Value {
    let parts = inspection.parts.iter().map(|part| {
        let mut value = match &part.content {
            Content::Change { deflated, change } => json!({
                "what": if *deflated { "deflated_change" } else { "change" },
                "hash": change.hash.to_string(),
                "actor": hex::encode(&change.actor),
                "seq": change.seq,
                "start_op": change.start_op,
                "operations": change.ops,
                "dependencies": change.deps.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "time": change.time,
            }),
            Content::Document(document) => json!({
                "what": "document",
                "changes": document.changes,
                "actors": document.actors,
                "operations": document.ops,
                "heads": document.heads.iter().map(ToString::to_string).collect::<Vec<_>>(),
            }),
            Content::Damaged(kind) => json!({ "what": "damaged", "kind": kind_name(*kind) }),
            Content::NotAutomerge => json!({ "what": "not_automerge" }),
        };
        value["offset"] = part.offset.into();
        value["taken"] = part.refusal.is_none().into();
        value["reason"] = part.refusal.as_ref().map(ToString::to_string).into();
        value
    });
    json!({
        "file": inspection.name,
        "taken": inspection.is_taken(),
        "parts": parts.collect::<Vec<_>>(),
    })
}

fn kind_name(kind: ChunkKind) -> &'static str {
    match kind {
        ChunkKind::Document => "document",
        ChunkKind::Change => "change",
        ChunkKind::DeflatedChange => "deflated change",
    }
}
