//! Everything that needs more than one module: fixtures, canned services, the emulator.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests state their expectations like the tests do"
)]

mod answers;
mod bad_input;
mod concluding;
mod confirm;
mod create;
mod doubling;
mod fixtures;
mod lists;
mod platform;
mod rental;
mod secrets;
mod support;
mod tokens;
mod undocumented;
mod wire;
