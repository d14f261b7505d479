//! Which instance is meant.

use std::fmt;

use gpu_http::{Answer, Call};

use crate::{Error, Instance, InstanceId, MetaKey, Result};

/// Which instance a call is about: by its id (`request_id`) or by the caller's own key (`meta_key`),
/// exactly one of them. Documented.
///
/// Calls take `impl Into<Address>`: an [`InstanceId`] or a [`MetaKey`], or a reference to one of
/// them or to an [`Instance`], which is meant by its id.
///
/// ```
/// use glows_client::{Address, InstanceId, MetaKey};
///
/// let by_id = Address::from(InstanceId::new("ins-boyqp4g8")?);
/// assert_eq!(by_id.to_string(), "instance ins-boyqp4g8");
/// let by_key = Address::from(MetaKey::new("order.123456")?);
/// assert_eq!(by_key.to_string(), "meta key order.123456");
/// # Ok::<(), glows_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Address {
    /// By the id that Glows.ai gave.
    Id(InstanceId),
    /// By the key that the caller gave.
    Key(MetaKey),
}

impl Address {
    /// Puts the address into a call's query, and on its errors.
    pub(crate) fn add_to(&self, call: Call) -> Call {
        match self {
            Self::Id(id) => call.query("request_id", id.as_str()).about_id(id.as_str()),
            Self::Key(key) => call.query("meta_key", key.as_str()).about_key(key.as_str()),
        }
    }

    /// Puts the address on an error, so that the machine can be found again.
    pub(crate) fn mark(&self, error: Error) -> Error {
        match self {
            Self::Id(id) => error.with_id(id.as_str()),
            Self::Key(key) => error.with_key(key.as_str()),
        }
    }

    /// Refuses an answer about another instance.
    pub(crate) fn check(&self, answer: &Answer, instance: &Instance) -> Result<()> {
        if self.is_of(instance) == Some(false) {
            return Err(answer.unreadable(None, "an answer about another instance"));
        }
        Ok(())
    }

    /// Whether this is the address of an instance; `None` if the instance does not show its key.
    pub(crate) fn is_of(&self, instance: &Instance) -> Option<bool> {
        match self {
            Self::Id(id) => Some(id.is_same(&instance.id)),
            Self::Key(key) => instance.meta_key.get().map(|its| key.matches(its.as_str())),
        }
    }
}

/// `instance ins-1` or `meta key order.1`.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "instance {id}"),
            Self::Key(key) => write!(f, "meta key {key}"),
        }
    }
}

impl From<InstanceId> for Address {
    fn from(id: InstanceId) -> Self {
        Self::Id(id)
    }
}

impl From<MetaKey> for Address {
    fn from(key: MetaKey) -> Self {
        Self::Key(key)
    }
}

impl From<&Instance> for Address {
    fn from(instance: &Instance) -> Self {
        Self::Id(instance.id.clone())
    }
}

/// A reference to whatever an address is made of.
impl<T: Clone> From<&T> for Address
where
    Self: From<T>,
{
    fn from(of: &T) -> Self {
        of.clone().into()
    }
}
