//! The server's calls, told as stories of devices.

mod access;
mod accounts;
mod blobs;
mod epoch;
mod http;
mod pull;
mod push;
mod world;
