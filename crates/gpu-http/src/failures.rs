//! Probes of a wait that failed: which of them it tolerates, and what is told of them at its end.

use std::time::Duration;

use crate::{Delivery, Error, Kind};

/// How often in a row a refusal must come to be believed.
const BELIEVED: u32 = 3;

/// The probes that have failed since the last one that did not.
pub(crate) struct Failures {
    last: Option<Error>,
    refusals: u32,
}

impl Failures {
    pub(crate) fn none() -> Self {
        Self { last: None, refusals: 0 }
    }

    /// Adds one. It is given back if the wait is not to tolerate it.
    ///
    /// What is transient or says nothing about the machine is tolerated. Rejected credentials and
    /// what no further probe would mend are not. So is, once and twice, any other refusal: the
    /// vendors document the meaning of hardly any, and a machine that was made a moment ago need not
    /// be known everywhere yet.
    pub(crate) fn tolerate(&mut self, error: Error) -> Result<(), Error> {
        if !error.is_transient() && !error.says_nothing() {
            self.refusals += 1;
            if !may_pass(&error) || self.refusals >= BELIEVED {
                return Err(error);
            }
        }
        self.last = Some(error);
        Ok(())
    }

    /// Adds one that is tolerated whatever it is.
    pub(crate) fn note(&mut self, error: Error) {
        self.last = Some(error);
    }

    /// That the limit of a wait has passed, what was met until then, and the last of them.
    pub(crate) fn expired(&self, waiting_for: &str, limit: Duration, met: Option<&str>) -> Error {
        let mut what = format!("waiting for {waiting_for}, {limit:?} passed");
        if let Some(met) = met {
            what.extend(["; ", met]);
        }
        let error = Error::new(Kind::WaitLimit, Delivery::Answered, what);
        match &self.last {
            Some(last) => error.with_cause(last.to_string()),
            None => error,
        }
    }
}

/// Whether a refusal that nothing is known about may not come again.
fn may_pass(error: &Error) -> bool {
    matches!(error.kind(), Kind::Vendor | Kind::Status | Kind::Unreadable) && !error.is_auth()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ApiError;

    fn error(kind: Kind, said: ApiError) -> Error {
        Error::new(kind, Delivery::Answered, "").with_api_error(said)
    }

    /// How many probes that fail in this way a wait makes, of ten.
    fn probes(error: &Error) -> usize {
        let mut failures = Failures::none();
        let tolerated = |_: &u32| failures.tolerate(error.clone()).is_ok();
        (1..10).take_while(tolerated).count() + 1
    }

    #[test]
    fn what_passes_is_tolerated_and_what_does_not_ends_a_wait() {
        let unknown = ApiError::default;
        let auth = ApiError { auth: true, ..unknown() };
        let code = ApiError::new(Some("10008".to_owned()), None);
        let page = "<html>blocked</html>".to_owned();
        let status = |status| error(Kind::Status, unknown()).with_status(status);
        for (error, expected) in [
            (error(Kind::Interrupted, unknown()), 10),
            (error(Kind::Unreadable, unknown()), 10),
            (error(Kind::Vendor, unknown()), 3),
            (error(Kind::Vendor, auth), 1),
            (error(Kind::Invalid, unknown()), 1),
            (error(Kind::TooLarge, unknown()), 1),
            (error(Kind::Redirect, unknown()), 10),
            (status(404), 3),
            (status(404).with_body(page.clone()), 10),
            (status(401), 1),
            (status(401).with_body(page), 10),
            (status(403), 10),
            (error(Kind::Status, code).with_status(403), 3),
        ] {
            assert_eq!(probes(&error), expected, "{error}");
        }
    }
}
