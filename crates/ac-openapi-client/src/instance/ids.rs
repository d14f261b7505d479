//! The id of an instance, and a set of them that is never empty.

use std::fmt;
use std::str::FromStr;

use gpu_json::{FieldValue, Parsed};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Error, Result};

/// The id of a container instance: 32 lower-case hexadecimal characters in every sample, but any
/// text is taken that is not blank and has no white space around it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct InstanceId(Box<str>);

impl InstanceId {
    /// Takes an id as it is. One that differs by a line break from that of a container would be told
    /// to be gone, so such a text is refused.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `id`, if it is blank, begins or ends with white space, or has a control
    /// character.
    pub fn new(id: impl Into<String>) -> Result<Self> {
        let id = id.into();
        if id.trim().is_empty() {
            return Err(Error::invalid("id", "is blank"));
        }
        if id.trim() != id || id.chars().any(char::is_control) {
            let reason = "begins or ends with white space, or has a control character";
            return Err(Error::invalid("id", reason));
        }
        Ok(Self(id.into()))
    }

    /// What the service sent, as it came.
    pub(super) fn as_sent(id: impl Into<Box<str>>) -> Self {
        Self(id.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the service sent is taken as it came.
impl FieldValue for InstanceId {
    fn from_text(text: &str) -> Parsed<Self> {
        Parsed::Same(Self::as_sent(text))
    }

    fn from_number(number: &serde_json::Number) -> Parsed<Self> {
        Parsed::converted(number.as_u64().map(|id| Self::as_sent(id.to_string())))
    }
}

impl<'de> Deserialize<'de> for InstanceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        // What the service sent is taken as it came.
        let id = Box::<str>::deserialize(deserializer)?;
        if id.trim().is_empty() {
            return Err(D::Error::custom("a blank id"));
        }
        Ok(Self(id))
    }
}

impl TryFrom<String> for InstanceId {
    type Error = Error;

    fn try_from(id: String) -> Result<Self> {
        Self::new(id)
    }
}

impl AsRef<str> for InstanceId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for InstanceId {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self> {
        Self::new(id)
    }
}

impl From<InstanceId> for String {
    fn from(id: InstanceId) -> Self {
        id.0.into()
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InstanceId({:?})", self.0)
    }
}

/// A set of ids that has at least one, for the calls that take many.
///
/// ```
/// use ac_openapi_client::{InstanceId, InstanceIds};
///
/// let (first, second) = (InstanceId::new("a")?, InstanceId::new("b")?);
/// let both = InstanceIds::from(first).and(second);
/// assert_eq!(both.len(), 2);
/// assert!(InstanceIds::try_from(vec![]).is_err());
/// # Ok::<(), ac_openapi_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceIds(Vec<InstanceId>);

impl InstanceIds {
    /// The ids that an iterator gives.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `ids`, if it gives none.
    pub fn try_from_iter(ids: impl IntoIterator<Item = InstanceId>) -> Result<Self> {
        let mut ids = ids.into_iter();
        let first = ids
            .next()
            .ok_or_else(|| Error::invalid("ids", "is empty"))?;
        Ok(ids.fold(Self::from(first), Self::and))
    }

    /// The set with another id; an id that is in it already is not added twice.
    #[must_use]
    pub fn and(mut self, id: InstanceId) -> Self {
        if !self.contains(&id) {
            self.0.push(id);
        }
        self
    }

    /// Whether an id is among them.
    #[must_use]
    pub fn contains(&self, id: &InstanceId) -> bool {
        self.0.contains(id)
    }

    /// The ids, in the order in which they were given.
    pub fn iter(&self) -> std::slice::Iter<'_, InstanceId> {
        self.0.iter()
    }

    /// How many there are; at least 1.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<InstanceId> for InstanceIds {
    fn from(id: InstanceId) -> Self {
        Self(vec![id])
    }
}

impl From<&InstanceId> for InstanceIds {
    fn from(id: &InstanceId) -> Self {
        Self(vec![id.clone()])
    }
}

impl TryFrom<Vec<InstanceId>> for InstanceIds {
    type Error = Error;

    /// Kind `Invalid`, field `ids`, if there is none.
    fn try_from(ids: Vec<InstanceId>) -> Result<Self> {
        Self::try_from_iter(ids)
    }
}

impl IntoIterator for InstanceIds {
    type Item = InstanceId;
    type IntoIter = std::vec::IntoIter<InstanceId>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a InstanceIds {
    type Item = &'a InstanceId;
    type IntoIter = std::slice::Iter<'a, InstanceId>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Comma-separated.
impl fmt::Display for InstanceIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, id) in self.iter().enumerate() {
            let lead = if index == 0 { "" } else { ", " };
            write!(f, "{lead}{id}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_id_is_none() {
        for blank in ["", " ", "\n"] {
            assert_eq!(InstanceId::new(blank).unwrap_err().field(), Some("id"));
        }
        assert!(serde_json::from_str::<InstanceId>(r#""""#).is_err());
    }

    #[test]
    fn an_id_that_a_caller_gives_with_a_line_break_is_refused() {
        for text in ["4c1f\n", " 4c1f", "4c1f\u{a0}", "4c\n1f", "4c\u{7f}1f"] {
            let error = text.parse::<InstanceId>().unwrap_err();
            assert_eq!(error.field(), Some("id"), "{text:?}");
        }
    }

    #[test]
    fn an_id_of_the_service_is_read_whatever_it_is() {
        let json = r#"{"id":" 4c1f\n"}"#;
        let instance: crate::Instance = serde_json::from_str(json).unwrap();
        assert_eq!(instance.id.as_str(), " 4c1f\n");
    }

    #[test]
    fn a_set_keeps_order_and_drops_what_it_has() {
        let ids = ["b", "a", "b"].map(|id| InstanceId::new(id).unwrap());
        let ids = InstanceIds::try_from(ids.to_vec()).unwrap();
        assert_eq!(ids.to_string(), "b, a");
        let (a, c) = ("a".parse().unwrap(), "c".parse().unwrap());
        assert!(ids.contains(&a) && !ids.contains(&c));
        let again = InstanceIds::try_from_iter(ids.clone().into_iter().chain([a]));
        assert_eq!(again.unwrap(), ids);
        assert!(InstanceIds::try_from_iter([]).is_err());
    }
}
