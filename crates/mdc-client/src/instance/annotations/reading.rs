//! Reading annotations: which key is whose, and what their prefix is.

use std::fmt;

use gpu_common::Text;
use gpu_json::{DAMAGED, Object};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Annotations, DOCUMENTED, Note, without_prefix};

/// What a key is to the annotations before it.
enum Key {
    Documented(u8),
    Elsewhere,
    Other,
}

impl Annotations {
    /// Whose a key is. The first documented one says what the prefix is.
    fn place(&mut self, key: &str) -> Key {
        let name = without_prefix(key);
        let index = DOCUMENTED.iter().position(|known| *known == name);
        let Some(index) = index.and_then(|index| u8::try_from(index).ok()) else {
            return Key::Other;
        };
        let prefix = key.strip_suffix(name).unwrap_or_default();
        let shared = self.prefix.get_or_insert_with(|| prefix.into());
        if **shared == *prefix { Key::Documented(index) } else { Key::Elsewhere }
    }
}

impl<'de> Deserialize<'de> for Annotations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Form)
    }
}

/// An object; anything else is unreadable, and masked.
impl Object for Annotations {}

struct Form;

impl<'de> Visitor<'de> for Form {
    type Value = Annotations;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Annotations, A::Error> {
        let mut annotations =
            Annotations { prefix: None, notes: Vec::with_capacity(DOCUMENTED.len()) };
        while let Some(key) = map.next_key::<Text>()? {
            if key == DAMAGED {
                return Err(A::Error::custom("damaged JSON"));
            }
            let note = match annotations.place(&key) {
                Key::Documented(index) => Note::Documented(index, map.next_value()?),
                Key::Elsewhere => Note::Elsewhere(Box::new((key, map.next_value()?))),
                Key::Other => Note::Other(Box::new((key, map.next_value()?))),
            };
            annotations.notes.push(note);
        }
        annotations.notes.shrink_to_fit();
        Ok(annotations)
    }
}
