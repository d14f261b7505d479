//! Tests against documented samples, single answers (wiremock) and the emulator, in one binary.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of tests state their expectations as the tests do"
)]

mod concluding;
mod cost;
mod create;
mod delete;
mod list;
mod lost_answers;
mod odd_answers;
mod power;
mod rental;
mod samples;
mod secrets;
mod stage;
mod stub;
mod waiting;
mod wire;
