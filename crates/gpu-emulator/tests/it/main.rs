//! The emulators and the fault proxy as a caller sees them: raw HTTP over TCP, no client crate.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of tests state their expectations as the tests do"
)]

/// The creation time in Glows.ai's samples: 2024-09-20T05:42:24Z.
const SAMPLED: std::time::Duration = std::time::Duration::from_secs(1_726_810_944);

fn seconds(count: u64) -> std::time::Duration {
    std::time::Duration::from_secs(count)
}

mod ac_openapi;
mod command;
mod documented;
mod every;
mod glows;
mod handle;
mod http;
mod mdc;
mod ports;
mod proxy;
