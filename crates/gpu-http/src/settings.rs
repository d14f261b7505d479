//! How a client talks: limits, retries, identity; and what a client crate adds to that.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gpu_common::Secret;
use http::{HeaderMap, Method};

use crate::call::Header;
use crate::{ApiError, Clock, Error, Random, RetryPolicy, TokenSource};

/// How a client talks, with defaults that suit most programs. A client's builder takes it:
/// `Client::builder(…).settings(Settings::new().timeout(…))`.
#[derive(Clone)]
#[must_use = "settings do nothing until a client is built with them"]
pub struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) max_body: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) application: Option<String>,
    pub(crate) no_proxy: bool,
    pub(crate) plain_http: bool,
    pub(crate) own_client: Option<reqwest::Client>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) capacity_codes: Vec<String>,
    pub(crate) observer: Option<Observer>,
}

impl Settings {
    /// The defaults: connect 10 s, whole call 60 s, one attempt of a read 30 s, body 16 MiB, 4 attempts.
    pub fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            max_body: 16 * 1024 * 1024,
            retry: RetryPolicy::new(),
            application: None,
            no_proxy: false,
            plain_http: false,
            own_client: None,
            clock: Clock::system(),
            random: Random::default(),
            capacity_codes: Vec::new(),
            observer: None,
        }
    }

    /// Limits making a connection. Keep it well below the whole call's limit: a connect that is
    /// cut by the latter looks like a request that was sent.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Limits a whole call: all attempts and pauses, and asking for a new token. A create keeps a third of it
    /// for finding out what became of it, should its answer be lost.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Limits one attempt of a read-only call, so that time is left for another.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = limit;
        self
    }

    /// Limits an answer's body, in bytes.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets how often and how patiently calls are tried again. Changes are only ever repeated when provably
    /// not sent or plainly refused (429), creates only when provably not sent.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Puts the application's name in front of the crate's in `User-Agent`.
    pub fn user_agent(mut self, application: &str) -> Self {
        self.application = Some(application.to_owned());
        self
    }

    /// Accepts plain `http` to any host. The credentials are then readable to everyone on the way, the
    /// environment's proxy (`HTTP_PROXY`) included.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Whether plain `http` to any host is accepted.
    pub fn allows_plain_http(&self) -> bool {
        self.plain_http
    }

    /// Ignores the environment's proxy (`HTTPS_PROXY` and the like), as calls to this machine always do.
    pub fn no_proxy(mut self) -> Self {
        self.no_proxy = true;
        self
    }

    /// Uses the caller's own reqwest client for every call.
    ///
    /// **This is the one method that names a reqwest type**; a new major reqwest is a breaking
    /// change here and nowhere else. Connect timeout, proxy, TLS, user agent and the version of HTTP
    /// are then the client's own. Give it `redirect(Policy::none())`, `retry(reqwest::retry::never())` and
    /// `pool_max_idle_per_host(0)`: with a pool a create can meet a connection that the server
    /// is just closing and end as "maybe sent" more often than it must. A pooled connection also moves only
    /// while the runtime that opened it does: give each runtime its own client.
    ///
    /// A client that repeats requests or follows redirects can do twice what was asked once, before
    /// anything here hears of it. So no failure of its own is called "not sent" or is a reason to
    /// send a change again: a refused connection is "maybe sent", too.
    ///
    /// Building one **panics without a TLS provider**, even for plain `http`, as every reqwest client of a
    /// program does in which this crate's `rustls` is: hand it a configuration with
    /// `tls_backend_preconfigured`, or install a provider at the start of the program.
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.own_client = Some(client);
        self
    }

    /// Takes refusals with these codes for "no machine is free": see
    /// [`Error::is_no_capacity`]. A refusal without a code is known by its HTTP status.
    pub fn capacity_codes(mut self, codes: impl IntoIterator<Item = impl ToString>) -> Self {
        let codes = codes.into_iter().map(|code| code.to_string());
        self.capacity_codes.extend(codes);
        self
    }

    /// Shows every answer that comes whole, of every attempt and whatever its status, before it is read.
    /// For records of what a service really answers. Answers hold passwords and tokens: mask what is kept.
    pub fn on_answer(mut self, observer: impl Fn(&RawAnswer<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Injects a clock, for tests.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Injects a source of randomness, for tests.
    pub fn random(mut self, random: Random) -> Self {
        self.random = random;
        self
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A reqwest client prints its default headers, which can hold credentials.
        f.debug_struct("Settings")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_body", &self.max_body)
            .field("retry", &self.retry)
            .field("application", &self.application)
            .field("plain_http", &self.plain_http)
            .finish_non_exhaustive()
    }
}

/// Who is shown every answer: see [`Settings::on_answer`].
pub(crate) type Observer = Arc<dyn Fn(&RawAnswer<'_>) + Send + Sync>;

/// One answer as it came, whatever its status. It holds credentials: `Debug` shows call and status only.
#[non_exhaustive]
pub struct RawAnswer<'a> {
    /// The call's name, as errors print it.
    pub call: &'static str,
    /// The request's method.
    pub method: &'a Method,
    /// The request's path.
    pub path: &'a str,
    /// The request's query, empty if there is none.
    pub query: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// The answer's headers.
    pub headers: &'a HeaderMap,
    /// The answer's body.
    pub body: &'a Bytes,
}

impl fmt::Debug for RawAnswer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawAnswer({}: HTTP {})", self.call, self.status)
    }
}

