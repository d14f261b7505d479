//! Looks of a wait that failed: which of them it outlasts, and what is told of them at its end.

use std::fmt;

use crate::{Error, Kind};

/// How often in a row an answer that is no success must come to be believed.
const BELIEVED: u32 = 3;

/// The looks that have failed since the last one that did not.
pub(crate) struct Failures {
    last: Option<Error>,
    refusals: u32,
}

impl Failures {
    pub(crate) fn none() -> Self {
        Self {
            last: None,
            refusals: 0,
        }
    }

    /// Adds one. It is given back if the wait is not to outlast it.
    ///
    /// Faults of the moment are outlasted. So is, once and twice, an answer that refuses or cannot
    /// be read: the vendors document the meaning of hardly any refusal, and a machine that was made
    /// a moment ago need not be known everywhere yet.
    pub(crate) fn tolerate(&mut self, error: Error) -> Result<(), Error> {
        if !error.is_transient() {
            self.refusals += 1;
            if !may_be_of_the_moment(&error) || self.refusals >= BELIEVED {
                return Err(error);
            }
        }
        self.last = Some(error);
        Ok(())
    }

    /// The last of them, for the error of a wait whose limit has passed.
    pub(crate) fn below(&self) -> Option<Below> {
        self.last.as_ref().map(|error| Below(error.to_string()))
    }
}

/// Whether a failure that nothing is known about may be gone at the next look.
fn may_be_of_the_moment(error: &Error) -> bool {
    matches!(error.kind(), Kind::Vendor | Kind::Status | Kind::Unreadable) && !error.is_auth()
}

/// The text of an error below another one.
#[derive(Debug)]
pub(crate) struct Below(String);

impl fmt::Display for Below {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Below {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApiError, Delivery};

    fn error(kind: Kind, said: ApiError) -> Error {
        Error::new(kind, Delivery::Answered, "").with_api_error(said)
    }

    /// How many looks that fail in this way a wait makes, of ten.
    fn looks(kind: Kind, fault: &ApiError) -> usize {
        let mut failures = Failures::none();
        let outlasted = |_: &u32| failures.tolerate(error(kind, fault.clone())).is_ok();
        (1..10).take_while(outlasted).count() + 1
    }

    #[test]
    fn what_patience_mends_is_outlasted_and_what_it_does_not_ends_a_wait() {
        let unknown = ApiError::default();
        let auth = ApiError {
            auth: true,
            ..ApiError::default()
        };
        for (kind, fault, expected) in [
            (Kind::Interrupted, &unknown, 10),
            (Kind::Unreadable, &unknown, 10),
            (Kind::Vendor, &unknown, 3),
            (Kind::Vendor, &auth, 1),
            (Kind::Status, &unknown, 3),
            (Kind::Invalid, &unknown, 1),
            (Kind::Redirect, &unknown, 1),
            (Kind::TooLarge, &unknown, 1),
        ] {
            assert_eq!(looks(kind, fault), expected, "{kind:?}");
        }
    }

    #[test]
    fn the_last_failure_is_told() {
        let mut failures = Failures::none();
        assert!(failures.below().is_none());
        failures
            .tolerate(error(Kind::Timeout, ApiError::default()))
            .unwrap();
        assert_eq!(failures.below().unwrap().to_string(), "timed out; answered");
    }
}
