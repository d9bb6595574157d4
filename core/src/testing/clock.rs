//! A clock that is set by hand, and randomness from a seed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use sha2::{Digest, Sha256};

use crate::env::{Clock, Environment, Random};

/// A clock that stands still until somebody moves it.
pub(crate) struct FakeClock(Mutex<DateTime<FixedOffset>>);

impl FakeClock {
    pub(crate) fn at(time: DateTime<FixedOffset>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(time)))
    }

    pub(crate) fn set(&self, time: DateTime<FixedOffset>) {
        *self.0.lock().unwrap() = time;
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<FixedOffset> {
        *self.0.lock().unwrap()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

/// Numbers that look random and are the same for the same seed.
struct Seeded {
    seed: u64,
    count: AtomicU64,
}

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            let mut hash = Sha256::new();
            hash.update(self.seed.to_le_bytes());
            hash.update(count.to_le_bytes());
            part.copy_from_slice(&hash.finalize()[..part.len()]);
        }
    }
}

/// A device's surroundings: this clock, and random numbers of its own.
pub(crate) fn environment(clock: &Arc<FakeClock>, seed: u64) -> Environment {
    let random = Arc::new(Seeded { seed, count: AtomicU64::new(0) });
    Environment { clock: clock.clone(), random }
}