/// Reads the vendor's words, if there are any, out of the body of an HTTP error, by its status.
pub type ParseErrorBody = fn(u16, &[u8]) -> Option<ApiError>;

/// What makes an [`Http`](crate::Http): the settings, and what a client crate adds to them.
#[derive(Clone)]
#[must_use = "a configuration does nothing until `build`"]
pub struct HttpConfig {
    pub(crate) settings: Settings,
    pub(crate) agent: &'static str,
    pub(crate) headers: Vec<Header>,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) parse_error_body: ParseErrorBody,
    pub(crate) tokens: Option<Arc<dyn TokenSource>>,
}

impl HttpConfig {
    /// The settings of the caller, for the client crate of this `name/version`.
    pub fn new(agent: &'static str, settings: Settings) -> Self {
        Self {
            settings,
            agent,
            headers: Vec::new(),
            secrets: Vec::new(),
            parse_error_body: |_, _| None,
            tokens: None,
        }
    }

    /// The clock in use.
    pub fn clock(&self) -> &Clock {
        &self.settings.clock
    }

    /// Adds a credential sent with every call: `lead` + the secret in the named header, `shown`
    /// in previews. Its text is masked wherever it turns up in an answer.
    ///
    /// # Errors
    ///
    /// [`Kind::Invalid`](crate::Kind::Invalid) naming `field` if the secret is empty or cannot
    /// be sent in a header.
    pub fn credential(
        mut self,
        field: &str,
        name: &'static str,
        lead: &str,
        secret: &Secret,
        shown: &str,
    ) -> Result<Self, Error> {
        if secret.expose().trim().is_empty() {
            return Err(Error::invalid(field, "is empty"));
        }
        let header = Header::secret(name, lead, secret, shown)
            .map_err(|_| Error::invalid(field, "has characters that no header can carry"))?;
        self.headers.push(header);
        self.secrets.push(secret.clone());
        Ok(self)
    }

    /// Masks a further text wherever it turns up in answers.
    pub fn mask(mut self, secret: Secret) -> Self {
        self.secrets.push(secret);
        self
    }

    /// Puts a token on every call that changes while the client lives.
    pub fn tokens(mut self, tokens: Arc<dyn TokenSource>) -> Self {
        self.tokens = Some(tokens);
        self
    }

    /// Sets how the vendor's error bodies are read when the HTTP status is not success.
    pub fn parse_error_body(mut self, read: ParseErrorBody) -> Self {
        self.parse_error_body = read;
        self
    }
}

impl fmt::Debug for HttpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The headers hold credentials.
        write!(f, "HttpConfig({}, {:?})", self.agent, self.settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_that_are_documented() {
        let its = Settings::new();
        assert_eq!(
            [its.connect_timeout, its.attempt_timeout, its.timeout].map(|limit| limit.as_secs()),
            [10, 30, 60]
        );
        assert_eq!(its.max_body, 16 << 20);
    }
}
