//! Something read from the database once, until a transaction changes it.

use std::sync::Mutex;

use super::lock;

/// What was read, and how often it was forgotten.
pub(super) struct Remembered<T> {
    state: Mutex<(u64, Option<T>)>,
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self { state: Mutex::new((0, None)) }
    }
}

impl<T: Clone> Remembered<T> {
    /// What is remembered, or what `read` gives. What was read while somebody changed it is given
    /// back and not kept.
    pub(super) fn get<E>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let before = {
            let state = lock(&self.state);
            if let Some(value) = &state.1 {
                return Ok(value.clone());
            }
            state.0
        };
        let value = read()?;
        let mut state = lock(&self.state);
        if state.0 == before {
            state.1 = Some(value.clone());
        }
        Ok(value)
    }

    /// The next one to ask reads it afresh.
    pub(super) fn forget(&self) {
        let mut state = lock(&self.state);
        state.0 += 1;
        state.1 = None;
    }
}
