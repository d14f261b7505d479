//! The one error shape of all client crates.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::one_line::{OneLine, bounded};
use crate::{Candidate, Delivery, Kind};

/// A vendor's error code, as an open type made from the code's text.
pub trait VendorCode: Sized {
    /// Reads a code from the text (or the digits) that the vendor sent.
    fn from_code(code: &str) -> Self;
}

/// A code of no particular vendor: the text as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnyCode(pub String);

impl VendorCode for AnyCode {
    fn from_code(code: &str) -> Self {
        Self(code.to_owned())
    }
}

/// What a vendor's envelope says about a failure, and what its client crate makes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct VendorFault {
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
    pub turned_away: bool,
    /// What the client crate knows about this code, for the message.
    pub hint: Option<&'static str>,
}

impl VendorFault {
    /// A fault with a code and a message and nothing known about it.
    #[must_use]
    pub fn new(code: Option<String>, message: Option<String>) -> Self {
        Self {
            code,
            message,
            ..Self::default()
        }
    }
}

/// Why a call, a wait or a create failed, and everything known at that moment.
///
/// `C` is the vendor's open code type; each client crate names its own alias. `Debug` and
/// `Display` never show a secret.
pub struct Error<C = AnyCode>(Box<Inner>, PhantomData<fn() -> C>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    delivery: Delivery,
    changing: bool,
    refused: bool,
    what: String,
    endpoint: Option<Endpoint>,
    field: Option<String>,
    status: Option<u16>,
    fault: VendorFault,
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

/// Which call it was.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) name: &'static str,
    pub(crate) method: String,
    pub(crate) path: String,
}

impl<C> Error<C> {
    /// An error of a kind, with one clause that says what happened.
    #[must_use]
    pub fn new(kind: Kind, delivery: Delivery, what: impl Into<String>) -> Self {
        let inner = Inner {
            kind,
            delivery,
            changing: false,
            refused: false,
            what: what.into(),
            endpoint: None,
            field: None,
            status: None,
            fault: VendorFault::default(),
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
        Self(Box::new(inner), PhantomData)
    }

    /// Wrong input or configuration, found before anything was sent.
    #[must_use]
    pub fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        let mut error = Self::new(Kind::Invalid, Delivery::NotSent, reason);
        error.0.field = Some(field.into());
        error
    }

    /// The same error, read with another code type.
    #[must_use]
    pub fn cast<D>(self) -> Error<D> {
        Error(self.0, PhantomData)
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
        self.0.fault.message.as_deref()
    }

    /// The vendor's code as the text that came, if there was one.
    #[must_use]
    pub fn raw_code(&self) -> Option<&str> {
        self.0.fault.code.as_deref()
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

    /// The credentials were refused. Check which token is in use and whether it has expired;
    /// repeating the call does not help.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.0.fault.auth || matches!(self.0.status, Some(401 | 403))
    }

    /// Too many requests. Wait for [`retry_after`](Self::retry_after), or longer than before.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.fault.rate_limited || self.0.status == Some(429)
    }

    /// The vendor said, in a way for which evidence exists, that there is no such machine.
    /// `false` does not mean that it exists.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.fault.not_found
    }

    /// Whether the request can have reached the server. `false` is a promise: nothing was sent,
    /// so repeating is safe.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.0.delivery != Delivery::NotSent
    }

    /// Whether a change may have taken effect although the call failed. `false` for reads, for
    /// what was never sent, and for plain refusals (HTTP 4xx other than 408, a vendor's code that
    /// says so). If `true`, look at the machine before doing anything else; do not repeat the
    /// call blindly.
    #[must_use]
    pub fn may_have_taken_effect(&self) -> bool {
        let refused = self.0.refused || self.0.fault.turned_away;
        self.0.changing && self.0.delivery != Delivery::NotSent && !refused
    }

    /// A fault of the moment (network, 408, 429, 5xx): the same *read* may succeed later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            Kind::Connect | Kind::Timeout | Kind::Interrupted => true,
            Kind::Status => matches!(self.0.status, Some(408 | 429 | 500..=599)),
            Kind::Vendor => self.0.fault.rate_limited || self.0.fault.transient,
            // HTML or half a document behind a 200 is a gateway's hiccup more often than not.
            Kind::Unreadable => self.0.json_path.is_none(),
            _ => false,
        }
    }
}

impl<C: VendorCode> Error<C> {
    /// The vendor's code, if there was one.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        self.raw_code().map(C::from_code)
    }
}

