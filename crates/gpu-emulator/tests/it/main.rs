//! The emulators and the fault proxy as a caller sees them: raw HTTP over TCP, no client crate.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of tests state their expectations as the tests do"
)]

mod ac_openapi;
mod binary;
mod glows;
mod handle;
mod http;
mod mdc;
mod ports;
mod proxy;
