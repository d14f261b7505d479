#![doc = include_str!("../README.md")]

pub mod ac_openapi;
pub mod glows;
pub mod mdc;
pub mod proxy;
mod shared;

pub use ac_openapi::AcOpenApi;
pub use glows::Glows;
pub use mdc::Mdc;
pub use shared::{
    Builder, Charge, Clock, Cost, Damage, Edit, Emulator, Escape, Fault, Hold, Lapses, Ledger,
    LoggedRequest, Machine, Outcome, RequestCount, StartError, Vendor,
};
