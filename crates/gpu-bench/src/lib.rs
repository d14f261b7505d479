//! The clients beside what one would write by hand.
//!
//! `cargo xtask bench` starts `gpu-bench serve` in a process of its own, runs the other
//! subcommands under valgrind, and puts the figures side by side. Only figures of
//! one run are compared. What fails is an error that the programs print.
#![allow(clippy::exhaustive_structs, clippy::exhaustive_enums)] // It is not published.

pub mod builds;
pub mod by_hand;
pub mod call;
pub mod decode;
pub mod fleet;
#[cfg(feature = "tls")]
pub mod https;
pub mod leased;
pub mod memory;
pub mod program;
pub mod samples;
pub mod serve;
pub mod waiting;
pub mod young;
