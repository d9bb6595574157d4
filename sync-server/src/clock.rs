//! The server's clock: the true one, or one that runs from a given moment for rehearsals.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use xunlou_core::env::{Clock, Environment};

/// Runs from `start`, as fast as the clock below it.
pub struct RehearsalClock {
    start: DateTime<FixedOffset>,
    began: Duration,
    below: Arc<dyn Clock>,
}

impl RehearsalClock {
    /// A clock that shows `start` now.
    pub fn new(start: DateTime<FixedOffset>, below: Arc<dyn Clock>) -> Self {
        Self { start, began: below.monotonic(), below }
    }
}

impl Clock for RehearsalClock {
    fn now(&self) -> DateTime<FixedOffset> {
        let passed = self.below.monotonic().saturating_sub(self.began);
        self.start + TimeDelta::from_std(passed).unwrap_or_default()
    }

    fn monotonic(&self) -> Duration {
        self.below.monotonic()
    }
}

/// The environment with its clock set to `start`, if there is one.
pub(crate) fn rehearsed(
    environment: Environment,
    start: Option<DateTime<FixedOffset>>,
) -> Environment {
    let Some(start) = start else { return environment };
    tracing::warn!(%start, "the clock is set for a rehearsal: times in this log are not true");
    let clock = Arc::new(RehearsalClock::new(start, environment.clock));
    Environment { clock, random: environment.random }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rehearsal_runs_from_its_moment() {
        let start = DateTime::parse_from_rfc3339("2026-03-02T08:00:00+08:00").unwrap();
        let environment = rehearsed(Environment::system(), Some(start));
        let shown = environment.clock.now();
        assert!(shown >= start && shown - start < TimeDelta::seconds(5), "{shown}");
    }
}
