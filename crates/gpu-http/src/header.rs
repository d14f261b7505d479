//! A header of a call.

use std::borrow::Cow;

use gpu_common::Secret;
use http::{HeaderName, HeaderValue};

use crate::Error;

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
