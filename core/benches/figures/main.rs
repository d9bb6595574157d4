//! The figures of `docs/figures.md`, section "Core": `cargo bench -p xunlou-core`.
//!
//! Prints medians, and ratios where the machine matters. `XUNLOU_BENCH_DIR` names the directory for
//! databases; the temporary one of the system if it is not set.
#![allow(clippy::unwrap_used, reason = "a measurement that fails has nothing to tell")]
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

mod commit;
mod estate;
mod format;
mod gate;
mod open;

use std::time::{Duration, Instant};

fn main() {
    // `cargo test --benches` runs this too, to see that it builds.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    format::report();
    gate::report();
    commit::report();
    open::report();
}

/// How long `work` takes, so many times over; what `prepare` makes is not counted.
pub(crate) fn times<T, U>(
    count: usize,
    mut prepare: impl FnMut() -> T,
    mut work: impl FnMut(T) -> U,
) -> Vec<Duration> {
    (0..count)
        .map(|_| {
            let input = prepare();
            let began = Instant::now();
            let output = std::hint::black_box(work(input));
            let elapsed = began.elapsed();
            drop(output);
            elapsed
        })
        .collect()
}

/// The value below which this share of the times lies.
pub(crate) fn quantile(times: &[Duration], share: f64) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let place = (sorted.len() as f64 * share) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

pub(crate) fn median(times: &[Duration]) -> Duration {
    quantile(times, 0.5)
}

/// Microseconds, for people.
pub(crate) fn us(time: Duration) -> String {
    format!("{:.0} µs", time.as_secs_f64() * 1e6)
}

/// Milliseconds, for people.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

pub(crate) fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}
