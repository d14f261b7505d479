//! Times, with and without a known offset.

mod error;
mod timestamp;

pub use error::TimeError;
pub use timestamp::Timestamp;
