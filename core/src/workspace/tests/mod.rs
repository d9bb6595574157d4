//! The use cases as stories: Alice and Bob are butlers of the east of 听涛苑, Carol of the west; the
//! office signs and dispatches. Each has devices of their own and a server in between.

mod clocks;
mod decorating;
mod drafts;
mod findings;
mod logbook;
mod observing;
mod office;
mod patrolling;
mod slots;
mod together;
mod visiting;

use crate::Error;
use crate::testing::{Device, Estate, JPEG, beijing, day};

/// The items that keep a record from being finished.
fn missing(result: Result<(), Error>) -> Vec<String> {
    match result {
        Err(Error::Incomplete { missing }) => missing,
        other => panic!("expected something to be missing, got {other:?}"),
    }
}

/// What was wrong with an argument.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(error @ Error::InvalidInput { .. }) => error.to_string(),
        other => panic!("expected an argument to be refused, got {other:?}"),
    }
}
