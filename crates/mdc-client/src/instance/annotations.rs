//! What the platform notes on an instance: a map whose key prefix differs per installation.

use std::fmt;

use gpu_common::Secret;
use gpu_json::{Members, Object};
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
#[serde(transparent)]
pub struct Annotations(Members<Secret>);

impl Object for Annotations {}

impl Annotations {
    /// The text under a key, given with its prefix or without. `None` if there is no such key or
    /// its text is empty, which means unset (inferred).
    pub fn get(&self, key: &str) -> Option<&str> {
        let is_called = |whole: &str| {
            whole == key || whole.split_once('/').is_some_and(|(_, name)| name == key)
        };
        self.iter().filter(|(whole, _)| is_called(whole)).find_map(|(_, text)| text)
    }

    /// Whole keys and their texts in the order sent; `None` for an empty text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(key, text)| (key, text.get().map(Secret::expose)))
    }
}

impl fmt::Debug for Annotations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
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
