//! The rule pack: an estate's forms, duties, quotas and deadlines as one validated data file.
//! What the service plan says in numbers is here as data, and nowhere else in the code.

mod error;
mod lookup;
mod model;
mod parse;
mod validate;

pub use error::{PackError, PackProblem};
pub use model::*;
pub use parse::{DEFAULT_PACK, MAX_PACK_BYTES};

#[cfg(test)]
mod tests;
