//! No fault of the network or of a vendor costs money.
//!
//! [`matrix`] makes every call of every vendor through every fault and prints what became of it, a mark
//! for each. [`storms`] plays whole rentals through random faults. [`drift`] changes every documented
//! answer in every way and reads it. [`load`] makes very many calls at once. [`promises`] is what the
//! compiler checks: the clients and their futures cross threads.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the helpers of tests state their expectations as the tests do"
)]

mod calls;
mod drift;
mod load;
mod matrix;
mod promises;
mod report;
mod secrecy;
mod storms;
mod time;
mod told;
mod trap;
mod workers;