/// How the layers above add what they know. Each takes and gives back the error.
impl<C> Error<C> {
    /// Adds the caller's key, unless one is known already.
    #[must_use]
    pub fn with_key(mut self, key: &str) -> Self {
        self.0.key.get_or_insert_with(|| key.to_owned());
        self
    }

    /// Adds the machine's id, unless one is known already.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        self.0.id.get_or_insert_with(|| id.to_owned());
        self
    }

    /// Adds the last state a wait has seen; the beginning of it, should it be long.
    #[must_use]
    pub fn with_last_state(mut self, state: impl Into<String>) -> Self {
        self.0.last_state = Some(bounded(state.into()));
        self
    }

    /// Adds machines that may be the one a lost create has made.
    #[must_use]
    pub fn with_candidates(mut self, candidates: Vec<Candidate>) -> Self {
        self.0.candidates = candidates;
        self
    }

    /// Adds the error below this one. Its text is kept, its type is not.
    #[must_use]
    pub fn with_source(mut self, source: &(dyn std::error::Error + 'static)) -> Self {
        self.0.source = Some(Cause::of(source));
        self
    }

    /// The same failure, told as a create whose fate is unknown: looking did not settle it.
    #[must_use]
    pub fn into_maybe_created(mut self, looked: &str) -> Self {
        let first = match self.0.what.as_str() {
            "" => self.0.kind.as_str().to_owned(),
            what => format!("{} ({what})", self.0.kind.as_str()),
        };
        self.0.what = format!("{first}; {looked}");
        self.0.kind = Kind::MaybeCreated;
        self
    }

    /// Adds what the vendor's envelope says; of the code the beginning, should it be long.
    #[must_use]
    pub fn with_fault(mut self, fault: VendorFault) -> Self {
        self.0.fault = fault;
        self.0.fault.code = self.0.fault.code.take().map(bounded);
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        // A plain refusal is the server saying "I did not do it". A 408 can be a stale answer of
        // an idle connection, a 5xx can come from a gateway behind which the work went on.
        self.0.refused = (400..500).contains(&status) && status != 408;
        self
    }

    /// A status whose body did not arrive whole: the status alone settles nothing.
    pub(crate) fn with_broken_body(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// The failure of an attempt after one with this delivery: what one attempt did not send,
    /// another may have. A change is only tried again when the answer before was a plain refusal.
    pub(crate) fn after(mut self, earlier: Delivery) -> Self {
        if self.0.delivery == Delivery::NotSent && earlier != Delivery::NotSent {
            self.0.delivery = earlier;
            self.0.refused = earlier == Delivery::Answered;
        }
        self
    }

    pub(crate) fn with_endpoint(mut self, endpoint: Endpoint, changing: bool) -> Self {
        self.0.endpoint = Some(endpoint);
        self.0.changing = changing;
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn with_body(mut self, body: String) -> Self {
        self.0.body = Some(body);
        self
    }

    pub(crate) fn with_json_path(mut self, path: Option<String>) -> Self {
        self.0.json_path = path.map(bounded);
        self
    }
}

impl<C> fmt::Display for Error<C> {
    /// One line: which call, what happened, what the vendor said, to which machine.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(endpoint) = &inner.endpoint {
            write!(
                f,
                "{} ({} {}): ",
                endpoint.name, endpoint.method, endpoint.path
            )?;
        }
        f.write_str(inner.kind.as_str())?;
        if let Some(field) = &inner.field {
            write!(f, " `{field}`")?;
        }
        if !inner.what.is_empty() {
            write!(f, ": {}", OneLine::whole(&inner.what))?;
        }
        if let Some(status) = inner.status {
            write!(f, "; HTTP {status}")?;
        }
        if let Some(code) = &inner.fault.code {
            write!(f, "; code {}", OneLine::short(code))?;
        }
        if let Some(message) = &inner.fault.message {
            write!(f, "; vendor says {message:?}")?;
        }
        if let Some(hint) = inner.fault.hint {
            write!(f, "; {hint}")?;
        }
        self.write_context(f)
    }
}

