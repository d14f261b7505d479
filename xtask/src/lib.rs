//! Repository chores, behind `cargo xtask <command>`.
//!
//! One module per command: [`fixtures`] turns the vendors' documentation into test data, [`ci`] runs
//! the gates, [`deps`] weighs what users compile, [`supply`] checks where it comes from, [`minimal`]
//! how old it may be, [`api`] keeps the public APIs as reviewed text, [`publish`] proves the packages.
//! [`mod@bench`] measures. It is a library so that tests and fuzzers can call the readers without a process.

pub mod api;
pub mod bench;
pub mod ci;
pub mod cli;
pub mod deps;
pub mod error;
pub mod fixtures;
pub mod minimal;
pub mod publish;
mod rent;
mod scratch;
pub mod supply;
mod workspace;

pub use error::Error;
