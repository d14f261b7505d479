//! What the platform notes on an instance: a map whose key prefix differs per installation.

use std::borrow::Cow;
use std::fmt;

use gpu_common::{Secret, Text};
use gpu_json::{Field, Members, Object};
use serde::{Deserialize, Serialize};

/// An instance's annotations: texts under keys such as `neolink.ai/unit-price`.
///
/// The prefix before the `/` differs between the two public editions of the page, and what a given
/// host sends is unknown: [`get`](Self::get) looks up by the part behind it. The documented keys
/// are `cost-coupon-id`, `cost-discount-id`, `cost-disk-sku-id`, `cost-gpu-sku-id`,
/// `cost-order-id`, `cost-time`, `cost-type`, `description`, `display-name`, `gpu.machine`,
/// `gpu.resource.key`, `region`, `saveDataEnabled` (absent from one sample) and `unit-price`. All are
/// kept. Nobody knows what else a platform notes, so `Debug` and plain serialisation show keys only.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
/// let annotations = instance.annotations.get().expect("annotations");
/// println!("{:?}", annotations.get("unit-price"));
/// for (key, text) in annotations.iter() {
///     println!("{key}: {text:?}");
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Members<Secret>", into = "Members<Secret>")]
pub struct Annotations {
    /// What stands before the first key's `/`. Every instance of a list has these keys, so it is kept once:
    /// `cargo xtask bench` limits the memory of a list.
    prefix: Text,
    /// In the order sent. A key that begins with `/` has the prefix before it.
    notes: Vec<(Text, Field<Secret>)>,
}

impl Object for Annotations {}

impl Annotations {
    /// The text under a key, given with its prefix or without. `None` if there is no such key or
    /// its text is empty, which means unset (inferred).
    pub fn get(&self, key: &str) -> Option<&str> {
        let is_called = |whole: &str| whole == key || behind_prefix(whole) == Some(key);
        self.iter().filter(|(whole, _)| is_called(whole)).find_map(|(_, text)| text)
    }

    /// Whole keys and their texts in the order sent; `None` for an empty text.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, Option<&str>)> {
        self.notes.iter().map(|(key, text)| (self.whole(key), text.get().map(Secret::expose)))
    }

    fn whole<'a>(&self, key: &'a str) -> Cow<'a, str> {
        match key.starts_with('/') {
            true => format!("{}{key}", self.prefix).into(),
            false => key.into(),
        }
    }
}

fn behind_prefix(key: &str) -> Option<&str> {
    key.split_once('/').map(|(_, name)| name)
}

impl From<Members<Secret>> for Annotations {
    fn from(sent: Members<Secret>) -> Self {
        // A key that is sent with nothing before its `/` would be taken for a shortened one.
        let is_plain = sent.iter().all(|(key, _)| !key.starts_with('/'));
        let first = sent.iter().find_map(|(key, _)| key.split_once('/')).filter(|_| is_plain);
        let prefix: Text = first.map_or("", |(prefix, _)| prefix).into();
        let shorten = |(key, text): (Text, _)| {
            let name = key.strip_prefix(&*prefix).filter(|name| name.starts_with('/'));
            (name.map_or_else(|| key.clone(), Text::from), text)
        };
        let notes = sent.into_iter().map(shorten).collect();
        Self { prefix, notes }
    }
}

impl From<Annotations> for Members<Secret> {
    fn from(annotations: Annotations) -> Self {
        let whole = |(key, text): &(Text, Field<Secret>)| {
            (annotations.whole(key).as_ref().into(), text.clone())
        };
        annotations.notes.iter().map(whole).collect()
    }
}

impl fmt::Debug for Annotations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Members::from(self.clone()).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use gpu_common::WithSecrets;

    use super::*;

    #[test]
    fn a_key_is_found_whatever_its_prefix_and_nothing_is_lost_or_shown() {
        let odd = r#"{"neolink.ai/cost-type":"1","neolink.ai/cost-time":"","other.example/pin":"hunter2","bare":"x","neolink.ai/unit-price":250,"n/odd":{"a":"hunter2"}}"#;
        let twice = r#"{"a/region":"1","b/region":"2","region":"3","a/cost-type":"","x":"4"}"#;
        let slash = r#"{"a/x":"1","/x":"2","a/y":"3","/":"4"}"#;
        for (sent, key, text) in [
            (odd, "cost-type", Some("1")),
            (odd, "neolink.ai/cost-type", Some("1")),
            (odd, "cost-time", None),
            (odd, "pin", Some("hunter2")),
            (odd, "bare", Some("x")),
            (odd, "unit-price", Some("250")),
            (odd, "odd", None),
            (odd, "demo.cdc.datenfab.com/cost-type", None),
            (twice, "region", Some("1")),
            (twice, "a/region", Some("1")),
            (twice, "b/region", Some("2")),
            (twice, "c/region", None),
            (twice, "x", Some("4")),
            (slash, "/x", Some("2")),
            (slash, "a/y", Some("3")),
            (slash, "/", Some("4")),
        ] {
            let annotations: Annotations = serde_json::from_str(sent).unwrap();
            assert_eq!(annotations.get(key), text, "{key}");
            assert_eq!(serde_json::to_string(&WithSecrets(&annotations)).unwrap(), sent);
            let shown = format!("{annotations:?}{}", serde_json::to_string(&annotations).unwrap());
            let keys: serde_json::Value = serde_json::from_str(sent).unwrap();
            assert!(keys.as_object().unwrap().keys().all(|key| shown.contains(key)), "{shown}");
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
