//! What is secret about one call.

use gpu_common::Secret;
use serde_json::Value;

use super::words::names_a_credential;

/// Shorter numbers that a caller gave are left alone: ports, counts and sizes.
const SHORTEST_NUMBER: usize = 6;

/// Reads JSON: in one place, because each would bring its own copy of the reader.
pub(crate) fn read_json(text: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(text)
}

/// What is secret about one call. Nothing is taken apart before there is an error to be shown.
#[derive(Clone, Default)]
pub(crate) struct Hidden {
    /// The call's own credentials.
    pub(crate) credentials: Vec<Secret>,
    /// Texts that the caller sent beside the typed fields: an echo of one is not shown.
    pub(crate) extras: Vec<Secret>,
    /// Names of body fields, at any depth, whose values are secret.
    pub(crate) keys: &'static [&'static str],
}

impl Hidden {
    /// Whether the value of a body field is secret, by its name.
    pub(crate) fn hides(&self, name: &str) -> bool {
        self.keys.contains(&name) || names_a_credential(name)
    }

    /// Adds the texts of an undocumented extra.
    pub(crate) fn add_extra(&mut self, value: &Value) {
        let mut texts = Vec::new();
        collect(value, &mut texts);
        self.extras.extend(texts);
    }

    /// All texts that an answer to the call with this body must not show.
    pub(crate) fn secrets(&self, body: Option<&[u8]>) -> Vec<Secret> {
        let mut secrets = [&*self.credentials, &*self.extras].concat();
        if let Some(Ok(body)) = body.map(read_json) {
            self.collect_hidden(&body, &mut secrets);
        }
        secrets
    }

    fn collect_hidden(&self, value: &Value, secrets: &mut Vec<Secret>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if self.hides(name) {
                        collect(value, secrets);
                    } else {
                        self.collect_hidden(value, secrets);
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect_hidden(item, secrets)),
            _ => {}
        }
    }
}

/// All texts in a value, and their parts: of JSON in a text its texts, of `NAME=value` the value.
fn collect(value: &Value, texts: &mut Vec<Secret>) {
    match value {
        Value::String(text) => {
            add(text, texts);
            match read_json(text.as_bytes()) {
                Ok(inner @ (Value::Object(_) | Value::Array(_) | Value::String(_))) => {
                    collect(&inner, texts);
                }
                _ => {
                    for pair in text.split(['\n', ';', '&', ' ']) {
                        if let Some((_, value)) = pair.split_once('=') {
                            add(value.trim().trim_matches(['"', '\'']), texts);
                        }
                    }
                }
            }
        }
        Value::Number(number) => add(&number.to_string(), texts),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(members) => members.values().for_each(|value| collect(value, texts)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Adds a text, unless it is a word or a number that everybody writes.
fn add(text: &str, texts: &mut Vec<Secret>) {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_word =
        ["true", "false", "null", "none"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let is_usual = is_word || is_number && text.len() < SHORTEST_NUMBER;
    if !is_usual {
        texts.push(Secret::from(text));
    }
}
