//! What can be added to any request: undocumented extras and a time limit of its own.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::Error;

/// Query pairs and body fields that the typed request does not know, and the call's own time limit.
#[derive(Clone, Default)]
pub struct RequestOptions {
    pub(crate) query: Vec<(String, String)>,
    /// By name, or by JSON pointer.
    pub(crate) body: Vec<(String, Value)>,
    pub(crate) timeout: Option<Duration>,
}

impl RequestOptions {
    /// Adds a query pair.
    pub fn push_query(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.query.push((name.into(), value.into()));
    }

    /// Adds a field of the JSON body, by name or by JSON pointer.
    pub fn push_body(&mut self, at: impl Into<String>, value: impl Into<Value>) {
        self.body.push((at.into(), value.into()));
    }

    /// Sets the call's own time limit.
    pub fn set_timeout(&mut self, limit: Duration) {
        self.timeout = Some(limit);
    }

    /// Puts the extra fields into a body. An extra may add, and never replace.
    pub(crate) fn merge_into(&self, body: &mut Value) -> Result<(), Error> {
        for (at, value) in &self.body {
            insert(body, at, value.clone())
                .map_err(|reason| Error::invalid(format!("body_extra.{at}"), reason))?;
        }
        Ok(())
    }
}

/// Puts a value at a name or a JSON pointer. Objects on the way that are missing are made.
fn insert(body: &mut Value, at: &str, value: Value) -> Result<(), &'static str> {
    let (way, name) = at.rsplit_once('/').unwrap_or(("", at));
    let mut place = body;
    for step in way.split('/').skip(1) {
        let step = unescaped(step);
        place = match place {
            Value::Object(fields) => fields.entry(step).or_insert_with(|| Map::new().into()),
            Value::Array(items) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get_mut(index))
                .ok_or("the body has no such list entry")?,
            _ => return Err("something other than an object stands on the way"),
        };
    }
    let Value::Object(fields) = place else {
        return Err("this place of the body is not an object");
    };
    let name = if at.starts_with('/') { unescaped(name) } else { at.to_owned() };
    if fields.contains_key(&name) {
        return Err("the typed request sets this field already");
    }
    fields.insert(name, value);
    Ok(())
}

/// A step of a JSON pointer (RFC 6901): `~1` is a slash, `~0` a tilde.
fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names only: values can be credentials.
        let query: Vec<_> = self.query.iter().map(|(name, _)| name).collect();
        let body: Vec<_> = self.body.iter().map(|(at, _)| at).collect();
        f.debug_struct("RequestOptions")
            .field("query", &query)
            .field("body", &body)
            .field("timeout", &self.timeout)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merged(at: &str, value: impl Into<Value>) -> Result<Value, Error> {
        let mut options = RequestOptions::default();
        options.push_body(at, value);
        let mut body = json!({"a": 1, "Cost": {"type": "1"}, "list": [{"b": 2}]});
        options.merge_into(&mut body).map(|()| body)
    }

    #[test]
    fn an_extra_goes_in_by_name_or_by_pointer() {
        for (at, pointer) in [
            ("unit_qty", "/unit_qty"),
            ("/unit_qty", "/unit_qty"),
            ("/Cost/discount", "/Cost/discount"),
            ("/new/deep", "/new/deep"),
            ("/list/0/c", "/list/0/c"),
            ("/a~1b", "/a~1b"),
            ("a/b", "/a~1b"),
        ] {
            let body = merged(at, 7).unwrap();
            assert_eq!(body.pointer(pointer), Some(&json!(7)), "{at}");
            assert_eq!(body.pointer("/Cost/type"), Some(&json!("1")), "{at}");
        }
    }

    #[test]
    fn an_extra_may_add_and_never_replace() {
        for at in ["a", "/a", "/Cost", "/Cost/type", "/a/b", "/list/1/c", "/list/x", "/list/0/b"] {
            let error = merged(at, 7).unwrap_err();
            assert_eq!(error.field(), Some(format!("body_extra.{at}").as_str()));
        }
    }

    #[test]
    fn debug_shows_names_only() {
        let mut options = RequestOptions::default();
        options.push_query("key", "hunter2");
        options.push_body("secret", "hunter2");
        assert!(!format!("{options:?}").contains("hunter2"));
    }
}
