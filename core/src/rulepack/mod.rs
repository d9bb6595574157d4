//! The rule pack: an estate's forms, duties, quotas and deadlines as one validated data file.
//! What the service plan says in numbers is here as data, and nowhere else in the code.

mod model;

pub use model::*;
