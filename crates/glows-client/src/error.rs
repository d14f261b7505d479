//! Glows.ai's error codes, and what each is known to mean.

use std::fmt;

use gpu_http::ApiError;

pub use gpu_http::Error;

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A code of Glows.ai's envelope. Open: any number is one.
///
/// The numbers named here are those that the newest edition of the vendor's page lists, and 176,
/// which it does not list and which is the one most often seen. The page's descriptions of them
/// cannot be read in any published copy; a name is given only where the meaning is known.
///
/// ```
/// use glows_client::ErrorCode;
///
/// assert_eq!(ErrorCode::TOKEN_REJECTED.number(), 176);
/// assert!(!ErrorCode::from(4711).is_known());
/// # let error = glows_client::Client::new("").unwrap_err();
/// println!("{:?}", ErrorCode::of(&error)); // of an error that a call gave
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(i64);

/// Defines the constants, and the list of them from the same lines.
macro_rules! codes {
    ($( $(#[$meta:meta])* $name:ident = $number:literal; )+) => {
        impl ErrorCode {
            $( $(#[$meta])* pub const $name: Self = Self($number); )+

            /// Every code that is published or was seen, success included, in ascending order.
            pub const KNOWN: &'static [Self] = &[$( Self::$name ),+];
        }
    };
}

codes! {
    /// 0, success; never the code of an error. Documented.
    SUCCESS = 0;
    /// 1. Listed, meaning unknown.
    CODE_1 = 1;
    /// 6. Listed; probably an invalid parameter (inferred from a related platform).
    CODE_6 = 6;
    /// 7. Listed; possibly refused or expired credentials (inferred from a related platform).
    CODE_7 = 7;
    /// 10. Listed, meaning unknown.
    CODE_10 = 10;
    /// 17. Listed, meaning unknown.
    CODE_17 = 17;
    /// 20. Listed, meaning unknown.
    CODE_20 = 20;
    /// 88. Listed, meaning unknown.
    CODE_88 = 88;
    /// 89. Listed, meaning unknown.
    CODE_89 = 89;
    /// 114. Listed, meaning unknown.
    CODE_114 = 114;
    /// 133. Listed, meaning unknown.
    CODE_133 = 133;
    /// 164. Listed, meaning unknown.
    CODE_164 = 164;
    /// 174. Listed, meaning unknown.
    CODE_174 = 174;
    /// 176, the token was rejected. Not listed; seen in use with the message `check jwt token
    /// failed`, once for a token of another kind and once for an account in arrears.
    TOKEN_REJECTED = 176;
    /// 192. Listed, meaning unknown.
    CODE_192 = 192;
    /// 198. Listed, meaning unknown.
    CODE_198 = 198;
    /// 199. Listed, meaning unknown.
    CODE_199 = 199;
    /// 206. Listed, meaning unknown.
    CODE_206 = 206;
    /// 208. Listed, meaning unknown.
    CODE_208 = 208;
    /// 215. Listed, meaning unknown.
    CODE_215 = 215;
}

impl ErrorCode {
    /// The code that an error carries. `None` if it carries none or one that is no number, which
    /// [`Error::code`] has as text.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        error.code()?.parse().ok().map(Self)
    }

    /// The number on the wire.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Whether the number is one of [`KNOWN`](Self::KNOWN).
    #[must_use]
    pub fn is_known(self) -> bool {
        Self::KNOWN.contains(&self)
    }

    /// What this crate makes of the code, with the vendor's message beside it.
    ///
    /// Only 176 is acted on. What a "not found" or "no capacity" looks like is not published, so
    /// no code is taken for one.
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
    fn every_published_code_has_its_constant_in_order() {
        let published: serde_json::Value =
            serde_json::from_str(include_str!("../tests/fixtures/codes.json")).unwrap();
        let published: Vec<i64> = published
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["code"].as_i64().unwrap())
            .collect();
        let ours: Vec<i64> = ErrorCode::KNOWN.iter().map(|code| code.number()).collect();
        assert_eq!(ours, published);
    }

    #[test]
    fn only_a_rejected_token_is_taken_for_more_than_a_number() {
        for &code in ErrorCode::KNOWN {
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
        let code = ErrorCode::of(&error).unwrap();
        assert_eq!((code.number(), code.is_known()), (-9_000_000_000, false));
        assert!(ErrorCode::CODE_88.is_known());
    }
}
