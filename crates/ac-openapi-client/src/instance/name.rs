//! The name of an instance, and names that prove something.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use gpu_http::Random;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The name of an instance, never blank. The vendor documents neither a length nor whether names
/// must differ; its samples are `Instances_<digits>`.
///
/// The service has no key by which a lost create could be found again. A name that was made by
/// [`unique`](Self::unique) is as good: an instance that bears it can only come from this create.
///
/// Two names are the same if their texts are. A name is written as its text; one that is read back
/// proves nothing until it goes through [`restore_unique`](Self::restore_unique).
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InstanceName {
    text: Box<str>,
    unique: bool,
}

impl InstanceName {
    /// Takes a name as it is. After a create whose fate is unclear, instances of this name are
    /// shown as candidates, but none is taken for the one that was made.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `instanceServiceName`, if it is blank.
    pub fn new(name: impl Into<String>) -> Result<Self> {
        Self::checked(name.into(), false)
    }

    /// Makes a name that no other instance has: the prefix, `_` and 20 random digits. It proves
    /// something only as long as it is used for one create; make a new one for the next.
    ///
    /// ```
    /// use ac_openapi_client::InstanceName;
    ///
    /// let name = InstanceName::unique("train")?;
    /// assert!(name.as_str().starts_with("train_") && name.is_unique());
    /// # Ok::<(), ac_openapi_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `instanceServiceName`, if the prefix is blank.
    pub fn unique(prefix: &str) -> Result<Self> {
        Self::unique_from(prefix, &Random::default())
    }

    /// As [`unique`](Self::unique), with digits from the given source, for tests.
    ///
    /// # Errors
    ///
    /// As [`unique`](Self::unique).
    pub fn unique_from(prefix: &str, random: &Random) -> Result<Self> {
        let name = Self::new(prefix)?;
        Self::checked(format!("{name}_{:020}", random.next()), true)
    }

    /// Takes a unique name that was written down, to look for its instance after a crash. For
    /// another create make another name.
    ///
    /// ```
    /// use ac_openapi_client::InstanceName;
    ///
    /// let name = InstanceName::unique("train")?;
    /// let written = name.to_string();
    /// let restored = InstanceName::restore_unique(written)?;
    /// assert!(restored == name && restored.is_unique());
    /// # Ok::<(), ac_openapi_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `instanceServiceName`, if the text does not have the form of a name
    /// that [`unique`](Self::unique) made.
    pub fn restore_unique(written: impl Into<String>) -> Result<Self> {
        let written = written.into();
        let is_number =
            |number: &str| number.len() == 20 && number.bytes().all(|byte| byte.is_ascii_digit());
        match written.rsplit_once('_') {
            Some((prefix, number)) if !prefix.trim().is_empty() && is_number(number) => {
                Self::checked(written, true)
            }
            _ => Err(Error::invalid(
                "instanceServiceName",
                "does not end as a unique name does",
            )),
        }
    }

    fn checked(text: String, unique: bool) -> Result<Self> {
        if text.trim().is_empty() {
            return Err(Error::invalid("instanceServiceName", "is blank"));
        }
        Ok(Self {
            text: text.into(),
            unique,
        })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the name was made by [`unique`](Self::unique), or restored as one that was.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.unique
    }
}

impl PartialEq for InstanceName {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for InstanceName {}

impl Hash for InstanceName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl AsRef<str> for InstanceName {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl TryFrom<String> for InstanceName {
    type Error = Error;

    /// As [`new`](Self::new).
    fn try_from(name: String) -> Result<Self> {
        Self::new(name)
    }
}

impl FromStr for InstanceName {
    type Err = Error;

    /// As [`new`](Self::new).
    fn from_str(name: &str) -> Result<Self> {
        Self::new(name)
    }
}

impl From<InstanceName> for String {
    fn from(name: InstanceName) -> Self {
        name.text.into()
    }
}

impl fmt::Display for InstanceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for InstanceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InstanceName({:?})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unique_names_look_like_the_samples_and_differ() {
        let name = InstanceName::unique_from("Instances", &Random::from_fn(|| 7)).unwrap();
        assert_eq!(name.as_str(), "Instances_00000000000000000007");
        assert_ne!(
            InstanceName::unique("a").unwrap(),
            InstanceName::unique("a").unwrap()
        );
    }

    #[test]
    fn a_written_name_is_the_same_and_proves_nothing_until_it_is_restored() {
        let name = InstanceName::unique("a_b").unwrap();
        let json = serde_json::to_string(&name).unwrap();
        let read: InstanceName = serde_json::from_str(&json).unwrap();
        assert!(read == name && !read.is_unique());
        assert!(std::collections::HashSet::from([name]).contains(&read));
        assert!(InstanceName::restore_unique(read).unwrap().is_unique());
    }

    #[test]
    fn only_a_unique_name_is_restored_as_one() {
        for text in [
            "",
            "train",
            "train_7",
            "_00000000000000000007",
            "00000000000000000007",
            "train_0000000000000000000x",
            "train_00000000000000000007\n",
        ] {
            let error = InstanceName::restore_unique(text).unwrap_err();
            assert_eq!(error.field(), Some("instanceServiceName"), "{text:?}");
        }
    }

    #[test]
    fn a_blank_name_is_refused() {
        for error in [
            InstanceName::new(" ").unwrap_err(),
            InstanceName::unique("").unwrap_err(),
        ] {
            assert_eq!(error.field(), Some("instanceServiceName"));
        }
    }
}
