//! Calls into Automerge on bytes from outside: a panic becomes an error, and stays quiet. What
//! this cannot catch (running out of memory or stack) the scanner rules out beforehand.
//!
//! Needs `panic = "unwind"`, which is the default of every profile.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::error::Trial;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `call`; a panic in it is an error that names `step`. The caller throws away whatever the
/// call was changing.
pub(super) fn guarded<T>(
    step: &'static str,
    call: impl FnOnce() -> Result<T, Trial>,
) -> Result<T, Trial> {
    silence_hook();
    let before = QUIET.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(call));
    QUIET.set(before);
    outcome.unwrap_or(Err(Trial::Panicked(step)))
}

/// An error of Automerge's at `step`, cut to a length fit for logs.
pub(super) fn failed(step: &'static str, error: impl std::fmt::Display) -> Trial {
    Trial::Failed { step, error: error.to_string().chars().take(200).collect() }
}

/// Once: panics on a thread inside [`guarded`] are not printed. Every other panic goes to the
/// hook that was there before.
fn silence_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // A thread that is being torn down has no cell any more: then print.
            if !QUIET.try_with(Cell::get).unwrap_or(false) {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_names_the_step() {
        let outcome = guarded("test", || -> Result<(), Trial> { panic!("secret") });
        assert_eq!(outcome, Err(Trial::Panicked("test")));
        assert!(!QUIET.get());
    }
}
