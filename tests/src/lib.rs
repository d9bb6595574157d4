//! What the whole-system tests and the demo share: a clock that a story turns, an invented estate,
//! a server process, devices with databases of their own. No product code.

pub mod clock;
pub mod device;
pub mod estate;
pub mod photo;
pub mod server;
