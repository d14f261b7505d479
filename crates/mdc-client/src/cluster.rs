//! One cluster, whose name is in the path of all instance calls. Its other methods stand in the files of
//! what they ask for.

use std::time::Duration;

use gpu_http::{Call, Http};

use crate::{Client, ClusterName, InstanceName};

impl Client {
    /// The instances of a cluster: create, list, get, power off and on, delete, wait. Sends
    /// nothing by itself.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// let cluster = client.cluster(mdc_client::ClusterName::new("host-cluster")?);
    /// println!("{} instances in {}", cluster.list_instances().await?.instances().len(), cluster.name());
    /// # Ok(()) });
    /// ```
    pub fn cluster(&self, name: impl Into<ClusterName>) -> Cluster {
        Cluster { client: self.clone(), name: name.into() }
    }
}

/// The instances of one cluster. Made by [`Client::cluster`](crate::Client::cluster); cheap to
/// clone.
#[derive(Clone, Debug)]
pub struct Cluster {
    pub(crate) client: Client,
    name: ClusterName,
}

impl Cluster {
    /// The cluster's name.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// println!("the cluster {}", cluster.name());
    /// # Ok(()) });
    /// ```
    pub fn name(&self) -> &ClusterName {
        &self.name
    }

    pub(crate) fn http(&self) -> &Http {
        &self.client.http
    }

    /// The same with calls that are over by then.
    pub(crate) fn until(&self, ends: Duration) -> Self {
        self.with_http(self.http().until(ends))
    }

    /// The same with another client.
    pub(crate) fn with_http(&self, http: Http) -> Self {
        Self { client: Client { http, ..self.client.clone() }, name: self.name.clone() }
    }

    pub(crate) fn instances_path(&self) -> String {
        format!("/clusters/{}/instances", Call::encode_segment(self.name.as_str()))
    }

    pub(crate) fn instance_path(&self, name: &InstanceName) -> String {
        format!("{}/{}", self.instances_path(), Call::encode_segment(name.as_str()))
    }
}
