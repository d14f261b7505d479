//! The one error shape of all client crates.

mod api_error;
mod cause;
mod context;
mod invalid;
mod message;

use std::time::Duration;

pub use api_error::ApiError;
use cause::Cause;

use crate::{Candidate, Delivery, Kind};

/// Why a call, a wait or a create failed, and everything known at that moment.
///
/// One type for all vendors. `Debug` and `Display` never show a secret.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    kind: Kind,
    delivery: Delivery,
    changing: bool,
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

/// The machine that a call is about. Its errors say so.
#[derive(Clone, Default)]
pub(crate) struct About {
    pub(crate) key: Option<Box<str>>,
    pub(crate) id: Option<Box<str>>,
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
    #[must_use]
    pub fn new(kind: Kind, delivery: Delivery, what: impl Into<String>) -> Self {
        let inner = Inner {
            kind,
            delivery,
            changing: false,
            refused: false,
            limited_before: false,
            looked: None,
            what: what.into(),
            host: None,
            endpoint: None,
            field: None,
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
        Self(Box::new(inner))
    }

    /// Wrong input or configuration, found before anything was sent.
    #[must_use]
    pub fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        let mut error = Self::new(Kind::Invalid, Delivery::NotSent, reason);
        error.0.field = Some(field.into());
        error
    }

    /// What went wrong, in one word.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Whether the server can have seen the request, in this attempt or in one before.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// The input or setting to change, for errors of kind [`Kind::Invalid`].
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The call that failed, by the client crate's name for it (`create instance`).
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static str> {
        self.0.endpoint.as_ref().map(|endpoint| endpoint.name)
    }

    /// The HTTP status, if an answer's head arrived.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The vendor's message, if there was one; credentials in it are masked.
    #[must_use]
    pub fn vendor_message(&self) -> Option<&str> {
        self.0.api_error.message.as_deref()
    }

