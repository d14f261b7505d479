//! One call, described completely before anything is sent.

use std::borrow::Cow;

use bytes::Bytes;
use gpu_common::{Secret, WithSecrets};
use http::{HeaderValue, Method};
use serde::Serialize;

use crate::error::Endpoint;
use crate::header::Header;
use crate::mask::Hidden;
use crate::{BaseUrl, Error, Extras};

/// What a call does to the world. Decides what may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// Looks only. May be repeated freely.
    Read,
    /// Changes something (and may cost money). Repeated only when provably not sent, or when
    /// the server plainly refused to take it (429).
    Change,
    /// Makes something new that no key keeps from being made twice. Repeated only when provably
    /// not sent: a limiter behind the service says 429 about what has been made.
    Create,
}

impl Effect {
    /// Whether the world may be another one afterwards.
    #[must_use]
    pub fn is_change(self) -> bool {
        self != Self::Read
    }
}

/// Room for the usual body, which then does not move while it is written.
const USUAL_BODY: usize = 512;

/// A request described completely: what endpoint code makes and [`Http`](crate::Http) performs.
#[derive(Clone)]
#[must_use = "a call does nothing until it is performed"]
pub struct Call {
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    pub(crate) method: Method,
    pub(crate) base: Option<BaseUrl>,
    pub(crate) path: Cow<'static, str>,
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Option<Bytes>,
    pub(crate) hidden: Hidden,
    /// Body fields and the shell variables that previews show in place of their values.
    pub(crate) stand_ins: &'static [(&'static str, &'static str)],
    pub(crate) about: About,
}

/// The machine that a call is about. Its errors say so.
#[derive(Clone, Default)]
pub(crate) struct About {
    pub(crate) key: Option<Box<str>>,
    pub(crate) id: Option<Box<str>>,
}

