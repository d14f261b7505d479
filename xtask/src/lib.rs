//! Repository chores, behind `cargo xtask <command>`.
//!
//! One module per command: [`fixtures`] turns the vendors' documentation into
//! test data, [`ci`] runs the gates, [`deps`] weighs what users
//! compile. It is a
//! library so that tests and fuzzers can call the readers without a process.

pub mod ci;
pub mod cli;
pub mod deps;
pub mod error;
pub mod fixtures;

pub use error::Error;
