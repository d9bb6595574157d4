//! The server's calls, told as stories of devices.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod accounts;
mod blobs;
mod epoch;
mod http;
mod phones;
mod program;
mod pull;
mod push;
mod world;
