//! See the crate's documentation.

pub mod gate;
