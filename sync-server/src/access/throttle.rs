//! A brake on guessing: so many tries a minute for each key (an address, a login), in bounded
//! memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Keys remembered at once. When more come, those that have waited longest are forgotten.
const MOST_KEYS: usize = 10_000;

/// Counts tries in a sliding window.
pub struct Throttle {
    most: u32,
    window: i64,
    keys: Mutex<HashMap<[u8; 32], Window>>,
}

struct Window {
    began: i64,
    tries: u32,
}

impl Throttle {
    /// At most `most` tries of a key in `window` milliseconds.
    pub fn new(most: u32, window: i64) -> Self {
        Self { most, window, keys: Mutex::default() }
    }

    /// Counts a try, and says whether it may go on.
    pub fn allow(&self, key: &str, now: i64) -> bool {
        let key = super::secret::hash(key);
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST_KEYS && !keys.contains_key(&key) {
            self.forget(&mut keys, now);
        }
        let window = keys.entry(key).or_insert(Window { began: now, tries: 0 });
        if (now - window.began).abs() >= self.window {
            *window = Window { began: now, tries: 0 };
        }
        window.tries = window.tries.saturating_add(1);
        window.tries <= self.most
    }

    /// Forgets a key, as after a success.
    pub fn clear(&self, key: &str) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.remove(&super::secret::hash(key));
    }

    fn forget(&self, keys: &mut HashMap<[u8; 32], Window>, now: i64) {
        keys.retain(|_, window| (now - window.began).abs() < self.window);
        if keys.len() >= MOST_KEYS {
            let mut times: Vec<i64> = keys.values().map(|window| window.began).collect();
            let middle = times.len() / 2;
            let (_, median, _) = times.select_nth_unstable(middle);
            let median = *median;
            keys.retain(|_, window| window.began > median);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_counted_for_each_key_and_come_back_with_time() {
        let throttle = Throttle::new(2, 1_000);
        let tries = [("a", 0), ("a", 1), ("a", 2), ("b", 2), ("a", 999), ("a", 1_000)];
        let allowed = tries.map(|(key, now)| throttle.allow(key, now));
        assert_eq!(allowed, [true, true, false, true, false, true]);
        throttle.clear("a");
        assert!(throttle.allow("a", 1_001) && throttle.allow("a", 1_002));
    }

    #[test]
    fn memory_stays_bounded_when_addresses_do_not() {
        let throttle = Throttle::new(1, i64::MAX);
        for address in 0..3 * MOST_KEYS {
            throttle.allow(&address.to_string(), address as i64);
        }
        assert!(throttle.keys.lock().unwrap().len() <= MOST_KEYS);
    }
}
