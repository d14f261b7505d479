//! AC OpenAPI's error codes: what the documents call them, and what each is known to mean.

mod codes;
mod fault;
mod meaning;

pub use codes::ErrorCode;
pub(crate) use fault::fault;
pub use meaning::Meaning;

/// Why a call failed: see [`gpu_http::Error`] for what it tells.
pub type Error = gpu_http::Error<ErrorCode>;

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
