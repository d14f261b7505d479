//! The name of an instance, its id, and a set of ids that is never empty.

use std::fmt;

use gpu_http::NameForm;

use super::{Created, Instance};
use crate::{Error, Result};

gpu_http::machine_name! {
    /// The name of an instance, never blank. The vendor documents no length, and not whether names
    /// must differ. Its samples are `Instances_<digits>`, and so are the names that
    /// [`unique`](Self::unique) makes.
    ///
    /// The service has no key by which a lost create could be found again. A unique name takes its place: an
    /// instance with that name can only come from this create.
    ///
    /// Two names are the same if their texts are. A name is written as its text; one that is read back
    /// proves nothing until it goes through [`restore_unique`](Self::restore_unique).
    ///
    /// ```
    /// use ac_openapi_client::InstanceName;
    ///
    /// let name = InstanceName::unique("train")?;
    /// assert!(name.as_str().starts_with("train_") && name.is_unique());
    /// let written = name.as_str().to_owned();
    /// let restored = InstanceName::restore_unique(written)?;
    /// assert!(restored == name && restored.is_unique());
    /// assert!(!InstanceName::new("train")?.matches(name.as_str())); // it proves nothing
    /// # Ok::<(), ac_openapi_client::Error>(())
    /// ```
    pub struct InstanceName(NameForm::digits("instanceServiceName", (usize::MAX, usize::MAX), '_'));
}

gpu_json::string_id! {
    /// The id of a container instance: 32 lower-case hexadecimal characters in every sample, but any
    /// text is taken that is not blank and has no white space around it.
    pub struct InstanceId("id");
}

/// A set of ids that has at least one, for the calls that take many.
///
/// ```
/// use ac_openapi_client::{InstanceId, InstanceIds};
///
/// let (first, second) = (InstanceId::new("a")?, InstanceId::new("b")?);
/// let both = InstanceIds::from(first).and(second);
/// assert_eq!(both.iter().count(), 2);
/// assert!(InstanceIds::try_from_iter([]).is_err());
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
        let first = ids.next().ok_or_else(|| Error::invalid("ids", "is empty"))?;
        Ok(ids.fold(Self::from(first), Self::and))
    }

    /// The set with another id; an id that is in it already is not added twice.
    #[must_use]
    pub fn and(mut self, id: InstanceId) -> Self {
        if !self.0.contains(&id) {
            self.0.push(id);
        }
        self
    }

    /// The ids, in the order in which they were given.
    pub fn iter(&self) -> std::slice::Iter<'_, InstanceId> {
        self.0.iter()
    }
}

/// Whatever names an instance is a set of one.
impl<T: Into<InstanceId>> From<T> for InstanceIds {
    fn from(one: T) -> Self {
        Self(vec![one.into()])
    }
}

impl From<&Instance> for InstanceId {
    fn from(instance: &Instance) -> Self {
        instance.id.clone()
    }
}

impl From<&Created> for InstanceId {
    fn from(created: &Created) -> Self {
        created.id.clone()
    }
}

/// Comma-separated.
impl fmt::Display for InstanceIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<_> = self.iter().map(InstanceId::to_string).collect();
        f.write_str(&ids.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_keeps_order_and_drops_what_it_has() {
        let ids = ["b", "a", "b"].map(|id| InstanceId::new(id).unwrap());
        let ids = InstanceIds::try_from_iter(ids).unwrap();
        assert_eq!(ids.to_string(), "b, a");
    }
}
