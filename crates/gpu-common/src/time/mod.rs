//! Times, with and without a known offset.

mod civil;
mod error;
mod timestamp;

pub use civil::CivilDateTime;
pub use error::TimeError;
pub use timestamp::Timestamp;
