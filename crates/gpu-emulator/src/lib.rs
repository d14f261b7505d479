#![doc = include_str!("../README.md")]

pub mod ac_openapi;
pub mod glows;
mod guesses;
pub mod mdc;
pub mod proxy;
mod serve;
mod shared;

pub use ac_openapi::AcOpenApi;
pub use glows::Glows;
pub use guesses::{Evidence, Guess, guesses};
pub use mdc::Mdc;
pub use serve::{Export, ServeOptions, Serving, UnknownVendor, VendorName, serve};
pub use shared::{
    Builder, Charge, Clock, Cost, Edit, Emulator, Fault, Lapses, Ledger, LoggedRequest, Machine,
    Outcome, RequestCount, StartError, Vendor,
};
