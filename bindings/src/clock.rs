//! The device's clock, where a shell has a better one than the system's or a test turns it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use xunlou_core::env::{Clock, Environment, SystemClock, SystemRandom};

use crate::{CallbackError, Timestamp};

/// What a clock says.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct ClockReading {
    /// Wall time. May be wrong, and may jump.
    pub at: Timestamp,
    /// The device's time zone: seconds east of UTC.
    pub offset_seconds: i64,
    /// Milliseconds since some fixed point of this boot; never fewer than before.
    pub monotonic_ms: i64,
}

/// A clock of the shell's own. While it fails, the system's is read instead.
#[uniffi::export(foreign)]
pub trait DeviceClock: Send + Sync {
    /// Reads the clock.
    ///
    /// # Errors
    /// `CallbackError` when it cannot be read.
    fn read(&self) -> Result<ClockReading, CallbackError>;
}

/// A shell's clock as the core takes it.
struct ShellClock {
    shell: Arc<dyn DeviceClock>,
    system: SystemClock,
}

impl Clock for ShellClock {
    fn now(&self) -> DateTime<FixedOffset> {
        let reading = self.shell.read().ok();
        let read = reading.and_then(|reading| {
            let offset = i32::try_from(reading.offset_seconds).ok()?;
            Some(reading.at.at_offset(FixedOffset::east_opt(offset)?))
        });
        read.unwrap_or_else(|| self.system.now())
    }

    fn monotonic(&self) -> Duration {
        match self.shell.read() {
            Ok(reading) => Duration::from_millis(u64::try_from(reading.monotonic_ms).unwrap_or(0)),
            Err(_) => self.system.monotonic(),
        }
    }
}

/// The shell's clock, or the system's; randomness is always the system's.
pub(crate) fn environment(clock: Option<Arc<dyn DeviceClock>>) -> Environment {
    match clock {
        None => Environment::system(),
        Some(shell) => Environment {
            clock: Arc::new(ShellClock { shell, system: SystemClock::default() }),
            random: Arc::new(SystemRandom),
        },
    }
}
