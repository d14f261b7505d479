//! Times, with and without a known offset.

mod calendar;
mod civil;
mod error;
mod reading;
mod timestamp;

pub use civil::CivilDateTime;
pub use error::TimeError;
pub use timestamp::Timestamp;
