//! The fields of an object that the vendor sent and did not document.

use std::fmt;
use std::sync::Arc;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::read::Mode;
use crate::repair::DAMAGED;

use gpu_common::{MASK, exposed};

/// The fields of an object that the vendor sent and did not document, so that none is lost.
///
/// It goes last in a struct, as `#[serde(flatten)] extra: Extra`. Nobody knows what the values are, so `Debug` shows only the
/// names, and serialising masks the values outside [`WithSecrets`](gpu_common::WithSecrets).
///
/// A name that occurs twice keeps its last value. An integer beyond `u64` and `i64` is kept as the
/// nearest `f64`.
///
/// ```
/// use gpu_json::Extra;
///
/// let extra: Extra = serde_json::from_str(r#"{"pin": "1234"}"#)?;
/// assert_eq!(extra.get("pin"), Some(&"1234".into()));
/// assert_eq!(format!("{extra:?}"), r#"{"pin"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
// A single pointer, `None` when there is nothing, which is the usual case in every item of a list. Of an
// `Arc`, what drops the map is compiled once and not into every struct.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Extra(Option<Arc<Map<String, Value>>>);

impl Extra {
    /// The value sent under a name; `None` if there was no such field or it is documented.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// Names and values, ordered by name; as the vendor ordered them if any crate of the build
    /// switches on serde_json's `preserve_order`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let fields = self.0.iter().flat_map(|fields| fields.iter());
        fields.map(|(name, value)| (name.as_str(), value))
    }

    /// How many undocumented fields were sent.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |fields| fields.len())
    }

    /// Whether the vendor sent documented fields only.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        let fields: Map<String, Value> = fields.into_iter().collect();
        Self((!fields.is_empty()).then(|| Arc::new(fields)))
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ExtraVisitor)
    }
}

struct ExtraVisitor;

impl<'de> Visitor<'de> for ExtraVisitor {
    type Value = Extra;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Extra, A::Error> {
        // Even an empty map costs 40 instructions to drop.
        let mut fields: Option<Map<String, Value>> = None;
        while let Some((name, value)) = object.next_entry::<String, Value>()? {
            if name == DAMAGED && Mode::now() == Mode::Strict {
                return Err(A::Error::custom("damaged JSON"));
            }
            fields.get_or_insert_default().insert(name, value);
        }
        Ok(Extra(fields.map(Arc::new)))
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let exposed = exposed();
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            if exposed {
                map.serialize_entry(name, value)?;
            } else {
                map.serialize_entry(name, MASK)?;
            }
        }
        map.end()
    }
}
