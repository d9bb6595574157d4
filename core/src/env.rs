//! What the core takes from the world around it: the time and randomness. Both are passed in, so
//! that a test or a rehearsal runs the same way twice.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local};
use uuid::Uuid;

/// The device's clocks.
pub trait Clock: Send + Sync {
    /// Wall time with the device's zone offset. May be wrong, and may jump.
    fn now(&self) -> DateTime<FixedOffset>;

    /// Time since some fixed point of this boot; never jumps back.
    fn monotonic(&self) -> Duration;
}

/// A source of random bytes fit for keys.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// Clock and randomness together, as the workspace takes them.
#[derive(Clone)]
pub struct Environment {
    /// The device's clocks.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub random: Arc<dyn Random>,
}

impl Environment {
    /// The operating system's clock and randomness.
    pub fn system() -> Self {
        Self { clock: Arc::new(SystemClock::default()), random: Arc::new(SystemRandom) }
    }

    /// A new time-ordered id (UUID version 7).
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        let mut random = [0; 10];
        self.random.fill(&mut random);
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().into()
    }

    /// A new random id (UUID version 4), which tells nothing of when it was made.
    pub fn new_random_id<T: From<Uuid>>(&self) -> T {
        let mut random = [0; 16];
        self.random.fill(&mut random);
        uuid::Builder::from_random_bytes(random).into_uuid().into()
    }
}

/// The operating system's clock, in its own time zone.
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// The operating system's randomness.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Without randomness no id is unique and no key is secret: going on would lose data.
            std::process::abort();
        }
    }
}
