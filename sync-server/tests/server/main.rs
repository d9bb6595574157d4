//! The server's calls, told as stories of devices.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod accounts;
mod blobs;
mod console;
mod epoch;
mod http;
mod office;
mod phones;
mod program;
mod pull;
mod push;
mod world;
