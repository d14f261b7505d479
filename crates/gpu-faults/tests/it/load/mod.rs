//! Very many at once, in one process: no wake-up is lost, nothing is rented twice, connections and
//! memory stay within bounds, and nothing is left behind. `cargo test -p gpu-faults --test load`
//! prints the figures.
//!
//! A target of its own: it counts the allocations of its process.

mod creates;
mod crowd;
mod far_side;
mod near_side;
mod waits;
