//! Repository chores, behind `cargo xtask <command>`.
//!
//! One module per command: [`fixtures`] turns the vendors' documentation into
//! test data, [`ci`] runs the gates, [`deps`] weighs what users
//! compile, [`supply`] checks where it comes from, [`api`] keeps the public APIs as reviewed text. It is a
//! library so that tests and fuzzers can call the readers without a process.

pub mod api;
pub mod ci;
pub mod cli;
pub mod deps;
pub mod error;
pub mod fixtures;
pub mod supply;
mod workspace;

pub use error::Error;
