//! The name of an instance, and names that prove something.

use std::fmt;

use gpu_http::Random;

use crate::{Error, Result};

/// The name of an instance, never blank. The vendor documents neither a length nor whether names
/// must differ; its samples are `Instances_<digits>`.
///
/// The service has no key by which a lost create could be found again. A name that was made by
/// [`unique`](Self::unique) is as good: an instance that bears it can only come from this create.
#[derive(Clone, PartialEq, Eq, Hash)]
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

    /// Whether the name was made by [`unique`](Self::unique).
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.unique
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
    fn a_blank_name_is_refused() {
        for error in [
            InstanceName::new(" ").unwrap_err(),
            InstanceName::unique("").unwrap_err(),
        ] {
            assert_eq!(error.field(), Some("instanceServiceName"));
        }
    }
}
