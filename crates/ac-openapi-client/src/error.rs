//! AC OpenAPI's error codes: what the documents call them, and what each is known to mean.

mod codes;
mod fault;
mod meaning;

pub use codes::{ErrorCode, Meaning};
pub(crate) use fault::fault;
pub(crate) use meaning::GET_TOKENS;

pub use gpu_http::Error;

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
