//! `cargo xtask test`: runs the parts, sums them up, and fails when one failed.
//! What a part does is in `part`; no check of the product itself is written here.

mod count;
mod licences;
mod part;
mod summary;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

pub(crate) use self::count::Count;
pub(crate) use self::part::tests;
pub(crate) use self::summary::{Line, Outcome, print, took};

use self::part::Part;
use crate::setup::Setup;

/// What `cargo xtask test` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The parts to run, in this order; none: all.
    parts: Vec<Part>,
    /// Run the other parts although one failed.
    #[arg(long)]
    no_fail_fast: bool,
}

/// Runs the parts and prints the summary.
pub(crate) fn run(arguments: &Arguments, setup: Setup) -> Result<ExitCode> {
    let parts = if arguments.parts.is_empty() { &Part::ALL[..] } else { &arguments.parts[..] };
    let mut count = Count::default();
    let mut lines: Vec<Line> = Vec::new();
    for &part in parts {
        let stopped = !arguments.no_fail_fast && lines.iter().any(|line| line.outcome.failed());
        let started = Instant::now();
        let outcome = if stopped {
            Outcome::Skipped("an earlier part failed (--no-fail-fast runs all)".to_owned())
        } else {
            println!("\n== {}: {}", part.name(), part.says());
            part.run(setup, &mut count)
                .unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")))
        };
        let time = if stopped { Duration::ZERO } else { started.elapsed() };
        if let Outcome::Skipped(reason) | Outcome::Failed(reason) = &outcome {
            println!("{}: {reason}", part.name());
        }
        lines.push(Line { part: part.name(), time, outcome });
    }
    print(&lines, count);
    let failed = lines.iter().any(|line| line.outcome.failed()) || count.failed > 0;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
