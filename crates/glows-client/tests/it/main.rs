//! Everything that needs more than one module: fixtures, a canned server, the emulator.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests state their expectations like the tests do"
)]

mod answers;
mod bad_input;
mod calls;
mod concluding;
mod confirm_released;
mod create_instance;
mod doubling;
mod find_or_create;
mod fixtures;
mod looking;
mod reading;
mod secrets;
mod settings;
mod support;
mod waiting;
mod wire;
