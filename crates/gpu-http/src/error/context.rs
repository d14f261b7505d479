//! What is added to an error on its way up, what lies below it included.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{ApiError, Endpoint, Error, Inner};
use crate::kind::{Idempotency, PriorAttempts};
use crate::{Candidate, Delivery, Kind};

impl Error {
    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Adds the caller's key, unless one is known already.
    pub fn with_key(self, key: &str) -> Self {
        self.with(|inner| inner.key = inner.key.take().or_else(|| Some(key.to_owned())))
    }

    /// Adds the machine's id, unless one is known already.
    pub fn with_id(self, id: &str) -> Self {
        self.with(|inner| inner.id = inner.id.take().or_else(|| Some(id.to_owned())))
    }

    /// Adds the last state a wait has seen; the beginning of it, should it be long.
    pub fn with_last_state(self, state: impl Into<String>) -> Self {
        self.with(|inner| inner.last_state = Some(bounded(state.into())))
    }

    /// Adds machines that may be the one a lost create has made.
    pub fn with_candidates(self, candidates: Vec<Candidate>) -> Self {
        self.with(|inner| inner.candidates = candidates)
    }

    /// Adds the error below this one. Its text is kept, its type is not.
    pub fn with_source(self, source: &(dyn std::error::Error + 'static)) -> Self {
        self.with(|inner| inner.source = Some(Cause::of(source)))
    }

    /// Adds what lies below this error, in words.
    pub(crate) fn with_cause(self, text: String) -> Self {
        self.with(|inner| inner.source = Some(Cause { text, source: None }))
    }

    /// Adds how long the server asked to wait, if it did.
    pub fn with_retry_after(self, wait: Option<Duration>) -> Self {
        self.with(|inner| inner.retry_after = wait)
    }

    /// The same failure as a create whose fate is unknown: probes did not settle it. It may
    /// have taken effect then even if it was refused: a limiter can stand behind what has acted.
    pub fn into_maybe_created(self, looked: &str) -> Self {
        self.with(|inner| {
            let kind = inner.kind.as_str();
            inner.what = match inner.what.as_str() {
                "" => format!("{kind}; {looked}"),
                what => format!("{kind} ({what}); {looked}"),
            };
            inner.kind = Kind::MaybeCreated;
            (inner.refused, inner.api_error.rejected, inner.looked) = (false, false, None);
        })
    }

    /// The same refusal, taken for the truth: the machine was looked for and was not there.
    pub(crate) fn into_refused(self, looked: &str) -> Self {
        self.with(|inner| inner.looked = Some(looked.to_owned()))
    }

    /// Adds what the vendor's envelope says; of the code the beginning, should it be long.
    pub fn with_api_error(self, said: ApiError) -> Self {
        let code = said.code.map(bounded);
        self.with(|inner| inner.api_error = ApiError { code, ..said })
    }

    pub(crate) fn with_status(self, status: u16) -> Self {
        self.with(|inner| (inner.status, inner.refused) = (Some(status), refuses(status)))
    }

    /// A status whose body did not arrive whole: the status alone settles nothing.
    pub(crate) fn with_broken_body(self, status: u16) -> Self {
        self.with(|inner| inner.status = Some(status))
    }

    /// Adds which call has failed, and what came of the attempts before the last: what that one did not
    /// send, another may have. A change is only tried again when the answer before was a plain refusal.
    pub(crate) fn of_call(
        self,
        endpoint: Endpoint,
        idempotency: Idempotency,
        prior: PriorAttempts,
    ) -> Self {
        self.with(|inner| {
            inner.endpoint = Some(endpoint);
            (inner.idempotency, inner.limited_before) = (idempotency, prior.limited);
            if inner.delivery == Delivery::NotSent && prior.delivery != Delivery::NotSent {
                inner.delivery = prior.delivery;
                inner.refused = prior.delivery == Delivery::Answered;
            }
        })
    }

    pub(crate) fn with_host(self, host: String) -> Self {
        self.with(|inner| inner.host = Some(host))
    }

    /// An error of such a call.
    #[cfg(test)]
    pub(crate) fn of_a(self, call: Idempotency) -> Self {
        self.with(|inner| inner.idempotency = call)
    }

    pub(crate) fn with_attempts(self, attempts: u32) -> Self {
        self.with(|inner| inner.attempts = attempts)
    }

    pub(crate) fn with_body(self, body: String) -> Self {
        self.with(|inner| inner.body = Some(body))
    }

    pub(crate) fn with_json_path(self, path: Option<String>) -> Self {
        self.with(|inner| inner.json_path = path.map(bounded))
    }
}

/// Whether a status refuses the call. A 408 can be a stale answer of an idle connection, a 499 is a
/// gateway's own, and a 5xx can come from a gateway behind which the work went on.
pub(crate) fn refuses(status: u16) -> bool {
    (400..500).contains(&status) && !matches!(status, 408 | 499)
}

/// The most characters of a text of other people that an error keeps, where it need not be whole.
const KEPT: usize = 400;

/// The beginning of a text that nobody needs whole.
fn bounded(text: String) -> String {
    match text.char_indices().nth(KEPT) {
        None => text,
        Some(_) => text.chars().take(KEPT).chain(['…']).collect(),
    }
}

/// The text of an error below ours. The HTTP library's own types stay out of the public API.
#[derive(Clone)]
pub(super) struct Cause {
    text: String,
    source: Option<Box<Self>>,
}

impl Cause {
    fn of(error: &(dyn std::error::Error + 'static)) -> Self {
        Self {
            text: error.to_string(),
            source: error.source().map(|source| Box::new(Self::of(source))),
        }
    }

    /// The cause of all causes, without the number that the operating system has for it.
    pub(super) fn root(&self) -> Cow<'_, str> {
        let mut cause = self;
        while let Some(below) = &cause.source {
            cause = below;
        }
        let text = match cause.text.split_once(" (os error") {
            Some((text, _)) => text,
            None => &cause.text,
        };
        match text.strip_prefix("Connection ") {
            Some(rest) => Cow::Owned(format!("connection {rest}")),
            None => Cow::Borrowed(text),
        }
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)?;
        self.source.as_ref().map_or(Ok(()), |source| write!(f, " <- {source:?}"))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_fate_is_no_refusal() {
        for (status, rejected) in [(429, true), (401, false)] {
            let error = Error::new(Kind::Status, Delivery::Answered, "")
                .of_a(Idempotency::NotIdempotent)
                .with_status(status)
                .with_api_error(ApiError { rejected, ..ApiError::default() })
                .into_maybe_created("no time was left to look");
            assert!(error.may_have_taken_effect());
            assert_eq!(error.is_rate_limited(), status == 429);
        }
    }

    #[test]
    fn an_unknown_fate_keeps_what_went_wrong_first() {
        for (what, told) in [
            ("", "timed out; looked in vain"),
            ("no answer", "timed out (no answer); looked in vain"),
        ] {
            let error: Error = Error::new(Kind::Timeout, Delivery::MaybeSent, what);
            let told = format!("{}: {told}; maybe sent", Kind::MaybeCreated.as_str());
            let error = error.into_maybe_created("looked in vain");
            assert_eq!((error.kind(), error.to_string()), (Kind::MaybeCreated, told));
        }
    }

    #[test]
    fn the_first_key_and_id_win() {
        let error: Error = Error::invalid("cmd", "empty").with_key("a").with_id("x");
        let error = error.with_key("b").with_id("y");
        assert_eq!((error.key(), error.id()), (Some("a"), Some("x")));
        assert_eq!(error.to_string(), "invalid input `cmd`: empty; machine x; key a");
    }
}
