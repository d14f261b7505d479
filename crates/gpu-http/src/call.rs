//! One call, described completely before anything is sent.

use std::borrow::Cow;

use bytes::Bytes;
use gpu_common::{Secret, Text, WithSecrets};
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;

use crate::error::Endpoint;
use crate::kind::{Idempotency, PriorAttempts};
use crate::mask::{Hidden, read_json};
use crate::{BaseUrl, Error, RequestOptions};

/// Room for the usual body, which then does not move while it is written.
const USUAL_BODY: usize = 512;

/// A request described completely: what endpoint code makes and [`Http`](crate::Http) performs.
#[derive(Clone)]
#[must_use = "a call does nothing until it is performed"]
pub struct Call {
    pub(crate) name: &'static str,
    pub(crate) idempotency: Idempotency,
    pub(crate) method: Method,
    pub(crate) base: Option<BaseUrl>,
    pub(crate) path: Cow<'static, str>,
    pub(crate) query: Vec<(Cow<'static, str>, Text)>,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Option<Bytes>,
    pub(crate) hidden: Hidden,
    /// Body fields and the shell variables that previews show in place of their values.
    pub(crate) stand_ins: &'static [(&'static str, &'static str)],
    /// The machine that it is about, by the caller's key or name.
    pub(crate) key: Option<Text>,
    /// The same by its id.
    pub(crate) id: Option<Text>,
}

impl Call {
    fn new(
        name: &'static str,
        idempotency: Idempotency,
        method: Method,
        path: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            name,
            idempotency,
            method,
            base: None,
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            hidden: Hidden::default(),
            stand_ins: &[],
            key: None,
            id: None,
        }
    }

    /// A GET, which is read-only, by its name and path (from the base URL on, beginning with `/`, segments
    /// already encoded, see [`encode_segment`](Self::encode_segment)).
    pub fn get(name: &'static str, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(name, Idempotency::ReadOnly, Method::GET, path)
    }

    /// A POST that changes something and may be repeated.
    pub fn post(name: &'static str, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(name, Idempotency::Idempotent, Method::POST, path)
    }

    /// A DELETE, which may be repeated.
    pub fn delete(name: &'static str, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(name, Idempotency::Idempotent, Method::DELETE, path)
    }

    /// Says that this call is read-only. Some vendors search by POST.
    pub fn read_only(mut self) -> Self {
        self.idempotency = Idempotency::ReadOnly;
        self
    }

    /// Says that this call makes something new, and a repetition may make a second one.
    pub fn not_idempotent(mut self) -> Self {
        self.idempotency = Idempotency::NotIdempotent;
        self
    }

    /// Sends this call to another service than the client's own base URL.
    pub fn at(mut self, base: BaseUrl) -> Self {
        self.base = Some(base);
        self
    }

    /// Says which machine the call is about, by the caller's key or name: its errors carry it.
    pub fn about_key(mut self, key: &str) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Says which machine the call is about, by its id.
    pub fn about_id(mut self, id: &str) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Puts on an error which machine the call is about.
    pub(crate) fn with_context(&self, error: Error) -> Error {
        let error = match &self.key {
            Some(key) => error.with_key(key),
            None => error,
        };
        match &self.id {
            Some(id) => error.with_id(id),
            None => error,
        }
    }

    /// Adds a query pair; it is encoded when the call is sent.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Text>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a header that may be seen.
    ///
    /// # Errors
    ///
    /// [`Kind::Invalid`](crate::Kind::Invalid) if the name is no header's or the value cannot be sent
    /// in one.
    pub fn header(mut self, name: &'static str, value: &str) -> Result<Self, Error> {
        self.headers.push(Header::plain(name, value)?);
        Ok(self)
    }

    /// Adds a header that holds a credential: `lead` + the secret is sent, `lead` + `shown` is
    /// what previews print.
    ///
    /// # Errors
    ///
    /// As [`header`](Self::header).
    pub fn secret_header(
        mut self,
        name: &'static str,
        lead: &str,
        secret: &Secret,
        shown: &str,
    ) -> Result<Self, Error> {
        self.headers.push(Header::secret(name, lead, secret, shown)?);
        self.hidden.credentials.push(secret.clone());
        Ok(self)
    }

    /// Masks a further text in this call's answer: a key that was signed with, say, and is not sent.
    pub fn mask(mut self, secret: Secret) -> Self {
        self.hidden.credentials.push(secret);
        self
    }

    /// Sets a JSON body, secrets in clear text.
    ///
    /// # Errors
    ///
    /// [`Kind::Invalid`](crate::Kind::Invalid) if the value cannot be written as JSON.
    pub fn json<T: Serialize>(mut self, body: &T) -> Result<Self, Error> {
        let mut text = Vec::with_capacity(USUAL_BODY);
        serde_json::to_writer(&mut text, &WithSecrets(body)).map_err(unwritable)?;
        self.headers.push(Header {
            name: http::header::CONTENT_TYPE,
            value: HeaderValue::from_static("application/json"),
            shown: None,
        });
        self.body = Some(Bytes::from(text));
        Ok(self)
    }

