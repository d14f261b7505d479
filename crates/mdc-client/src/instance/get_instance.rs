//! One instance by its name, and a probe for those of a display name.

use gpu_http::{Call, Candidate, Listed, Lookup, Machine, Request};

use super::{DisplayName, Instance};
use crate::{Cluster, InstanceName, Result};

impl Cluster {
    /// Gets one instance. (Documented.)
    ///
    /// The answer for an instance that does not exist is not documented, so no error here proves that it is
    /// gone: see [`confirm_deleted`](Self::confirm_deleted).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let now = cluster.get_instance(&instance).await?;
    /// println!("{} {}", now.name, now.status_text());
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /clusters/{clusterName}/instances/{name}", "获取实例详情"))]
    pub fn get_instance(&self, name: impl Into<InstanceName>) -> Request<Instance> {
        let name = name.into();
        let call = Call::get("get instance", self.instance_path(&name)).about_id(name.as_str());
        Request::new(self.http(), Ok(call), move |answer| {
            let instance: Instance = answer.json()?;
            if instance.name != name {
                // An error body may have a `name`, too.
                return Err(answer.unreadable(Some("name"), "not the instance that was asked for"));
            }
            Ok(instance)
        })
    }

    /// Looks once for the instances of a display name, as a create does whose answer was lost.
    /// [`Lookup::Absent`] means that a whole list of this cluster has none. A create that is still under
    /// way can come up later.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// use mdc_client::{DisplayName, Lookup};
    ///
    /// match cluster.find_instance(&DisplayName::new("train")?).await? {
    ///     Lookup::Found(instances) => println!("{} of this name", instances.len()),
    ///     other => println!("{other:?}"), // absent, or not known
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// What the probe met, with the name as the key.
    #[doc(alias = "find_by_name")]
    pub async fn find_instance(&self, name: &DisplayName) -> Result<Lookup<Vec<Instance>>> {
        let list = self.list_instances().reader(self.http().ends());
        let wanted = |one: &Instance| one.display_name.as_str().map(|text| name.matches(text));
        let searched = list.search(wanted, |_| false).await;
        let search = searched.map_err(|error| error.with_key(name.as_str()))?;
        let cluster = self.name();
        Ok(match search.into_lookup_by_name(name.sought()) {
            Lookup::Absent(evidence) => Lookup::Absent(format!("{evidence}, in cluster {cluster}")),
            Lookup::Unknown(why) => Lookup::Unknown(format!("{why}, in cluster {cluster}")),
            found => found,
        })
    }
}

impl Listed for Instance {
    fn id(&self) -> &str {
        self.name.as_str()
    }
}

/// No status that means the end is documented, so no instance counts as over.
impl Machine for Instance {
    fn status(&self) -> &str {
        self.status_text()
    }

    fn is_over(&self) -> bool {
        false
    }

    fn candidate(&self) -> Candidate {
        let mut candidate = Candidate::new(self.name.as_str());
        candidate.name = self.display_name.cloned().map(String::from);
        candidate.status = self.status.get().map(ToString::to_string);
        candidate.created = self.creation_timestamp.get().map(ToString::to_string);
        candidate
    }
}