    /// The vendor's code as the text that came, if there was one. A client crate whose vendor
    /// publishes codes reads it with `ErrorCode::of`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.api_error.code.as_deref()
    }

    /// Where in the answer the reader stumbled, as a JSON path (`instances[3].status`).
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// The beginning of the answer's body, bounded and with credentials masked.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// How many requests were made.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the server asked to wait (`Retry-After`), if it did.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The caller's own key or name for the machine, as soon as one was chosen.
    /// With it a machine that may exist can be found again.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// The machine's id, as soon as the vendor gave one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// The last state seen by a wait, in the vendor's spelling.
    #[must_use]
    pub fn last_state(&self) -> Option<&str> {
        self.0.last_state.as_deref()
    }

    /// Machines that may be the one a lost create has made.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.0.candidates
    }

    /// The credentials were rejected. Check which token is in use and whether it has expired;
    /// repeating the call does not help.
    ///
    /// That is the vendor's own word, or HTTP 401. A 403 without the vendor's word says nothing about
    /// credentials, nor does a web page.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.0.api_error.auth || (self.0.status == Some(401) && !self.has_web_page())
    }

    /// Too many requests. Wait for [`retry_after`](Self::retry_after), or longer than before.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.api_error.rate_limited || self.0.status == Some(429)
    }

    /// Too many requests, in this attempt or in one before. For a change that is no proof of anything,
    /// even if the last attempt was plainly refused: a limiter can stand behind what has acted.
    #[must_use]
    pub fn was_rate_limited(&self) -> bool {
        self.0.limited_before || self.is_rate_limited()
    }

    /// The vendor said, in a way for which evidence exists, that there is no such machine.
    /// `false` does not mean that it exists.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.api_error.not_found
    }

    /// Whether the request can have reached the server. `false` is a promise: nothing was sent,
    /// so repeating is safe.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.0.delivery != Delivery::NotSent
    }

    /// Whether a change may have taken effect although the call failed. `false` for reads, for
    /// what was never sent, and for refusals: a code that says so, HTTP 4xx other than 408 with the
    /// vendor's own words, or one after which probes found nothing. If `true`, look at the machine
    /// before doing anything else; do not repeat the call blindly.
    #[must_use]
    pub fn may_have_taken_effect(&self) -> bool {
        self.0.changing && self.0.delivery != Delivery::NotSent && !self.has_refused()
    }

    /// Whether a change was refused, and nothing was made: plainly, or the machine was
    /// [looked for](Self::looked) and was not there. There is nothing to give back; another order may
    /// be tried.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.0.changing && self.0.delivery == Delivery::Answered && self.has_refused()
    }

    /// What looking for the machine has found, where a refusal was taken for the truth only after
    /// that.
    #[must_use]
    pub fn looked(&self) -> Option<&str> {
        self.0.looked.as_deref()
    }

    fn has_refused(&self) -> bool {
        let in_words = self.0.api_error.code.is_some() || self.0.api_error.message.is_some();
        let before = self.0.status.is_none() && self.0.limited_before;
        let limited = self.0.status == Some(429) || before;
        self.0.api_error.rejected
            || self.0.looked.is_some()
            || (self.0.refused && (in_words || limited || self.is_auth()))
    }

    /// A web page where the vendor's answer should be: a gateway's, or a firewall's.
    fn has_web_page(&self) -> bool {
        let body = self.0.body.as_deref().unwrap_or_default();
        body.trim_start().starts_with('<')
    }

    /// Whether the answer says nothing about machines or credentials: a redirect, a web page, a 403
    /// without the vendor's own words.
    pub(crate) fn says_nothing(&self) -> bool {
        let said = &self.0.api_error;
        let mute = self.0.status == Some(403) && said.code.is_none() && said.message.is_none();
        match self.0.kind {
            Kind::Redirect => true,
            Kind::Status => mute || self.has_web_page(),
            _ => false,
        }
    }

    /// A transient error (network, 408, 429, 5xx): the same *read* may succeed later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            Kind::Connect | Kind::Timeout | Kind::Interrupted => true,
            Kind::Status => matches!(self.0.status, Some(408 | 429 | 500..=599)),
            Kind::Vendor => self.0.api_error.rate_limited || self.0.api_error.transient,
            // HTML or half a document behind a 200 is a gateway's hiccup more often than not.
            Kind::Unreadable => self.0.json_path.is_none(),
            _ => false,
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint() -> Endpoint {
        Endpoint {
            name: "create instance",
            method: "POST".into(),
            path: "/instance".into(),
        }
    }

    #[test]
    fn only_a_plain_refusal_settles_a_change() {
        for (status, settled) in [
            (400, true),
            (404, true),
            (429, true),
            (408, false),
            (500, false),
            (502, false),
        ] {
            let words = ApiError::new(None, Some("no".to_owned()));
            let error: Error = Error::new(Kind::Status, Delivery::Answered, "")
                .with_endpoint(endpoint(), true)
                .with_status(status)
                .with_api_error(words);
            assert_eq!(error.may_have_taken_effect(), !settled, "{status}");
            assert_eq!(error.is_refused(), settled, "{status}");
        }
        // A gateway's page is not the vendor's word.
        let page: Error = Error::new(Kind::Status, Delivery::Answered, "")
            .with_endpoint(endpoint(), true)
            .with_status(403)
            .with_body("<html>blocked</html>".to_owned());
        assert!(page.may_have_taken_effect() && !page.is_auth() && page.says_nothing());
    }

    #[test]
    fn a_code_that_turns_the_request_away_settles_a_change_too() {
        for rejected in [true, false] {
            let fault = ApiError {
                rejected,
                ..ApiError::default()
            };
            let error: Error = Error::new(Kind::Vendor, Delivery::Answered, "")
                .with_endpoint(endpoint(), true)
                .with_status(200)
                .with_api_error(fault);
            assert_eq!(error.may_have_taken_effect(), !rejected);
        }
    }

    #[test]
    fn reads_and_unsent_changes_have_no_effect() {
        let read: Error =
            Error::new(Kind::Timeout, Delivery::MaybeSent, "").with_endpoint(endpoint(), false);
        assert!(!read.may_have_taken_effect() && read.may_have_been_sent());
        let unsent: Error =
            Error::new(Kind::Connect, Delivery::NotSent, "").with_endpoint(endpoint(), true);
        assert!(!unsent.may_have_taken_effect() && !unsent.may_have_been_sent());
    }
}
