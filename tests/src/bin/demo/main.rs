//! The main job on an invented estate: butlers log a morning offline on real core workspaces, sync
//! over real HTTP with a real server process, and everybody sees the same with nothing lost.
#![allow(clippy::print_stdout)] // It is what this program is for.

mod checks;
mod morning;
mod office;
mod report;
mod say;
mod stage;

use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::Parser;

use say::{Language, Say};

/// Runs the main job of Xunlou on embedded defaults.
#[derive(Parser)]
#[command(name = "xunlou-demo")]
struct Args {
    /// End after the report; exit non-zero if anything it claims does not hold.
    #[arg(long)]
    once: bool,
    /// Write the figures to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The port of the office page; a free one if absent.
    #[arg(long)]
    port: Option<u16>,
    /// What to speak.
    #[arg(long, value_enum, default_value_t = Language::Both)]
    lang: Language,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let say = Say::new(args.lang);
    let home = tempfile::Builder::new().prefix("xunlou-demo-").tempdir()?;
    let mut checks = checks::Checks::default();

    let mut stage = stage::set_up(home.path(), args.port, &say)?;
    let inspection = stage.first_sync(&say)?;
    let told = morning::live(&mut stage, inspection, &say)?;
    let server = stage.back_on_wifi(&say, &mut checks)?;
    report::each_side(&stage, &say)?;
    report::morning_slots(&stage, &mut checks)?;
    report::conflict(&stage, &told, &say, &mut checks)?;
    report::case_and_photo(&stage, &told, &say, &mut checks)?;
    report::coverage_and_log(&stage, &told, &say, &mut checks)?;
    report::nothing_lost(&stage, &say, &mut checks)?;
    office::look(&stage, &server, &say, &mut checks)?;

    checks.print(&say);
    if let Some(path) = &args.json {
        let figures = serde_json::to_string_pretty(&stage.figures(&checks))?;
        std::fs::write(path, figures + "\n").with_context(|| path.display().to_string())?;
    }
    office::address(&stage, &server, &say);
    if !args.once {
        say.line("stays-up", &[]);
        until_told_to_stop()?;
    }
    server.stop()?;
    ensure!(checks.all_hold(), "{} of the claims above do not hold", checks.failed());
    Ok(())
}

/// Waits for Ctrl-C or a service manager's word, so that the server and the files go with the demo.
fn until_told_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut end = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed?,
            _ = end.recv() => {}
        }
        Ok(())
    })
}
