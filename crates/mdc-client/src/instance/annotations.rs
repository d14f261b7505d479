//! What the platform notes on an instance: a map whose key prefix differs per installation.

mod reading;

use std::borrow::Cow;
use std::fmt;

use gpu_common::{Secret, Text};
use gpu_json::Field;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// The keys of the documented samples, without their prefix.
const DOCUMENTED: [&str; 14] = [
    "cost-coupon-id",
    "cost-discount-id",
    "cost-disk-sku-id",
    "cost-gpu-sku-id",
    "cost-order-id",
    "cost-time",
    "cost-type",
    "description",
    "display-name",
    "gpu.machine",
    "gpu.resource.key",
    "region",
    "saveDataEnabled",
    "unit-price",
];

/// An instance's annotations: texts under keys such as `neolink.ai/unit-price`.
///
/// The prefix before the `/` differs between the two public editions of the page, and what a given
/// host sends is unknown: [`get`](Self::get) looks up by the part behind it. The documented keys
/// are `cost-coupon-id`, `cost-discount-id`, `cost-disk-sku-id`, `cost-gpu-sku-id`,
/// `cost-order-id`, `cost-time`, `cost-type`, `description`, `display-name`, `gpu.machine`,
/// `gpu.resource.key`, `region`, `saveDataEnabled` (absent from one sample) and `unit-price`; all
/// others are kept, and their values are neither shown by `Debug` nor written outside
/// `WithSecrets`.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
/// let annotations = instance.annotations.get().expect("annotations");
/// println!("{} of them, {:?}", annotations.len(), annotations.get("unit-price"));
/// for (key, text) in annotations.iter().filter(|_| !annotations.is_empty()) {
///     println!("{key}: {text:?}");
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, PartialEq, Eq)]
// Every instance of a list has these keys: they are kept as the prefix, once, and a number each.
pub struct Annotations {
    /// What the first documented key has in front of its name, `/` included; so do the others.
    prefix: Option<Text>,
    /// In the order sent.
    notes: Vec<Note>,
}

#[derive(Clone, PartialEq, Eq)]
enum Note {
    /// Under the prefix and the name of this index in [`DOCUMENTED`].
    Documented(u8, Field<Text>),
    /// Under a documented name with another prefix.
    Elsewhere(Box<(Text, Field<Text>)>),
    Other(Box<(Text, Field<Secret>)>),
}

impl Annotations {
    /// The text under a key, given with its prefix or without. `None` if there is no such key or
    /// its text is empty, which means unset (inferred).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.notes
            .iter()
            .filter(|note| match note {
                Note::Documented(index, _) => {
                    let name = documented(*index);
                    name == key || key.strip_prefix(self.prefix()) == Some(name)
                }
                Note::Elsewhere(note) => is_called(&note.0, key),
                Note::Other(note) => is_called(&note.0, key),
            })
            .find_map(Note::text)
    }

    /// Whole keys and their texts in the order sent; `None` for an empty text.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, Option<&str>)> {
        self.notes.iter().map(|note| (self.key(note), note.text()))
    }

    /// How many annotations were sent.
    #[must_use]
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    /// Whether none was sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or_default()
    }

    fn key<'a>(&self, note: &'a Note) -> Cow<'a, str> {
        match note {
            Note::Documented(index, _) => format!("{}{}", self.prefix(), documented(*index)).into(),
            Note::Elsewhere(note) => note.0.as_str().into(),
            Note::Other(note) => note.0.as_str().into(),
        }
    }
}

impl Note {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Documented(_, text) => text.get().map(Text::as_str),
            Self::Elsewhere(note) => note.1.get().map(Text::as_str),
            Self::Other(note) => note.1.get().map(Secret::expose),
        }
    }
}

/// The name of an index that was made when the key was read.
fn documented(index: u8) -> &'static str {
    let name = DOCUMENTED.get(usize::from(index));
    name.copied().unwrap_or_default()
}

fn is_called(whole: &str, key: &str) -> bool {
    whole == key || without_prefix(whole) == key
}

fn without_prefix(key: &str) -> &str {
    key.split_once('/').map_or(key, |(_, name)| name)
}

impl fmt::Debug for Annotations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for note in &self.notes {
            let key = self.key(note);
            match note {
                Note::Documented(_, text) => map.entry(&key, text),
                Note::Elsewhere(note) => map.entry(&key, &note.1),
                Note::Other(note) => map.entry(&key, &note.1),
            };
        }
        map.finish()
    }
}

impl Serialize for Annotations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for note in &self.notes {
            let key = self.key(note);
            match note {
                Note::Documented(_, text) => map.serialize_entry(&key, text)?,
                Note::Elsewhere(note) => map.serialize_entry(&key, &note.1)?,
                Note::Other(note) => map.serialize_entry(&key, &note.1)?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use gpu_common::WithSecrets;

    use super::*;

    const SENT: &str = r#"{"neolink.ai/cost-type":"1","neolink.ai/cost-time":"","other.example/pin":"hunter2","bare":"x","neolink.ai/unit-price":250,"n/odd":{"a":"hunter2"}}"#;

    #[test]
    fn a_key_is_found_whatever_its_prefix() {
        let annotations: Annotations = serde_json::from_str(SENT).unwrap();
        for (key, text) in [
            ("cost-type", Some("1")),
            ("neolink.ai/cost-type", Some("1")),
            ("cost-time", None),
            ("pin", Some("hunter2")),
            ("bare", Some("x")),
            ("unit-price", Some("250")),
            ("odd", None),
            ("demo.cdc.datenfab.com/cost-type", None),
        ] {
            assert_eq!(annotations.get(key), text, "{key}");
        }
    }

    #[test]
    fn nothing_is_lost_and_what_is_not_documented_is_not_shown() {
        let annotations: Annotations = serde_json::from_str(SENT).unwrap();
        assert_eq!(serde_json::to_string(&WithSecrets(&annotations)).unwrap(), SENT);
        let shown = format!("{annotations:?}{}", serde_json::to_string(&annotations).unwrap());
        assert!(shown.contains("pin") && !shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn documented_keys_with_two_prefixes_are_told_apart() {
        let sent = r#"{"a/region":"1","b/region":"2","region":"3","a/cost-type":"","x":"4"}"#;
        let annotations: Annotations = serde_json::from_str(sent).unwrap();
        assert_eq!(serde_json::to_string(&WithSecrets(&annotations)).unwrap(), sent);
        for (key, text) in [
            ("region", Some("1")),
            ("a/region", Some("1")),
            ("b/region", Some("2")),
            ("c/region", None),
            ("x", Some("4")),
        ] {
            assert_eq!(annotations.get(key), text, "{key}");
        }
        let keys: Vec<_> = annotations.iter().map(|(key, _)| key.into_owned()).collect();
        assert_eq!(keys, ["a/region", "b/region", "region", "a/cost-type", "x"]);
        assert_eq!(annotations.len(), 5);
    }

    #[test]
    fn every_documented_name_has_an_index_of_its_own() {
        let names: BTreeSet<_> = DOCUMENTED.iter().collect();
        assert_eq!(names.len(), DOCUMENTED.len());
        assert_eq!(documented(13), "unit-price");
        assert_eq!(size_of::<Note>(), 32);
    }
}
