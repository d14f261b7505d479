//! No fault of the network or of a vendor costs money: every call through every fault, and whole
//! rentals through random faults. `cargo test -p gpu-faults --test faults` prints it.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of tests state their expectations as the tests do"
)]

mod ac;
mod glows;
mod matrix;
mod mdc;
mod page;
mod raw;
mod report;
mod secrecy;
mod storms;
mod told;
mod trap;
mod world;
