//! A page of instances, and whether it is all of them.

use std::collections::BTreeSet;

use gpu_json::{BadItem, Extra, Field, Items};
use serde::{Deserialize, Deserializer, Serialize};

use super::Instance;
use crate::InstanceName;

/// The answer to a list: a page of instances.
///
/// The answer has the fields of a paged list, but no way to ask for another page is documented. So
/// a list may be incomplete, and says so: [`is_complete`](Self::is_complete). Whether deleted
/// instances are listed is unknown.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
/// let list = cluster.list_instances().await?;
/// println!("{} read, {} not", list.instances().len(), list.bad().len());
/// assert!(list.find(&instance.name).is_some());
/// assert_eq!(list.named("another").count(), 0);
/// assert_eq!(list.is_complete(), list.incomplete_because().is_none());
/// println!("{:?}", list.iter().map(|one| one.status_text()).collect::<Vec<_>>());
/// # Ok(()) });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InstanceList {
    /// Whether more pages exist. (Documented.)
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "hasNextPage")]
    pub has_next_page: Field<bool>,
    /// `None` for `null`. A list that leaves this field out is refused.
    #[serde(deserialize_with = "present")]
    nodes: Option<Items<Instance>>,
    /// How many instances there are on all pages. (Documented.)
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "totalCount")]
    pub total_count: Field<u64>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Reads a field that must be there, `null` included.
fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Items<Instance>>, D::Error> {
    Option::deserialize(deserializer)
}

impl InstanceList {
    /// The instances of this page that could be read.
    #[must_use]
    pub fn instances(&self) -> &[Instance] {
        self.nodes.as_ref().map_or(&[], Items::as_slice)
    }

    /// The instances of this page that could be read.
    pub fn iter(&self) -> std::slice::Iter<'_, Instance> {
        self.instances().iter()
    }

    /// The instances of this page that could not be read. They may bill like any other.
    #[must_use]
    pub fn bad(&self) -> &[BadItem] {
        self.nodes.as_ref().map_or(&[], Items::bad)
    }

    /// The instance of this name, if it is on this page.
    #[must_use]
    pub fn find(&self, name: &InstanceName) -> Option<&Instance> {
        self.iter().find(|instance| instance.name == *name)
    }

    /// The instances of this page that bear a display name, which several may do.
    pub fn named(&self, display_name: &str) -> impl Iterator<Item = &Instance> {
        self.iter().filter(move |instance| {
            instance.display_name.get().is_some_and(|name| name == display_name)
        })
    }

    /// Whether these are all instances there are, all of them readable. Only then does a name
    /// that is missing here say anything.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.incomplete_because().is_none()
    }

    /// Why these may not be all instances; `None` if they are.
    #[must_use]
    pub fn incomplete_because(&self) -> Option<String> {
        if !self.bad().is_empty() {
            let bad = self.nodes.as_ref().map_or(0, Items::bad_count);
            return Some(format!("{bad} entries cannot be read"));
        }
        if self.total_count.unreadable().is_some() {
            return Some("the count of all instances cannot be read".to_owned());
        }
        let names: BTreeSet<_> = self.iter().map(|instance| &instance.name).collect();
        let here = names.len() as u64;
        if names.len() < self.instances().len() {
            return Some("an entry came twice".to_owned());
        }
        match (self.has_next_page.copied(), self.total_count.copied()) {
            (Some(true), _) => {
                Some("more pages exist, and no way to ask for them is documented".to_owned())
            }
            (None, _) => Some("the answer does not say whether more pages exist".to_owned()),
            (_, Some(total)) if total != here => Some(format!(
                "{total} are counted and {here} listed, and no way to ask for others is documented"
            )),
            _ => None,
        }
    }

    pub(super) fn into_items(self) -> Items<Instance> {
        self.nodes.unwrap_or_else(|| Items::from(Vec::new()))
    }

    /// Whether the answer has a list. Go writes an empty one as `null`: that is believed if the
    /// count says nought, too (inferred), and is no list otherwise. An empty one with neither of
    /// its companions is an error body as likely as a list.
    pub(super) fn is_list(&self) -> bool {
        let is_paged = self.has_next_page.copied().is_some() || self.total_count.copied().is_some();
        match &self.nodes {
            None => self.total_count.copied() == Some(0),
            Some(nodes) => is_paged || !nodes.as_slice().is_empty() || !nodes.bad().is_empty(),
        }
    }
}

impl IntoIterator for InstanceList {
    type Item = Instance;
    type IntoIter = std::vec::IntoIter<Instance>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_items().into_vec().into_iter()
    }
}

impl<'a> IntoIterator for &'a InstanceList {
    type Item = &'a Instance;
    type IntoIter = std::slice::Iter<'a, Instance>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_whether_it_is_all() {
        const ONE: &str = r#"{"name":"instance-1"}"#;
        for (json, complete) in [
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE}],"totalCount":1}}"#), true),
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE}]}}"#), true),
            (r#"{"hasNextPage":false,"nodes":[],"totalCount":0}"#.into(), true),
            (r#"{"hasNextPage":false,"nodes":null,"totalCount":0}"#.into(), true),
            (format!(r#"{{"hasNextPage":true,"nodes":[{ONE}],"totalCount":1}}"#), false),
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE}],"totalCount":2}}"#), false),
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE},{ONE}],"totalCount":1}}"#), false),
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE},{ONE}]}}"#), false),
            (format!(r#"{{"nodes":[{ONE}],"totalCount":1}}"#), false),
            (r#"{"hasNextPage":false,"nodes":[{"name":""}],"totalCount":1}"#.into(), false),
        ] {
            let list: InstanceList = serde_json::from_str(&json).unwrap();
            assert_eq!(list.is_complete(), complete, "{json}");
            assert_eq!(serde_json::to_string(&gpu_common::WithSecrets(&list)).unwrap(), json);
        }
    }

    #[test]
    fn a_list_without_its_nodes_is_no_list() {
        for json in [r#"{"hasNextPage":false}"#, r#"{"code":1,"message":"no"}"#, "[]", "null"] {
            assert!(serde_json::from_str::<InstanceList>(json).is_err(), "{json}");
        }
    }
}
