//! What the vendors' answers may turn into, and what the clients make of that.
//!
//! [`drift`] changes every documented answer in every way at every place and knows by [`rules`]
//! what must become of it; [`fuzz`] feeds every reader of text with what nobody documented.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests state their expectations like the tests do"
)]

mod drift;
mod envelope;
mod fixtures;
mod fuzz;
mod json;
mod mutants;
mod rules;
mod server;
mod shown;
mod tally;
mod vendors;
mod verdict;
