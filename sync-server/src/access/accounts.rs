//! Sign-in to the office console.
