//! A clock that a story turns: it stands until it is set, or runs from a moment on.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};
use xunlou_core::env::Clock;

/// The clock of every device of a story.
pub struct StoryClock {
    state: Mutex<State>,
    started: Instant,
}

#[derive(Clone, Copy)]
enum State {
    Standing(DateTime<FixedOffset>),
    Running { from: DateTime<FixedOffset>, since: Instant },
}

impl StoryClock {
    /// A clock that stands at this moment.
    pub fn standing_at(at: DateTime<FixedOffset>) -> Self {
        Self { state: Mutex::new(State::Standing(at)), started: Instant::now() }
    }

    /// Sets it, and lets it stand.
    pub fn set(&self, at: DateTime<FixedOffset>) {
        *self.lock() = State::Standing(at);
    }

    /// Lets it go on by so many seconds, and stand there.
    pub fn pass(&self, seconds: i64) {
        let at = self.now() + TimeDelta::seconds(seconds);
        self.set(at);
    }

    /// Lets it run from this moment on.
    pub fn run_from(&self, from: DateTime<FixedOffset>) {
        *self.lock() = State::Running { from, since: Instant::now() };
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for StoryClock {
    fn now(&self) -> DateTime<FixedOffset> {
        match *self.lock() {
            State::Standing(at) => at,
            State::Running { from, since } => {
                from + TimeDelta::from_std(since.elapsed()).unwrap_or(TimeDelta::zero())
            }
        }
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}
