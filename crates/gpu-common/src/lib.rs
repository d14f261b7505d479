#![doc = include_str!("../README.md")]

mod decimal;
mod secret;
mod time;

pub use decimal::{Decimal, DecimalError, Rounding};
pub use secret::{MASK, Secret, WithSecrets};
pub use time::{TimeError, Timestamp};
