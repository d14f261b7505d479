//! What a client crate adds to the settings: its name, credentials, how its vendor refuses.

use std::fmt;
use std::sync::Arc;

use gpu_common::Secret;

use crate::call::Header;
use crate::{ApiError, Clock, Error, Settings, TokenSource};

/// Reads the vendor's code and message out of the body of an HTTP error, by its status, if it has
/// them.
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
