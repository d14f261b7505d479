//! A success status and its body, not yet judged.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use gpu_common::Secret;
use gpu_json::{Unreadable, from_json};
use serde::de::DeserializeOwned;

use crate::kind::PriorAttempts;
use crate::mask::Redactor;
use crate::{ApiError, Call, Delivery, Error, Kind};

/// What a client makes of a vendor's words. Its answers share it.
pub(crate) struct VendorWords {
    /// Hides the client's credentials.
    pub(crate) redactor: Redactor,
    /// The caller's own codes for "no machine is free".
    pub(crate) capacity_codes: Vec<String>,
}

impl VendorWords {
    /// What hides the client's credentials and a call's own.
    pub(crate) fn hiding(&self, secrets: Vec<Secret>) -> Redactor {
        self.redactor.with(secrets)
    }

    /// What the vendor's envelope says of a failure, fit to be kept. A code that the caller has named is one
    /// for want of machines; without a code the HTTP status counts as one.
    pub(crate) fn api_error(&self, status: u16, mut said: ApiError, hide: &Redactor) -> ApiError {
        let code = said.code.clone().unwrap_or_else(|| status.to_string());
        said.no_capacity |= self.capacity_codes.contains(&code);
        hide.api_error(said)
    }
}

/// What came back with a success status, its envelope not checked. `Debug` shows the size only: the body
/// holds passwords. Errors made by an answer hide what its client hides.
#[derive(Clone)]
pub struct Answer {
    pub(crate) call: Arc<Call>,
    pub(crate) status: u16,
    pub(crate) attempts: u32,
    pub(crate) prior: PriorAttempts,
    pub(crate) body: Bytes,
    /// Why the body is not whole. Only the answer to a create is read in spite of that.
    pub(crate) broken: Option<Error>,
    /// Knows the client's credentials; those of the call are in it.
    pub(crate) words: Arc<VendorWords>,
}

impl Answer {
    /// The call's name, as errors print it.
    pub fn name(&self) -> &'static str {
        self.call.name
    }

    /// The HTTP status, 200 to 299.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body as it came. It may hold credentials.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text, invalid UTF-8 replaced. It may hold credentials.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Reads the body as JSON of the given shape, as [`gpu_json::from_json`] does: strictly first, and
    /// leniently if that fails, so that damage costs only the field or the item that it stands in.
    ///
    /// # Errors
    ///
    /// [`Kind::Unreadable`] with the JSON path, the endpoint and a masked piece of the body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        from_json(&self.body)
            .map_err(|failure| self.unreadable(failure.path.as_deref(), &failure.reason))
    }

    /// As [`json`](Self::json), and a body that is JSON but no object is unreadable. For envelopes: what
    /// derives `Deserialize` reads a *list* as its fields in order, too, so that `[0]` would be an envelope
    /// that says success.
    ///
    /// # Errors
    ///
    /// As [`json`](Self::json).
    pub fn json_object<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if self.body.trim_ascii_start().first() == Some(&b'[') {
            return Err(self.unreadable(Some("."), "a list instead of an object"));
        }
        self.json()
    }

    /// Reads a piece of this answer's body (a raw value inside it) as JSON of the given shape. `at` is
    /// the piece's own path, put in front of the path in an error.
    ///
    /// # Errors
    ///
    /// As [`json`](Self::json).
    pub fn json_part<T: DeserializeOwned>(&self, at: &str, part: &[u8]) -> Result<T, Error> {
        from_json(part).map_err(|failure| self.unreadable_part(at, &failure))
    }

    /// What is the same for all shapes is compiled once.
    fn unreadable_part(&self, at: &str, failure: &Unreadable) -> Error {
        let path = path_in(at, failure.path.as_deref().unwrap_or("."));
        self.unreadable(Some(&path), &failure.reason)
    }

    /// The error for a body that is not what is documented. `reason` must not repeat values of the body.
    pub fn unreadable(&self, path: Option<&str>, reason: &str) -> Error {
        let error = match &self.broken {
            Some(broken) => self.with_context(broken.clone()),
            None => {
                let error = Error::new(Kind::Unreadable, Delivery::Answered, reason);
                let error = error.with_status(self.status).with_json_path(path.map(str::to_owned));
                self.with_context(error)
            }
        };
        error.with_body(self.redactor().snippet(&self.body))
    }

    /// The error, with the id that the body names at a path of names, should the rest be cut off.
    pub fn naming(&self, error: Error, path: &[&str]) -> Error {
        match gpu_json::find_text(&self.body, path) {
            Some(id) if error.id().is_none() && !id.trim().is_empty() => error.with_id(&id),
            _ => error,
        }
    }

    /// The error for an envelope in which the vendor refuses.
    pub fn refused(&self, said: ApiError) -> Error {
        let redactor = self.redactor();
        let error = Error::new(Kind::Vendor, Delivery::Answered, "").with_status(self.status);
        self.with_context(error)
            .with_api_error(self.words.api_error(self.status, said, &redactor))
            .with_body(redactor.snippet(&self.body))
    }

    fn redactor(&self) -> Redactor {
        self.words.hiding(self.call.secrets())
    }

    fn with_context(&self, error: Error) -> Error {
        self.call.failed(error, self.attempts, self.prior)
    }
}

/// The path of what stands at `inner` in what stands `at` a path.
pub(crate) fn path_in(at: &str, inner: &str) -> String {
    match inner {
        "." => at.to_owned(),
        _ if inner.starts_with('[') => format!("{at}{inner}"),
        _ => format!("{at}.{inner}"),
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({}: HTTP {}, {} bytes)", self.call.name, self.status, self.body.len())
    }
}