    /// Sets a JSON body that was checked. If it was refused, the error names what the call is about.
    ///
    /// # Errors
    ///
    /// As [`json`](Self::json), and why the body was refused.
    pub fn try_json<T: Serialize>(self, body: Result<T, Error>) -> Result<Self, Error> {
        match body {
            Ok(body) => self.json(&body),
            Err(error) => Err(self.with_context(error)),
        }
    }

    /// Names the body fields (at any depth) whose values neither previews nor errors show.
    pub fn mask_body(mut self, keys: &'static [&'static str]) -> Self {
        self.hidden.keys = keys;
        self
    }

    /// Names body fields (at any depth) and the shell variables, such as `$USER_ID`, that previews show in
    /// place of their values.
    pub fn stand_in(mut self, fields: &'static [(&'static str, &'static str)]) -> Self {
        self.stand_ins = fields;
        self
    }

    /// Adds the undocumented query pairs and body fields of a request. A query pair that the call has
    /// already is refused, because it is unknown which of two a service takes.
    pub(crate) fn add(&mut self, options: &RequestOptions) -> Result<(), Error> {
        self.extend(options).map_err(|error| self.with_context(error))
    }

    fn extend(&mut self, options: &RequestOptions) -> Result<(), Error> {
        let is_typed = |name: &str| self.query.iter().any(|(typed, _)| typed == name);
        if let Some((name, _)) = options.query.iter().find(|(name, _)| is_typed(name)) {
            let reason = "the typed request sets this query pair already";
            return Err(Error::invalid(format!("query_extra.{name}"), reason));
        }
        for (name, value) in options.query.iter().cloned() {
            self.hidden.add_extra(&value.as_str().into());
            self.query.push((name.into(), value.into()));
        }
        if !options.body.is_empty() {
            let no_body = || Error::invalid("body_extra", "this call has no body");
            let mut body =
                read_json(self.body.as_ref().ok_or_else(no_body)?).map_err(unwritable)?;
            options.merge_into(&mut body)?;
            options.body.iter().for_each(|(_, value)| self.hidden.add_extra(value));
            self.body = Some(serde_json::to_vec(&body).map_err(unwritable)?.into());
        }
        Ok(())
    }

    /// The call's name, as errors print it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Encodes a text for use as one path segment: everything but letters, digits and `-._~`.
    pub fn encode_segment(text: &str) -> String {
        let mut encoded = String::with_capacity(text.len());
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
        // A lone dot or two would be read as "here" and "up", encoded or not: never send them.
        match encoded.as_str() {
            "." | ".." => encoded.replace('.', "%252E"),
            _ => encoded,
        }
    }

    /// All texts that an answer to the call must not show.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.hidden.secrets(self.body.as_deref())
    }

    /// Puts on an error which call has failed.
    pub(crate) fn failed(&self, error: Error, attempts: u32, prior: PriorAttempts) -> Error {
        let endpoint = Endpoint {
            name: self.name,
            method: self.method.to_string(),
            path: self.path.clone().into_owned(),
        };
        let error = error.of_call(endpoint, self.idempotency, prior);
        self.with_context(error.with_attempts(attempts))
    }
}

/// A header, and what is shown in its place when it is a credential.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) name: HeaderName,
    pub(crate) value: HeaderValue,
    /// Set for credentials: what previews print (`Bearer $TOKEN`).
    pub(crate) shown: Option<Cow<'static, str>>,
}

impl Header {
    pub(crate) fn plain(name: &'static str, value: &str) -> Result<Self, Error> {
        Ok(Self { name: header_name(name)?, value: header_value(name, value)?, shown: None })
    }

    pub(crate) fn secret(
        name: &'static str,
        lead: &str,
        secret: &Secret,
        shown: &str,
    ) -> Result<Self, Error> {
        let mut value = header_value(name, &format!("{lead}{}", secret.expose()))?;
        value.set_sensitive(true);
        let shown = Some(Cow::Owned(format!("{lead}{shown}")));
        Ok(Self { name: header_name(name)?, value, shown })
    }
}

/// A header's name; upper case is sent as lower case, as headers mean the same in both.
fn header_name(name: &'static str) -> Result<HeaderName, Error> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.is_empty() && name.bytes().all(is_plain) {
        // Refers to the text where it is; what is not plain would make it panic.
        return Ok(HeaderName::from_static(name));
    }
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::invalid(name, "is not the name of a header"))
}

fn header_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text)
        .map_err(|_| Error::invalid(name, "has characters that no header can carry"))
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::invalid("body", error.to_string())
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The body and the query can hold what must not be shown; `Preview` shows them masked.
        write!(f, "Call({}: {} {})", self.name, self.method, self.path)
    }
}

#[cfg(test)]
mod tests;
