//! The device's clock, where a shell has a better one than the system's or a test turns it.

use std::sync::{Arc, Mutex, PoisonError};
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

/// A clock of the shell's own. While it fails, the system's is read instead. It may be read while the
/// database is locked: it answers at once, and never calls the workspace.
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
    /// What both said of the time since the boot when the shell's was last read: where the shell's
    /// fails, it is carried on from here.
    together: Mutex<(Duration, Duration)>,
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
        let system = self.system.monotonic();
        let mut together = self.together.lock().unwrap_or_else(PoisonError::into_inner);
        match self.shell.read() {
            Ok(reading) => {
                let ms = u64::try_from(reading.monotonic_ms).unwrap_or(0);
                *together = (Duration::from_millis(ms), system);
                together.0
            }
            Err(_) => together.0 + system.saturating_sub(together.1),
        }
    }
}

/// The shell's clock, or the system's; randomness is always the system's.
pub(crate) fn environment(clock: Option<Arc<dyn DeviceClock>>) -> Environment {
    match clock {
        None => Environment::system(),
        Some(shell) => Environment {
            clock: Arc::new(ShellClock {
                shell,
                system: SystemClock::default(),
                together: Mutex::default(),
            }),
            random: Arc::new(SystemRandom),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// A phone that has been up for a day, whose clock can be read or not.
    #[derive(Default)]
    struct Uptime {
        fails: AtomicBool,
    }

    impl DeviceClock for Uptime {
        fn read(&self) -> Result<ClockReading, CallbackError> {
            if self.fails.load(Ordering::Relaxed) {
                return Err(CallbackError::Failed { reason: "no clock".to_owned() });
            }
            let at = Timestamp(1_773_801_000_000);
            Ok(ClockReading { at, offset_seconds: 28_800, monotonic_ms: 86_400_000 })
        }
    }

    #[test]
    fn a_clock_that_fails_is_carried_on_from_its_last_reading() {
        let shell = Arc::new(Uptime::default());
        let clock = environment(Some(Arc::<Uptime>::clone(&shell))).clock;
        let day = Duration::from_secs(86_400);
        assert_eq!(clock.monotonic(), day);
        assert_eq!(clock.now().to_rfc3339(), "2026-03-18T10:30:00+08:00");
        shell.fails.store(true, Ordering::Relaxed);
        assert!((day..day + Duration::from_secs(3_600)).contains(&clock.monotonic()));
    }
}
