//! The sync server of Xunlou (巡楼): keeps every document of an estate, lets in only who belongs,
//! and holds no business state of its own.
//!
//! - [`database`]: one SQLite file: connections, migrations, backups.
//! - [`log`]: every change in commit order, and what was refused.
//! - [`blobs`]: photos.
//! - [`access`]: people, devices, enrolment codes, tokens, office accounts.
//! - [`api`]: the calls, bytes in and bytes out.

pub mod access;
pub mod api;
pub mod blobs;
pub mod database;
pub mod estate_plan;
pub mod log;
pub mod metrics;
