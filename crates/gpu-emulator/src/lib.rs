#![doc = include_str!("../README.md")]

pub mod glows;
mod shared;

pub use glows::Glows;
pub use shared::{
    Clock, Cost, Emulator, Fault, Ledger, LoggedRequest, Machine, Outcome, RequestCount,
    StartError, Vendor,
};
