//! What tests of the store and the use cases share: a clock that is set by hand, randomness that
//! comes out the same each time, a server in memory, an estate with its people. Nothing of it is in
//! the product.

mod clock;
mod depot;
mod estate;

pub(crate) use clock::{FakeClock, environment};
pub(crate) use depot::Depot;
pub(crate) use estate::{Device, Estate, JPEG, beijing, day};
