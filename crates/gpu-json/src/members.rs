//! An object whose names are data: kept whole, in the order sent.

use std::fmt;
use std::marker::PhantomData;

use gpu_common::Text;
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{DAMAGED, Field, FieldValue, Object};

/// The members of an object whose names are data, such as counts by status: each value is a
/// [`Field`], and the order is the one sent. A name that comes twice is there twice.
///
/// ```
/// use gpu_json::Members;
///
/// let counts: Members<u64> = serde_json::from_str(r#"{"Running":"2","Odd":[]}"#)?;
/// assert_eq!(counts.get("Running"), Some(&2));
/// let all: Vec<_> = counts.iter().map(|(name, count)| (name, count.copied())).collect();
/// assert_eq!(all, [("Running", Some(2)), ("Odd", None)]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Members<T>(Vec<(Text, Field<T>)>);

impl<T> Members<T> {
    /// The first value under a name that can be read.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter().filter(|(key, _)| *key == name).find_map(|(_, value)| value.get())
    }

    /// Names and values in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Field<T>)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl<T> IntoIterator for Members<T> {
    type Item = (Text, Field<T>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> FromIterator<(Text, Field<T>)> for Members<T> {
    fn from_iter<I: IntoIterator<Item = (Text, Field<T>)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl<T: FieldValue> Object for Members<T> {}

impl<T> fmt::Debug for Members<T>
where
    Field<T>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<T> Serialize for Members<T>
where
    Field<T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de, T: FieldValue> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

struct MembersVisitor<T>(PhantomData<T>);

impl<'de, T: FieldValue> Visitor<'de> for MembersVisitor<T> {
    type Value = Members<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Members<T>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = object.next_entry::<Text, Field<T>>()? {
            if member.0 == DAMAGED {
                return Err(A::Error::custom("damaged JSON"));
            }
            members.push(member);
        }
        members.shrink_to_fit();
        Ok(Members(members))
    }
}
