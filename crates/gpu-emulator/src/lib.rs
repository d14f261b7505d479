#![doc = include_str!("../README.md")]

mod shared;

pub use shared::{
    Clock, Cost, Emulator, Fault, Ledger, LoggedRequest, Machine, Outcome, RequestCount,
    StartError, Vendor,
};
