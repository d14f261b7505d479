//! What a lease promises.
#![cfg(test)]

mod ending;
mod failing;
mod fake;
mod journal;
mod kill;
mod model;
mod nightly;
mod processes;
mod spend;
mod sweeping;
mod vendors;
