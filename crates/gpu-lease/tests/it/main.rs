//! What a lease promises, against a vendor behind a real socket.
#![cfg(test)]

mod ending;
mod failing;
mod nightly;
mod signals;
mod sweeping;
mod vendors;
