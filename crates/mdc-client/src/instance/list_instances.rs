//! `GET /clusters/{cluster}/instances`: a page of instances, and whether it is all of them.

use std::collections::BTreeSet;
use std::time::Duration;

use gpu_http::{
    Answer, Call, ListPage, PageReader, Paging, Request, RequestOptions, Total, request_methods,
};
use gpu_json::{BadItem, Field, Items};
use serde::{Deserialize, Serialize};

use super::Instance;
use crate::{Cluster, Result};

impl Cluster {
    /// Lists the instances. (Documented.)
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// let list = cluster.list_instances().await?;
    /// for instance in list.instances() {
    ///     println!("{} {}", instance.name, instance.status_text());
    /// }
    /// if let Some(why) = list.incomplete_because() {
    ///     println!("perhaps not all: {why}");
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /clusters/{clusterName}/instances", "获取实例列表"))]
    pub fn list_instances(&self) -> ListInstances {
        ListInstances { cluster: self.clone(), request: RequestOptions::default() }
    }
}

/// Lists the instances of a cluster. Made by
/// [`Cluster::list_instances`](crate::Cluster::list_instances).
///
/// No paging parameter is documented; `query_extra` passes one for those who
/// know it.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListInstances {
    pub(super) cluster: Cluster,
    request: RequestOptions,
}

request_methods!(ListInstances => InstanceList);

impl ListInstances {
    fn request(&self) -> Request<InstanceList> {
        self.reading(|_, list| list)
    }

    fn reading<T: Send + 'static>(&self, of: fn(Answer, InstanceList) -> T) -> Request<T> {
        let call = Call::get("list instances", self.cluster.instances_path());
        let read = move |answer: Answer| -> Result<T> {
            let list: InstanceList = answer.json()?;
            if !list.is_list() {
                return Err(answer.unreadable(Some("nodes"), "not a list"));
            }
            Ok(of(answer, list))
        };
        Request::new(self.cluster.http(), Ok(call), read).with_options(self.request.clone())
    }

    /// Reads the list by the time `ends`, and whether it is whole.
    pub(crate) fn reader(mut self, ends: Duration) -> PageReader<Instance> {
        PageReader::new(Paging::Single, true, move |_| {
            self.cluster = self.cluster.until(ends);
            let request = self.reading(|answer, list| ListPage {
                answer,
                member: "nodes",
                total: Total::from(&list.total_count),
                more: list.has_next_page.copied(),
                asked: None,
                unfiltered: None,
                items: list.nodes.unwrap_or_else(|| Vec::new().into()),
            });
            request.send()
        })
    }
}

gpu_json::object! {
    /// The answer to a list: a page of instances.
    ///
    /// The answer has the fields of a paged list, but no way to ask for another page is documented. So
    /// a list may be incomplete, and says so: [`incomplete_because`](Self::incomplete_because). Whether deleted
    /// instances are listed is unknown.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// let list = cluster.list_instances().await?;
    /// println!("{} read, {} not", list.instances().len(), list.bad().len());
    /// println!("not all: {:?}", list.incomplete_because());
    /// # Ok(()) });
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub struct InstanceList {
        /// Whether more pages exist. (Documented.)
        #[serde(rename = "hasNextPage")]
        pub has_next_page: Field<bool>,
        /// `None` for `null`. A list that leaves this field out is refused.
        #[serde(deserialize_with = "Option::deserialize")]
        nodes: Option<Items<Instance>>,
        /// How many instances there are on all pages. (Documented.)
        #[serde(rename = "totalCount")]
        pub total_count: Field<u64>,
    }
}

impl InstanceList {
    /// The instances of this page that could be read.
    pub fn instances(&self) -> &[Instance] {
        self.nodes.as_ref().map_or(&[], Items::as_slice)
    }

    /// The instances of this page that could not be read. They may bill like any other.
    pub fn bad(&self) -> &[BadItem] {
        self.nodes.as_ref().map_or(&[], Items::bad)
    }

    /// Why these may not be all instances; `None` if they are, all of them readable. Only then does a name
    /// that is missing here say anything.
    pub fn incomplete_because(&self) -> Option<String> {
        let names: BTreeSet<_> = self.instances().iter().map(|instance| &instance.name).collect();
        Some(match (self.has_next_page.copied(), self.total_count.copied()) {
            _ if !self.bad().is_empty() => {
                let bad = self.nodes.as_ref().map_or(0, Items::bad_count);
                format!("{bad} entries cannot be read")
            }
            _ if self.total_count.unreadable().is_some() => {
                "the count of all instances cannot be read".to_owned()
            }
            _ if names.len() < self.instances().len() => "an entry came twice".to_owned(),
            (Some(true), _) => {
                "more pages exist, and no way to ask for them is documented".to_owned()
            }
            (None, _) => "the answer does not say whether more pages exist".to_owned(),
            (_, Some(total)) if total != names.len() as u64 => format!(
                "{total} are counted and {} listed, and no way to ask for others is documented",
                names.len()
            ),
            _ => return None,
        })
    }

    /// Whether the answer has a list. Go writes an empty one as `null`: that is believed if the
    /// count says nought, too (inferred), and is no list otherwise. An empty one with neither of
    /// its companions is an error body as likely as a list.
    fn is_list(&self) -> bool {
        let is_paged = self.has_next_page.copied().is_some() || self.total_count.copied().is_some();
        match &self.nodes {
            None => self.total_count.copied() == Some(0),
            Some(nodes) => is_paged || !nodes.as_slice().is_empty() || !nodes.bad().is_empty(),
        }
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
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE}],"totalCount":0}}"#), false),
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE}],"totalCount":"many"}}"#), false),
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE},17],"totalCount":1}}"#), false),
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE},{ONE}],"totalCount":1}}"#), false),
            (format!(r#"{{"hasNextPage":false,"nodes":[{ONE},{ONE}]}}"#), false),
            (format!(r#"{{"nodes":[{ONE}],"totalCount":1}}"#), false),
            (r#"{"hasNextPage":false,"nodes":[{"name":""}],"totalCount":1}"#.into(), false),
        ] {
            let list: InstanceList = serde_json::from_str(&json).unwrap();
            assert_eq!(list.incomplete_because().is_none(), complete, "{json}");
            assert_eq!(serde_json::to_string(&gpu_common::WithSecrets(&list)).unwrap(), json);
        }
    }
}
