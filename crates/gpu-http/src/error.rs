//! The one error shape of all client crates.

mod context;
mod message;
mod predicates;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use gpu_common::{InvalidInput, MoneyError};

use context::Cause;
pub(crate) use context::refuses;

use crate::kind::Idempotency;
use crate::{Candidate, Delivery, Kind};

/// Why a call, a wait or a create failed, and everything known at that moment. No form of it shows a secret.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    kind: Kind,
    delivery: Delivery,
    idempotency: Idempotency,
    refused: bool,
    limited_before: bool,
    looked: Option<String>,
    what: String,
    /// Host and port that were asked.
    host: Option<String>,
    endpoint: Option<Endpoint>,
    field: Option<String>,
    status: Option<u16>,
    api_error: ApiError,
    json_path: Option<String>,
    body: Option<String>,
    attempts: u32,
    retry_after: Option<Duration>,
    key: Option<String>,
    id: Option<String>,
    last_state: Option<String>,
    candidates: Vec<Candidate>,
    source: Option<Cause>,
}

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
    /// Nothing was made or changed. Set only where the code says that the request was turned away before.
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

/// Which call it was.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) name: &'static str,
    pub(crate) method: String,
    pub(crate) path: String,
}

impl Error {
    /// An error of a kind, with one clause that says what happened.
    pub fn new(kind: Kind, delivery: Delivery, what: impl Into<String>) -> Self {
        Self::of_field(kind, delivery, what.into(), None)
    }

    fn of_field(kind: Kind, delivery: Delivery, what: String, field: Option<String>) -> Self {
        let inner = Inner {
            kind,
            delivery,
            idempotency: Idempotency::ReadOnly,
            refused: false,
            limited_before: false,
            looked: None,
            what,
            host: None,
            endpoint: None,
            field,
            status: None,
            api_error: ApiError::default(),
            json_path: None,
            body: None,
            attempts: 0,
            retry_after: None,
            key: None,
            id: None,
            last_state: None,
            candidates: Vec::new(),
            source: None,
        };
        Self(Arc::new(inner))
    }

    /// Wrong input or configuration, found before anything was sent.
    pub fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::of_field(Kind::Invalid, Delivery::NotSent, reason.into(), Some(field.into()))
    }

    /// Time ran out while the request may have been on its way.
    pub(crate) fn timed_out(limit: Duration) -> Self {
        let what = format!("no whole answer within {limit:?}");
        Self::new(Kind::Timeout, Delivery::MaybeSent, what)
    }

    /// What went wrong, in one word.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Whether the server can have seen the request, in this attempt or in one before.
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// The input or setting to change, for errors of kind [`Kind::Invalid`].
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The call that failed, by the client crate's name for it (`create instance`).
    pub fn endpoint(&self) -> Option<&'static str> {
        self.0.endpoint.as_ref().map(|endpoint| endpoint.name)
    }

    /// The HTTP status, if an answer's head arrived.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The vendor's message, if there was one; credentials in it are masked.
    pub fn vendor_message(&self) -> Option<&str> {
        self.0.api_error.message.as_deref()
    }

    /// The vendor's code as the text that came, if there was one. A client crate whose vendor
    /// publishes codes reads it with `ErrorCode::of`.
    pub fn code(&self) -> Option<&str> {
        self.0.api_error.code.as_deref()
    }

    /// Where in the answer the reader stumbled, as a JSON path (`instances[3].status`).
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// The beginning of the answer's body, bounded and with credentials masked.
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// How many requests were made.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the server asked to wait (`Retry-After`), if it did.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The caller's own key or name for the machine, by which it can be found again, as soon as there is one.
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// The machine's id, as soon as the vendor gave one.
    pub fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// The last state seen by a wait, in the vendor's spelling.
    pub fn last_state(&self) -> Option<&str> {
        self.0.last_state.as_deref()
    }

    /// Machines that may be the one a lost create has made.
    pub fn candidates(&self) -> &[Candidate] {
        &self.0.candidates
    }
}

impl From<InvalidInput> for Error {
    fn from(refused: InvalidInput) -> Self {
        Self::invalid(refused.field(), refused.reason())
    }
}

/// Kind `Invalid`, field `money`.
impl From<MoneyError> for Error {
    fn from(refused: MoneyError) -> Self {
        Self::invalid("money", refused.to_string())
    }
}

/// For what takes a value or a text that can become one: a value cannot fail to be itself.
impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use gpu_common::{Money, Port, Protocol};

    use super::*;

    #[test]
    fn whatever_refuses_an_input_is_taken_by_the_question_mark() {
        let port = || Ok::<_, Error>(Port::new(0, Protocol::Ssh).map(|_| ())?);
        let money = || Ok("1 CNY".parse::<Money>()?.checked_add("1 USD".parse()?).map(|_| ())?);
        for (refused, field) in [(port(), "port"), (money(), "money")] {
            let error = refused.unwrap_err();
            assert_eq!((error.kind(), error.field()), (Kind::Invalid, Some(field)));
            assert!(!error.may_have_been_sent());
        }
    }
}
