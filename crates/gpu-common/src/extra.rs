//! The fields of an object that the vendor sent and did not document.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::secret::{MASK, exposed};

/// The fields of an object that the vendor sent and did not document, so that none is lost.
///
/// Put it last in the struct, as `#[serde(flatten)] extra: Extra`. Nobody knows what the values
/// are, so `Debug` shows only the names, and serialising masks the values outside
/// [`WithSecrets`](crate::WithSecrets).
///
/// A name that occurs twice keeps its last value. An integer beyond `u64` and `i64` is kept as the
/// nearest `f64`.
///
/// ```
/// use gpu_common::Extra;
///
/// let extra: Extra = serde_json::from_str(r#"{"pin": "1234"}"#)?;
/// assert_eq!(extra.get("pin"), Some(&"1234".into()));
/// assert_eq!(format!("{extra:?}"), r#"{"pin"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Extra(Map<String, Value>);

impl Extra {
    /// The value sent under a name; `None` if there was no such field or it is documented.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Names and values, ordered by name; as the vendor ordered them if any crate of the build
    /// switches on serde_json's `preserve_order`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many undocumented fields were sent.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the vendor sent documented fields only.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if exposed() {
            return self.0.serialize(serializer);
        }
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for name in self.0.keys() {
            map.serialize_entry(name, MASK)?;
        }
        map.end()
    }
}