impl Call {
    /// A call by its name, method and path (from the base URL on, beginning with `/`, segments
    /// already encoded, see [`encode_segment`](Self::encode_segment)).
    pub fn new(
        name: &'static str,
        effect: Effect,
        method: Method,
        path: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            name,
            effect,
            method,
            base: None,
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            hidden: Hidden::default(),
            stand_ins: &[],
            about: About::default(),
        }
    }

    /// A GET that only looks.
    pub fn get(name: &'static str, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(name, Effect::Read, Method::GET, path)
    }

    /// A POST that changes something.
    pub fn post(name: &'static str, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(name, Effect::Change, Method::POST, path)
    }

    /// A DELETE, which changes something.
    pub fn delete(name: &'static str, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(name, Effect::Change, Method::DELETE, path)
    }

    /// Says that this call only looks, whatever its method: some vendors search by POST.
    pub fn only_looks(mut self) -> Self {
        self.effect = Effect::Read;
        self
    }

    /// Says that this call makes something new which no key of the caller's keeps from being made
    /// twice.
    pub fn creates(mut self) -> Self {
        self.effect = Effect::Create;
        self
    }

    /// Sends this call to another service than the client's own base URL.
    pub fn at(mut self, base: BaseUrl) -> Self {
        self.base = Some(base);
        self
    }

    /// Says which machine the call is about, by the caller's key or name: every error of the call and
    /// of its answer carries it.
    pub fn about_key(mut self, key: &str) -> Self {
        self.about.key = Some(key.into());
        self
    }

    /// Says which machine the call is about, by its id.
    pub fn about_id(mut self, id: &str) -> Self {
        self.about.id = Some(id.into());
        self
    }

    /// Puts on an error which machine the call is about: on one of before the call was performed.
    pub fn mark(&self, error: Error) -> Error {
        error.about(&self.about)
    }

    /// Adds a query pair; it is encoded when the call is sent.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
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
    /// [`Kind::Invalid`](crate::Kind::Invalid) if the name is no header's or the value cannot be sent
    /// in one.
    pub fn secret_header(
        mut self,
        name: &'static str,
        lead: &str,
        secret: &Secret,
        shown: &str,
    ) -> Result<Self, Error> {
        self.headers
            .push(Header::secret(name, lead, secret, shown)?);
        self.hidden.credentials.push(secret.clone());
        Ok(self)
    }

    /// Masks a further text wherever it turns up in this call's answer: a key that was signed
    /// with, say, and is not sent itself.
    pub fn mask(mut self, secret: Secret) -> Self {
        self.hidden.credentials.push(secret);
        self
    }

    /// Sets a JSON body, secrets in clear text, with undocumented extras put in.
    ///
    /// # Errors
    ///
    /// [`Kind::Invalid`](crate::Kind::Invalid) if an extra collides with a field of the body or
    /// if the value cannot be written as JSON.
    pub fn json<T: Serialize>(self, body: &T, extras: &Extras) -> Result<Self, Error> {
        let mut text = Vec::with_capacity(USUAL_BODY);
        let written = serde_json::to_writer(&mut text, &WithSecrets(body));
        self.json_text(text, written, extras)
    }

    /// What is the same for all bodies is compiled once.
    fn json_text(
        mut self,
        mut text: Vec<u8>,
        written: serde_json::Result<()>,
        extras: &Extras,
    ) -> Result<Self, Error> {
        let unwritable = |error: serde_json::Error| Error::invalid("body", error.to_string());
        written.map_err(unwritable)?;
        if !extras.body.is_empty() {
            extras
                .body
                .values()
                .for_each(|value| self.hidden.add_extra(value));
            let fields = serde_json::from_slice(&text).map_err(unwritable)?;
            text = serde_json::to_vec(&extras.merge_into(fields)?).map_err(unwritable)?;
        }
        self.headers.push(Header {
            name: http::header::CONTENT_TYPE,
            value: HeaderValue::from_static("application/json"),
            shown: None,
        });
        let body = Bytes::from(text);
        self.hidden.body = Some(body.clone());
        self.body = Some(body);
        Ok(self)
    }

    /// Names the body fields (at any depth) whose values previews do not show, and errors neither if
    /// the service repeats them.
    pub fn mask_body(mut self, keys: &'static [&'static str]) -> Self {
        self.hidden.keys = keys;
        self
    }

    /// Names body fields (at any depth) and what previews show in place of their values: a shell
    /// variable such as `$USER_ID`, so that the command can be run although the value is masked.
    pub fn stand_in(mut self, fields: &'static [(&'static str, &'static str)]) -> Self {
        self.stand_ins = fields;
        self
    }

    /// Adds the undocumented query pairs of a request.
    ///
    /// # Errors
    ///
    /// [`Kind::Invalid`](crate::Kind::Invalid) if the call has a query pair of that name already:
    /// which of two a service takes is its secret.
    pub fn extra_query(mut self, extras: &Extras) -> Result<Self, Error> {
        for (name, _) in &extras.query {
            if self.query.iter().any(|(typed, _)| typed == name) {
                let reason = "the typed builder sets this query pair already";
                return Err(Error::invalid(format!("query_extra.{name}"), reason));
            }
        }
        for (_, value) in &extras.query {
            self.hidden.add_extra(&value.as_str().into());
        }
        let extra = extras.query.iter().cloned();
        self.query
            .extend(extra.map(|(name, value)| (name.into(), value)));
        Ok(self)
    }

    /// The call's name, as errors print it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What the call does to the world.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Encodes a text for use as one path segment: everything but letters, digits and `-._~`.
    #[must_use]
    pub fn encode_segment(text: &str) -> String {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        let mut encoded = String::with_capacity(text.len());
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                let digit = |nibble: u8| {
                    HEX.get(usize::from(nibble))
                        .map_or('0', |&digit| char::from(digit))
                };
                encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
        // A lone dot or two would be read as "here" and "up", encoded or not: never send them.
        match encoded.as_str() {
            "." | ".." => encoded.replace('.', "%252E"),
            _ => encoded,
        }
    }

    /// Which call this is, for errors.
    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint {
            name: self.name,
            method: self.method.to_string(),
            path: self.path.clone().into_owned(),
        }
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The body and the query can hold what must not be shown; `Preview` shows them masked.
        write!(f, "Call({}: {} {})", self.name, self.method, self.path)
    }
}

#[cfg(test)]
mod tests;
