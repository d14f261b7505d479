//! Exit codes, and the one line that a failure prints.

use std::fmt;

/// What the command's end means. Scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Code {
    /// Anything that the other codes do not name. Nothing costs money.
    Failed = 1,
    /// The input is wrong. Nothing was sent that changes anything.
    Usage = 2,
    /// The vendor refused (capacity, for example) and no machine was found, or the price is not the agreed one.
    Refused = 3,
    /// Credentials are missing, unusable or rejected.
    Credentials = 4,
    /// No usable answer came.
    NotReached = 5,
    /// A machine may still cost money. Its key is on standard error.
    MayStillCost = 10,
}

/// Why a verb failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: Code,
    /// One line: what happened, and what to do.
    pub(crate) what: String,
    /// The keys of machines that may still cost money.
    pub(crate) keys: Vec<String>,
}

pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    pub(crate) fn new(code: Code, what: impl fmt::Display) -> Self {
        let (what, keys) = (one_line(&what.to_string()), Vec::new());
        Self { code, what, keys }
    }

    pub(crate) fn failed(what: impl fmt::Display) -> Self {
        Self::new(Code::Failed, what)
    }

    pub(crate) fn usage(what: impl fmt::Display) -> Self {
        Self::new(Code::Usage, what)
    }

    /// Machines that may still cost money.
    pub(crate) fn may_cost(keys: Vec<String>, what: impl fmt::Display) -> Self {
        Self { keys, ..Self::new(Code::MayStillCost, what) }
    }

    /// The same failure with the account it is about in front of it.
    pub(crate) fn about(mut self, vendor: &str, profile: &str) -> Self {
        self.what = format!("{vendor} ({profile}): {}", self.what);
        self
    }

    /// The same failure with what to do behind it.
    pub(crate) fn hint(mut self, hint: &str) -> Self {
        self.what = format!("{}; {hint}", self.what);
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// What a lease failed with.
impl From<gpu_lease::Error> for Failure {
    fn from(error: gpu_lease::Error) -> Self {
        use gpu_lease::Kind;
        if error.may_still_cost() {
            return Self::may_cost(error.key().map(str::to_owned).into_iter().collect(), error);
        }
        let code = match (error.kind(), error.vendor_error()) {
            (Kind::Refused | Kind::Vendor, Some(vendor)) => code_of(vendor),
            (Kind::Invalid, _) => Code::Usage,
            (Kind::Refused | Kind::Price, _) => Code::Refused,
            (Kind::Vendor, None) => Code::NotReached,
            _ => Code::Failed,
        };
        let this = Self::new(code, &error);
        match error.kind() {
            Kind::Price if error.to_string().contains("assume_rate") => {
                this.hint("say what it costs: --assume-rate '0.65 Credit/hour'")
            }
            _ => this,
        }
    }
}

/// A name or number that cannot be.
impl From<gpu_common::InvalidInput> for Failure {
    fn from(error: gpu_common::InvalidInput) -> Self {
        Self::usage(error)
    }
}

/// What a call to a vendor failed with.
impl From<gpu_http::Error> for Failure {
    fn from(error: gpu_http::Error) -> Self {
        let code = code_of(&error);
        if code == Code::MayStillCost {
            return Self::may_cost(error.key().map(str::to_owned).into_iter().collect(), error);
        }
        Self::new(code, error)
    }
}

fn code_of(error: &gpu_http::Error) -> Code {
    use gpu_http::Kind;
    match error.kind() {
        Kind::MaybeCreated => Code::MayStillCost,
        _ if error.may_have_taken_effect() => Code::MayStillCost,
        _ if error.is_auth() => Code::Credentials,
        Kind::Invalid => Code::Usage,
        _ if error.is_refused() => Code::Refused,
        Kind::Vendor if !error.is_transient() => Code::Refused,
        Kind::WaitLimit | Kind::WaitEnded => Code::Failed,
        _ => Code::NotReached,
    }
}

/// Line breaks become spaces; what a terminal would obey vanishes.
pub(crate) fn one_line(text: &str) -> String {
    let spaced = text.chars().map(|one| if one.is_whitespace() { ' ' } else { one });
    spaced.filter(|one| !gpu_common::OneLine::is_odd(*one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gpu_http::{Delivery, Error, Kind};

    #[test]
    fn every_kind_of_a_vendors_error_has_a_code_that_is_not_zero() {
        for (kind, code) in [
            (Kind::Invalid, Code::Usage),
            (Kind::Connect, Code::NotReached),
            (Kind::Timeout, Code::NotReached),
            (Kind::Interrupted, Code::NotReached),
            (Kind::Status, Code::NotReached),
            (Kind::Redirect, Code::NotReached),
            (Kind::Vendor, Code::Refused),
            (Kind::Unreadable, Code::NotReached),
            (Kind::TooLarge, Code::NotReached),
            (Kind::MaybeCreated, Code::MayStillCost),
            (Kind::WaitLimit, Code::Failed),
            (Kind::WaitEnded, Code::Failed),
        ] {
            let error = Error::new(kind, Delivery::Answered, "it failed").with_key("anna_1");
            let failure = Failure::from(error);
            assert_eq!(failure.code, code, "{kind:?}");
            let keys = (code == Code::MayStillCost).then(|| "anna_1".to_owned());
            assert_eq!(failure.keys, Vec::from_iter(keys), "{kind:?}");
        }
    }

    #[test]
    fn a_failure_is_one_line() {
        assert_eq!(Failure::usage("a\nb\u{1b}[31mc").what, "a b[31mc");
    }
}
