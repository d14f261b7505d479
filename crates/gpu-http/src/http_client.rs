//! Performing a call: attempts, pauses, the deadline.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gpu_common::{OneLine, Secret};
use http::HeaderValue;

use crate::answer::VendorWords;
use crate::base_url::UrlCache;
use crate::clients::Clients;
use crate::clock::Expired;
use crate::kind::{Idempotency, PriorAttempts};
use crate::mask::Redactor;
use crate::retry_after::parse_retry_after;
use crate::transport::{Begun, Received, attempt_once};
use crate::{
    Answer, BaseUrl, BoxFuture, Call, Clock, Delivery, Error, HttpConfig, Kind, Preview,
    RetryPolicy, TokenSource, trace,
};

/// Performs calls to one service. Cheap to clone; build it once.
#[derive(Clone)]
pub struct Http {
    inner: Arc<Inner>,
    timeout: Duration,
}

struct Inner {
    config: HttpConfig,
    base: BaseUrl,
    urls: UrlCache,
    clients: Clients,
    words: Arc<VendorWords>,
}

/// Thirty-two bits that do not reveal what they were made of, the same everywhere and for ever (FNV-1a).
pub fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = parts
        .into_iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, part| step(part.iter().fold(hash, step), &0));
    format!("{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff)
}

impl HttpConfig {
    /// Builds the client. It is meant to be built once and cloned.
    ///
    /// # Errors
    ///
    /// [`Kind::Invalid`] naming the setting: an unusable user agent, `https` without a TLS
    /// feature, no CA certificates on this machine.
    pub fn build(self, base: BaseUrl) -> Result<Http, Error> {
        let (timeout, clients) = (self.settings.timeout, Clients::default());
        // What is wrong with the settings is said now.
        clients.get(&self, &base, false)?;
        let redactor = Redactor::new(self.secrets.clone());
        let capacity_codes = self.settings.capacity_codes.clone();
        let words = Arc::new(VendorWords { redactor, capacity_codes });
        let inner = Inner { config: self, base, urls: UrlCache::default(), clients, words };
        Ok(Http { inner: Arc::new(inner), timeout })
    }
}

