//! What `gpu-http` does when the network and the server misbehave, against raw TCP servers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests state their expectations like the tests do"
)]

mod bodies;
mod delivery;
mod leaks;
mod places;
mod retries;
mod server;