impl<C> Error<C> {
    /// The part of the message that finds the machine again.
    fn write_context(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(path) = &inner.json_path {
            write!(f, "; at {}", OneLine::short(path))?;
        }
        if inner.kind != Kind::Invalid {
            write!(f, "; {}", inner.delivery.as_str())?;
        }
        if inner.attempts > 1 {
            write!(f, " after {} attempts", inner.attempts)?;
        }
        if let Some(state) = &inner.last_state {
            write!(f, "; last state {}", OneLine::short(state))?;
        }
        if let Some(id) = &inner.id {
            write!(f, "; machine {}", OneLine::short(id))?;
        }
        if let Some(key) = &inner.key {
            write!(f, "; key {}", OneLine::short(key))?;
        }
        for (index, candidate) in inner.candidates.iter().enumerate() {
            let lead = if index == 0 { "; candidates " } else { ", " };
            write!(f, "{lead}{candidate}")?;
        }
        Ok(())
    }
}

impl<C> fmt::Debug for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every field below is masked or bounded when it is set, so a plain dump is safe.
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<C> std::error::Error for Error<C> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|cause| cause as _)
    }
}

/// The text of an error below ours. The HTTP library's own types stay out of the public API.
struct Cause {
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
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)?;
        self.source
            .as_ref()
            .map_or(Ok(()), |source| write!(f, " <- {source:?}"))
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

    fn endpoint() -> Endpoint {
        Endpoint {
            name: "create instance",
            method: "POST".into(),
            path: "/instance".into(),
        }
    }

    #[test]
    fn the_message_is_one_line_that_finds_the_machine() {
        let fault = VendorFault::new(Some("176".into()), Some("check\njwt".into()));
        let error: Error = Error::new(Kind::Vendor, Delivery::Answered, "")
            .with_endpoint(endpoint(), true)
            .with_status(200)
            .with_fault(fault)
            .with_attempts(2)
            .with_key("order.1")
            .with_id("ins-1");
        assert_eq!(
            error.to_string(),
            "create instance (POST /instance): refused by the vendor; HTTP 200; code 176; \
             vendor says \"check\\njwt\"; answered after 2 attempts; machine ins-1; key order.1"
        );
    }

    #[test]
    fn no_text_of_the_vendor_breaks_the_line_or_makes_it_endless() {
        let odd = format!("a\r\nb\u{1b}[2J\u{2028}\u{202e}北{}", "x".repeat(50_000));
        let error: Error = Error::new(Kind::Vendor, Delivery::Answered, "status\nodd")
            .with_fault(VendorFault::new(Some(odd.clone()), None))
            .with_json_path(Some(odd.clone()))
            .with_last_state(odd.as_str())
            .with_candidates(vec![Candidate::new(odd.as_str())])
            .with_key(&odd)
            .with_id(&odd);
        let line = error.to_string();
        assert!(
            line.contains("code a\\u{d}\\u{a}b\\u{1b}[2J\\u{2028}\\u{202e}北xxx"),
            "{line}"
        );
        assert!(
            !line.contains(char::is_control) && line.len() < 2_000,
            "{line}"
        );
        assert_eq!(
            error.id(),
            Some(odd.as_str()),
            "what finds the machine stays whole"
        );
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
            let error: Error = Error::new(Kind::Status, Delivery::Answered, "")
                .with_endpoint(endpoint(), true)
                .with_status(status);
            assert_eq!(error.may_have_taken_effect(), !settled, "{status}");
        }
    }

    #[test]
    fn a_code_that_turns_the_request_away_settles_a_change_too() {
        for turned_away in [true, false] {
            let fault = VendorFault {
                turned_away,
                ..VendorFault::default()
            };
            let error: Error = Error::new(Kind::Vendor, Delivery::Answered, "")
                .with_endpoint(endpoint(), true)
                .with_status(200)
                .with_fault(fault);
            assert_eq!(error.may_have_taken_effect(), !turned_away);
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

    #[test]
    fn an_unknown_fate_keeps_what_went_wrong_first() {
        for (what, told) in [
            ("", "timed out; looked in vain"),
            ("no answer", "timed out (no answer); looked in vain"),
        ] {
            let error: Error = Error::new(Kind::Timeout, Delivery::MaybeSent, what);
            let told = format!("{}: {told}; maybe sent", Kind::MaybeCreated.as_str());
            let error = error.into_maybe_created("looked in vain");
            assert_eq!(
                (error.kind(), error.to_string()),
                (Kind::MaybeCreated, told)
            );
        }
    }

    #[test]
    fn the_first_key_and_id_win() {
        let error: Error = Error::invalid("cmd", "empty")
            .with_key("a")
            .with_key("b")
            .with_id("x");
        assert_eq!((error.key(), error.id()), (Some("a"), Some("x")));
        assert_eq!(
            error.to_string(),
            "invalid input `cmd`: empty; machine x; key a"
        );
    }
}