impl Http {
    /// The service's address.
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.base
    }

    /// Tells the credentials of this client from others without revealing them: see [`fingerprint`].
    pub fn credentials_fingerprint(&self) -> String {
        let secret = self.inner.config.headers.iter().filter(|header| header.shown.is_some());
        fingerprint(secret.map(|header| header.value.as_bytes()))
    }

    /// The clock in use.
    pub fn clock(&self) -> &Clock {
        &self.inner.config.settings.clock
    }

    pub(crate) fn retry(&self) -> &RetryPolicy {
        &self.inner.config.settings.retry
    }

    /// The same client with another limit on a whole call.
    pub(crate) fn with_timeout(&self, limit: Duration) -> Self {
        Self { inner: Arc::clone(&self.inner), timeout: limit }
    }

    pub(crate) fn tokens(&self) -> Option<&Arc<dyn TokenSource>> {
        self.inner.config.tokens.as_ref()
    }

    /// The address of the service that a call goes to.
    fn base_of<'a>(&'a self, call: &'a Call) -> &'a BaseUrl {
        call.base.as_ref().unwrap_or(&self.inner.base)
    }

    /// The limit on a whole call, all attempts and pauses included.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// When a call that begins now must have ended, on the monotonic clock.
    pub fn ends(&self) -> Duration {
        self.clock().monotonic().saturating_add(self.timeout)
    }

    /// The same client with as much time as is left until then, and never more than it has now.
    pub fn until(&self, ends: Duration) -> Self {
        let left = ends.saturating_sub(self.clock().monotonic());
        self.with_timeout(left.min(self.timeout))
    }

    /// Shows a call as it would be sent, credentials masked.
    pub fn preview(&self, call: &Call) -> Preview {
        // The token's text is never shown; what stands in its place does not depend on it.
        let token = Secret::from("(the token)");
        let with_token = |tokens: &Arc<dyn TokenSource>| tokens.put_on(call.clone(), &token).ok();
        let with_token = self.tokens().and_then(with_token);
        let call = with_token.as_ref().unwrap_or(call);
        let redactor = self.inner.words.hiding(call.hidden.credentials.clone());
        Preview::new(call, &self.url(call), &self.inner.config.headers, &redactor)
    }

    /// Performs a call: attempts as its idempotency allows, within the deadline. Perform it with a
    /// clone, which is cheap, to keep the client.
    ///
    /// # Errors
    ///
    /// Everything but a success status with a whole body, see [`Kind`].
    pub fn perform(self, call: impl Into<Arc<Call>>) -> BoxFuture<'static, Result<Answer, Error>> {
        self.ask(call.into(), |answer| match answer.broken {
            Some(_) => Err(answer.unreadable(None, "")),
            None => Ok(answer),
        })
    }

    /// The attempts of a call that has its token.
    // Everything that a call needs is in one box: a future lies in every frame on its way, and is
    // copied from one to the next. It is also compiled here, once, and not by whoever calls this.
    pub(crate) fn attempts(self, call: Arc<Call>) -> BoxFuture<'static, Result<Answer, Error>> {
        let span = trace::span(self.inner.config.agent, &call, self.base_of(&call));
        // A block and no `async fn`, which would have room for its arguments twice.
        let attempts = async move {
            if self.timeout.is_zero() {
                let what = "no time was left to send the call";
                let error = Error::new(Kind::Timeout, Delivery::NotSent, what);
                let error = self.finish(&call, 0, error, PriorAttempts::NONE);
                trace::gave_up(0, &error, || Duration::ZERO);
                return Err(error);
            }
            let (config, clock) = (&self.inner.config, self.clock());
            let started = clock.monotonic();
            let mut left = self.timeout;
            let mut attempt = 1;
            let mut prior = PriorAttempts::NONE;
            let received = loop {
                // A change is not repeated after a timeout, so it may use all the time there is.
                let limit = match call.idempotency.is_read_only() {
                    true => left.min(config.settings.attempt_timeout),
                    false => left,
                };
                // Pinned here and lent: a future that is handed on lies in every frame on its way.
                // Waited for here and not a function further in: each of them is one more future
                // that has to be brought back into the caches when the answer comes.
                // A body that stalls does not take the status line with it.
                let mut begun = Begun::default();
                let received = {
                    let (url, clients) = (self.url(&call), &self.inner.clients);
                    let base = self.base_of(&call);
                    let sending = attempt_once(config, clients, &call, base, url, &mut begun);
                    let sending = std::pin::pin!(sending);
                    clock.within(limit, sending).await
                };
                let received =
                    match received.unwrap_or_else(|Expired| Err(timed_out(limit, begun.status))) {
                        Err(broken) if call.idempotency == Idempotency::NotIdempotent => {
                            begun.cut(broken)
                        }
                        received => received,
                    };
                let error = match received.and_then(|received| self.check_status(&call, received)) {
                    Ok(received) => break received,
                    Err(error) => error,
                };
                trace::failed(attempt, &error);
                let Some(pause) = self.pause(&call, attempt, &error, self.left(started)) else {
                    let took = || self.timeout.saturating_sub(self.left(started));
                    let error = self.finish(&call, attempt, error, prior);
                    trace::gave_up(attempt, &error, took);
                    return Err(error);
                };
                if error.delivery() != Delivery::NotSent {
                    prior.delivery = error.delivery();
                }
                prior.limited |= error.is_rate_limited();
                trace::retrying(attempt, pause);
                clock.pause(pause).await;
                left = self.left(started);
                attempt += 1;
            };
            let took = || self.timeout.saturating_sub(self.left(started));
            trace::answered(attempt, received.status, took);
            let Received { status, body, broken, .. } = received;
            let words = Arc::clone(&self.inner.words);
            Ok(Answer { call, status, attempts: attempt, prior, body, broken, words })
        };
        Box::pin(trace::within(span, attempts))
    }

    /// What is left of the whole call's time.
    fn left(&self, started: Duration) -> Duration {
        let spent = self.clock().monotonic().saturating_sub(started);
        self.timeout.saturating_sub(spent)
    }

    fn check_status(&self, call: &Call, received: Received) -> Result<Received, Error> {
        if !(200..300).contains(&received.status) {
            return Err(self.refusal(&received, &self.inner.words.hiding(call.secrets())));
        }
        let Some(encoding) = &received.encoding else {
            return Ok(received);
        };
        let what = in_encoding(encoding, &self.inner.words.hiding(call.secrets()));
        let error = Error::new(Kind::Unreadable, Delivery::Answered, what);
        Err(error.with_broken_body(received.status))
    }

    /// The error for a status other than success.
    fn refusal(&self, received: &Received, redactor: &Redactor) -> Error {
        let inner = &*self.inner;
        let (kind, what) = match (&received.redirect, &received.encoding) {
            (Some(target), _) => (Kind::Redirect, format!("to {}", origin(target, redactor))),
            (None, Some(encoding)) => (Kind::Status, in_encoding(encoding, redactor)),
            (None, None) => (Kind::Status, String::new()),
        };
        let mut said =
            (inner.config.parse_error_body)(received.status, &received.body).unwrap_or_default();
        if received.status >= 500 {
            // A service in trouble says nothing about machines or credentials, whatever its code.
            (said.auth, said.not_found, said.rejected) = (false, false, false);
        }
        let said = inner.words.api_error(received.status, said, redactor);
        let asked = received
            .retry_after
            .as_ref()
            .and_then(|value| parse_retry_after(value.to_str().ok()?, self.clock().wall()));
        Error::new(kind, Delivery::Answered, what)
            .with_status(received.status)
            .with_api_error(said)
            .with_retry_after(asked)
            .with_body(redactor.snippet(&received.body))
    }

    /// The pause before another attempt, or `None` if there may be none.
    fn pause(&self, call: &Call, attempt: u32, error: &Error, left: Duration) -> Option<Duration> {
        let spent = attempt >= self.retry().max_attempts;
        // Wrong input stays wrong, a body too large stays too large, a redirect a redirect.
        let hopeless = matches!(error.kind(), Kind::Invalid | Kind::TooLarge | Kind::Redirect);
        // A body that broke off behind a 200 reads like a lost connection.
        let status = error.status().filter(|_| error.kind() == Kind::Status);
        if spent || hopeless || !call.idempotency.may_repeat(error.delivery(), status) {
            return None;
        }
        let random = &self.inner.config.settings.random;
        let pause = self.retry().pause(attempt, error.retry_after(), random);
        // A wait that would use up all the time leaves none for the attempt behind it.
        (pause < left).then_some(pause)
    }

    fn finish(&self, call: &Call, attempt: u32, error: Error, prior: PriorAttempts) -> Error {
        call.failed(error.with_host(self.base_of(call).host_and_port().to_owned()), attempt, prior)
    }

    fn url(&self, call: &Call) -> url::Url {
        let inner = &*self.inner;
        let mut url = match (&call.base, &call.path) {
            (Some(base), path) => base.join(path),
            (None, Cow::Borrowed(path)) => inner.urls.join(&inner.base, path),
            (None, Cow::Owned(path)) => inner.base.join(path),
        };
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        url
    }
}

/// Scheme and host of a redirect's target. Path and query can hold credentials, and a credential can
/// make a host of its beginning.
fn origin(location: &HeaderValue, redactor: &Redactor) -> String {
    let text = String::from_utf8_lossy(location.as_bytes());
    if redactor.redact(&text) != text {
        return "an address with a credential in it".to_owned();
    }
    let origin = url::Url::parse(&text).map(|url| url.origin().ascii_serialization());
    origin.map_or_else(|_| "the same host".to_owned(), |origin| OneLine::short(&origin).to_string())
}

fn in_encoding(encoding: &str, redactor: &Redactor) -> String {
    let encoding = redactor.redact(encoding);
    let encoding = OneLine::short(&encoding);
    format!("the body has the Content-Encoding `{encoding}`, which nobody asked for")
}

/// The request may have been read and acted upon; with a status line it was.
fn timed_out(limit: Duration, status: Option<u16>) -> Error {
    let Some(status) = status else {
        return Error::timed_out(limit);
    };
    let what = format!("no whole answer within {limit:?}");
    Error::new(Kind::Timeout, Delivery::Answered, what).with_broken_body(status)
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Http({})", self.inner.base)
    }
}
