//! The sync server of Xunlou (巡楼): keeps every document of an estate, lets in only who belongs,
//! and holds no business state of its own.
//!
//! - [`config`], [`database`]: settings; one SQLite file with migrations and backups.
//! - [`log`](mod@log): every change in commit order, and what was refused.
//! - [`blobs`](mod@blobs): photos.
//! - [`access`]: people, devices, enrolment codes, tokens, office accounts.
//! - [`api`]: the calls, bytes in and bytes out; [`http`] is a thin layer on top.
//! - [`estate_file`], [`estate_plan`]: what a new estate begins with.
//! - [`new_estate`], [`server`], [`cli`]: all of it together.

pub mod access;
pub mod api;
pub mod blobs;
pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod estate_file;
pub mod estate_plan;
pub mod http;
pub mod log;
pub mod metrics;
pub mod new_estate;
pub mod office;
pub mod server;

pub use config::Config;
pub use server::Server;
