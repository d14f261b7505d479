//! `cargo xtask fixtures`, run on the repository's own fixtures and on copies of them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests state their expectations as tests do"
)]

mod any_page;
mod check;
mod cli;
mod kept;
mod page;
mod repository;
