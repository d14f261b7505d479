//! How a client talks: limits, retries, identity. Each vendor's builder wraps this one.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gpu_common::Secret;

use crate::header::Header;
use crate::{ApiError, Clock, Error, Random, RetryPolicy, TokenSource};

/// Reads the vendor's code and message out of the body of an HTTP error, by its status, if it has
/// them.
pub type ParseErrorBody = fn(u16, &[u8]) -> Option<ApiError>;

/// The settings of an [`Http`](crate::Http) with their defaults.
///
/// A clone builds a second [`Http`](crate::Http) that talks in the same way, for vendors with several services.
#[derive(Clone)]
#[must_use = "settings do nothing until `build`"]
pub struct HttpConfig {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) max_body: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) user_agent: Cow<'static, str>,
    pub(crate) no_proxy: bool,
    pub(crate) own_client: Option<reqwest::Client>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) headers: Vec<Header>,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) parse_error_body: ParseErrorBody,
    pub(crate) tokens: Option<Arc<dyn TokenSource>>,
    pub(crate) capacity_codes: Vec<String>,
}

impl HttpConfig {
    /// The defaults: connect 10 s, whole call 60 s, one attempt of a read 30 s, body 16 MiB,
    /// 4 attempts. `agent` is the client crate's `name/version`.
    pub fn new(agent: &'static str) -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            max_body: 16 * 1024 * 1024,
            retry: RetryPolicy::new(),
            user_agent: Cow::Borrowed(agent),
            no_proxy: false,
            own_client: None,
            clock: Clock::system(),
            random: Random::default(),
            headers: Vec::new(),
            secrets: Vec::new(),
            parse_error_body: |_, _| None,
            tokens: None,
            capacity_codes: Vec::new(),
        }
    }

    /// Limits making a connection. Keep it well below the whole call's limit: a connect that is
    /// cut by the latter can no longer be told from a request that was sent.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Limits a whole call: all attempts and the pauses between them.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Limits one attempt of a call that only looks, so that time is left for another.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = limit;
        self
    }

    /// Limits an answer's body, in bytes.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets how often and how patiently calls are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Puts the application's name in front of the crate's in `User-Agent`.
    pub fn user_agent(mut self, application: &str) -> Self {
        self.user_agent = Cow::Owned(format!("{application} {}", self.user_agent));
        self
    }

    /// Ignores the environment's proxy settings (`HTTPS_PROXY` and the like). For calls to this machine
    /// they are ignored in any case.
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
    /// is just closing and end as "maybe sent" more often than it must.
    ///
    /// A client that repeats requests or follows redirects can do twice what was asked once, before
    /// anything here hears of it. So no failure of its own is called "not sent" or is a reason to
    /// send a change again: a refused connection is "maybe sent", too.
    ///
    /// Building one **panics without a TLS provider**, even for plain `http`: this crate compiles
    /// reqwest with rustls and without a process-wide provider. Hand it a configuration with
    /// `tls_backend_preconfigured`, or install a provider at the start of the program. The same is true
    /// of every reqwest client of the program, because features of a crate are those of all who use it.
    ///
    /// A pooled connection moves only while the runtime that opened it does: a program with several
    /// runtimes gives each its own client.
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.own_client = Some(client);
        self
    }

    /// The clock in use.
    #[must_use]
    pub fn clock_in_use(&self) -> &Clock {
        &self.clock
    }

    /// Takes refusals with these codes for "no machine is free": see
    /// [`Error::is_no_capacity`]. A refusal without a code is known by its HTTP status.
    pub fn capacity_codes(mut self, codes: impl IntoIterator<Item = impl ToString>) -> Self {
        let codes = codes.into_iter().map(|code| code.to_string());
        self.capacity_codes.extend(codes);
        self
    }

    /// Injects a clock.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Injects a source of randomness.
    pub fn random(mut self, random: Random) -> Self {
        self.random = random;
        self
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
        // The headers hold credentials and a reqwest client prints its default headers.
        f.debug_struct("HttpConfig")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_body", &self.max_body)
            .field("retry", &self.retry)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_that_are_documented() {
        let config = HttpConfig::new("client/0");
        assert_eq!(
            [
                config.connect_timeout,
                config.attempt_timeout,
                config.timeout
            ]
            .map(|limit| limit.as_secs()),
            [10, 30, 60]
        );
        assert_eq!(config.max_body, 16 << 20);
        let wait = crate::WaitPolicy::new();
        assert_eq!(
            [wait.interval, wait.max_interval, wait.limit].map(|time| time.as_secs()),
            [2, 15, 30 * 60]
        );
    }
}
