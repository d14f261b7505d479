//! What all three services do alike with a request: its media type, its credential, its parameters,
//! its JSON object.

use std::fmt;
use std::marker::PhantomData;

use axum::http::{HeaderMap, StatusCode, header};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// Whether the body is said to be JSON, in whatever case and with whatever parameters.
pub(crate) fn says_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    let kind = value.unwrap_or_default().split(';').next();
    let kind = kind.unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// The answer where no endpoint is.
pub(crate) async fn not_found() -> (StatusCode, &'static str) {
    nowhere()
}

/// The same at once.
pub(crate) fn nowhere() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "404 page not found")
}

/// Query parameters as they came, in order.
pub(crate) type Parameters = Vec<(String, String)>;

/// The values of a parameter; empty ones count as absent.
pub(crate) fn all<'a>(parameters: &'a Parameters, name: &'a str) -> impl Iterator<Item = &'a str> {
    let named = parameters.iter().filter(move |(given, _)| given == name);
    named.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

/// The first value of a parameter; an empty one counts as absent.
pub(crate) fn parameter<'a>(parameters: &'a Parameters, name: &'a str) -> Option<&'a str> {
    all(parameters, name).next()
}

/// The token of a `Bearer` credential. The scheme may be in any case (RFC 9110).
pub(crate) fn bearer(credential: &str) -> Option<&str> {
    let (scheme, token) = credential.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_is_json() {
        let says = |text: &'static str| {
            let value = header::HeaderValue::from_static(text);
            says_json(&HeaderMap::from_iter([(header::CONTENT_TYPE, value)]))
        };
        for text in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json ;charset=UTF-8",
        ] {
            assert!(says(text), "{text}");
        }
        for text in [
            "",
            "application/json-seq",
            "application/jsonp",
            "text/json",
            "text/plain; application/json",
        ] {
            assert!(!says(text), "{text}");
        }
        assert!(!says_json(&HeaderMap::new()));
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Pair {
        a: u8,
        b: u8,
    }

    #[test]
    fn only_an_object_is_one() {
        let read = serde_json::from_str::<Object<Pair>>;
        assert_eq!(read(r#"{"a":1,"b":2}"#).unwrap().0, Pair { a: 1, b: 2 });
        for text in ["[1,2]", "null", "1", r#""a""#, r#"{"a":1}"#, r#"{"a":1,"a":1,"b":2}"#] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_credential_is_read_in_any_case() {
        for text in ["Bearer t", "bearer t", "BEARER  t"] {
            assert_eq!(bearer(text), Some("t"), "{text}");
        }
        for text in ["t", "Basic t", "Bearert"] {
            assert_eq!(bearer(text), None, "{text}");
        }
    }
}
