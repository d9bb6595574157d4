//! Tests of the gate: what Automerge writes passes; each kind of hostile input is refused with
//! its own reason; and whatever is altered at random, no panic escapes and nothing that is taken
//! breaks afterwards.

mod bench;
mod fixtures;
mod forge;
mod hostile;
mod inspecting;
mod mutation;
mod written;
