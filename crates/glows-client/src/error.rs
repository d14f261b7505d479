//! Glows.ai's error codes, and what each is known to mean.

use std::fmt;

use gpu_http::ApiError;

pub use gpu_http::Error;

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A code of Glows.ai's envelope. Open: any number is one. The vendor's page lists 19, whose descriptions
/// cannot be read in any published copy, so a name is given only where the meaning is known. A related
/// platform suggests that 6 is an invalid parameter, and 7 refused or expired credentials.
///
/// ```
/// use glows_client::ErrorCode;
///
/// assert_eq!(ErrorCode::TOKEN_REJECTED.number(), 176);
/// # let error = glows_client::Client::new("").unwrap_err();
/// println!("{:?}", ErrorCode::of(&error)); // of an error that a call gave
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(i64);

impl ErrorCode {
    /// 0, success; never the code of an error. Documented.
    pub const SUCCESS: Self = Self(0);

    /// 176, the token was rejected. Not listed; seen in use with the message `check jwt token
    /// failed`, once for a token of another kind and once for an account in arrears.
    pub const TOKEN_REJECTED: Self = Self(176);

    /// The code that an error carries. `None` if it carries none or one that is no number, which
    /// [`Error::code`] has as text.
    pub fn of(error: &Error) -> Option<Self> {
        error.code()?.parse().ok().map(Self)
    }

    /// The number on the wire.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// What this crate makes of the code, with the vendor's message beside it. Only 176 is acted on: what
    /// "not found" or "no capacity" looks like is not published.
    pub(crate) fn fault(self, message: Option<String>) -> ApiError {
        let mut fault = ApiError::new(Some(self.to_string()), message);
        if self == Self::TOKEN_REJECTED {
            fault.auth = true;
            fault.rejected = true;
            fault.hint = Some(
                "rejected token: is it an SDK token, not the Datadrive one, and is the account paid up?",
            );
        }
        fault
    }
}

impl From<i64> for ErrorCode {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use gpu_http::{Delivery, Kind};

    use super::*;

    #[test]
    fn of_all_published_codes_only_a_rejected_token_is_more_than_a_number() {
        let published = include_str!("../tests/fixtures/codes.json");
        let published: Vec<serde_json::Value> = serde_json::from_str(published).unwrap();
        let published = published.iter().filter_map(|entry| entry["code"].as_i64());
        for code in published.map(ErrorCode) {
            let fault = code.fault(None);
            assert_eq!(fault.auth, code == ErrorCode::TOKEN_REJECTED, "{code}");
            assert_eq!(fault.hint.is_some(), fault.auth, "{code}");
            assert!(!fault.not_found && !fault.rate_limited && !fault.transient);
        }
    }

    #[test]
    fn any_number_is_a_code() {
        let fault = ApiError::new(Some("-9000000000".into()), None);
        let error = Error::new(Kind::Vendor, Delivery::Answered, "").with_api_error(fault);
        assert_eq!(ErrorCode::of(&error).unwrap().number(), -9_000_000_000);
    }
}
