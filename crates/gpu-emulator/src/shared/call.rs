//! What a handler reads of a request.

use std::fmt;
use std::marker::PhantomData;

use http::header::CONTENT_TYPE;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::response::JSON;
use super::service::{Call, Vendor};

impl<V: Vendor> Call<'_, V> {
    /// A variable part of the path.
    pub(crate) fn path(&self, name: &str) -> &str {
        self.path.iter().find(|(given, _)| *given == name).map_or("", |(_, value)| value)
    }

    /// The values of a query parameter; empty ones count as absent.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.query.iter().filter(move |(given, _)| given == name);
        named.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The first value of a query parameter; an empty one counts as absent.
    pub(crate) fn parameter<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the body is said to be JSON, in whatever case and with whatever parameters.
    pub(crate) fn says_json(&self) -> bool {
        let kind = self.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case(JSON)
    }

    /// The body as a JSON object.
    pub(crate) fn object<T: for<'de> Deserialize<'de>>(&self) -> Result<T, String> {
        object(self.body)
    }
}

/// The token of a `Bearer` credential. The scheme may be in any case (RFC 9110).
pub(crate) fn bearer(credential: &str) -> Option<&str> {
    let (scheme, token) = credential.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start())
}

/// Reads a body that is a JSON object.
pub(crate) fn object<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, String> {
    let read = serde_json::from_slice(body);
    read.map(|Object(read)| read).map_err(|error| format!("body: {error}"))
}

/// A `T` that was written as an object.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(Object)
    }
}
