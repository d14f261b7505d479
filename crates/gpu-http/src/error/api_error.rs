//! What a vendor says about a failure.

use super::Error;

/// What a vendor's envelope says about a failure, and what its client crate makes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// The code, as text. `None` where the vendor sent none.
    pub code: Option<String>,
    /// The message. `None` where the vendor sent none.
    pub message: Option<String>,
    /// The credentials were refused.
    pub auth: bool,
    /// There is no such machine. Set only where evidence exists.
    pub not_found: bool,
    /// Too many requests.
    pub rate_limited: bool,
    /// A fault of the moment inside the vendor's service: the same read may succeed later.
    pub transient: bool,
    /// The request was turned away before anything was done, so nothing was made or changed. Set
    /// only where the code says so.
    pub rejected: bool,
    /// No machine of the kind that was ordered is free. Set where evidence exists, and for the codes that
    /// the caller has named.
    pub no_capacity: bool,
    /// What the client crate knows about this code, for the message.
    pub hint: Option<&'static str>,
}

impl ApiError {
    /// A fault with a code and a message and nothing known about it.
    pub fn new(code: Option<String>, message: Option<String>) -> Self {
        Self { code, message, ..Self::default() }
    }
}

impl Error {
    /// No machine of the kind that was ordered is free. Known by the codes that the caller has named
    /// ([`Settings::capacity_codes`](crate::Settings::capacity_codes)), and by those of which a
    /// client crate infers it; no vendor publishes one.
    ///
    /// *What to do:* if nothing was made ([`is_refused`](Self::is_refused)), order another machine, or
    /// in another region, or later. Otherwise find out first whether one was made.
    pub fn is_no_capacity(&self) -> bool {
        self.0.api_error.no_capacity
    }
}
