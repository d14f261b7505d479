//! The instances of one cluster: all calls that have the cluster's name in their path.

use std::time::Duration;

use gpu_http::{
    BoxFuture, Call, Condition, Confirmation, Confirming, Http, Lookup, Request, Waiting,
};

use crate::{
    Accepted, Client, ClusterName, CreateInstance, DisplayName, Error, Instance, InstanceName,
    InstanceRef, InstanceStatus, ListInstances, PowerConfirmation, PowerOff, Result, SkuId, UserId,
    instance,
};

/// The instances of one cluster. Made by [`Client::cluster`](crate::Client::cluster); cheap to
/// clone.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
/// assert_eq!(cluster.name().as_str(), "host-cluster");
/// # Ok(()) });
/// ```
#[derive(Clone, Debug)]
pub struct Cluster {
    pub(crate) http: Http,
    pub(crate) user_id: UserId,
    pub(crate) off_status: Option<InstanceStatus>,
    name: ClusterName,
}

impl Cluster {
    pub(crate) fn new(client: &Client, name: ClusterName) -> Self {
        Self {
            http: client.http.clone(),
            user_id: client.user_id.clone(),
            off_status: client.off_status.clone(),
            name,
        }
    }

    /// The cluster's name.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// println!("the cluster {}", cluster.name());
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn name(&self) -> &ClusterName {
        &self.name
    }

    /// Creates an instance: **rents a machine**. (Documented.)
    ///
    /// `sku` is what to rent, from [`Client::list_skus`](crate::Client::list_skus). For
    /// `display_name`, use [`DisplayName::unique`]. `image` is an official image or one's own, with
    /// registry and tag, such as `images.neolink-ai.com/matrixdc/tensorflow:2.15.0-…`; no call
    /// lists them. Data disks must be given as well, by
    /// [`volume`](CreateInstance::volume) or [`volumes`](CreateInstance::volumes).
    ///
    /// **In any cluster except the first, check where the machine is.** The request has a field `Region`
    /// beside the cluster in its path. Unless [`region`](CreateInstance::region) sets it, it is sent empty,
    /// which means Beijing zone 1 (documented). Which of the two decides is unknown. [`Instance::is_in`]
    /// checks what the answer says. Wait for a machine in another cluster there, and delete and confirm it
    /// there. If the answer is lost, the machine is looked for in this cluster only.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// use mdc_client::{DisplayName, SkuId, Volume};
    ///
    /// let name = DisplayName::unique("train")?; // write it down
    /// let order = cluster.create_instance(SkuId::new("66")?, name, "registry/image:tag");
    /// let instance = order.volume(Volume::new(50)).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias(
        "POST /clusters/{clusterName}/instances",
        "rent",
        "创建算力实例",
        "/mdc/api/v1/clusters/{clusterName}/instances",
        "displayName",
    ))]
    pub fn create_instance(
        &self,
        sku: impl Into<SkuId>,
        display_name: impl TryInto<DisplayName, Error: Into<Error>>,
        image: impl Into<String>,
    ) -> CreateInstance {
        let display_name = display_name.try_into().map_err(Into::into);
        CreateInstance::new(self.clone(), sku.into(), display_name, image.into())
    }

    /// Lists the instances. (Documented.)
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::cluster(async |cluster| {
    /// let list = cluster.list_instances().await?;
    /// for instance in &list {
    ///     println!("{} {}", instance.name, instance.status_text());
    /// }
    /// if let Some(why) = list.incomplete_because() {
    ///     println!("perhaps not all: {why}");
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /clusters/{clusterName}/instances", "获取实例列表"))]
    pub fn list_instances(&self) -> ListInstances {
        ListInstances::new(self.clone())
    }

    /// Gets one instance. (Documented.)
    ///
    /// What is answered for an instance that does not exist is not documented, so no error here is
    /// proof that it is gone: see [`confirm_deleted`](Self::confirm_deleted).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let now = cluster.get_instance(&instance).await?;
    /// println!("{} {}", now.name, now.status_text());
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /clusters/{clusterName}/instances/{name}", "获取实例详情"))]
    pub fn get_instance(&self, name: impl Into<InstanceName>) -> Request<Instance> {
        instance::get_instance(self, name.into())
    }

    /// Orders an instance to be powered off. (Documented.) Confirm it with
    /// [`confirm_powered_off`](Self::confirm_powered_off).
    ///
    /// By the vendor's guide (2024-09-18) this ends the charge for compute; **storage beyond the
    /// free part goes on being charged**, the GPU may be taken by others meanwhile, and after 15
    /// days off the data is wiped. To end all charges for the machine, delete it.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// use std::time::Duration;
    ///
    /// let grace = Duration::from_secs(30);
    /// let _accepted = cluster.power_off(&instance).grace_period(grace).snapshot("mine", "v1").await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias("stop", "停止实例", "POST /clusters/{clusterName}/instances/{name}/power_off"))]
    pub fn power_off(&self, name: impl Into<InstanceName>) -> PowerOff {
        PowerOff::new(self.clone(), name.into())
    }

    /// Orders an instance to be powered on. (Documented, by a contradictory section.) Confirm it with
    /// [`confirm_powered_on`](Self::confirm_powered_on).
    ///
    /// The page's request line says `power_off` where its sample calls `power_on`. The sample is taken,
    /// because the other would stop the machine (inferred). No answer is documented: `"ok"`, as the
    /// other calls have it, is taken for an acceptance (inferred), anything else is an error of kind
    /// `Unreadable`. [`send_raw`](Request::send_raw) has the answer as it came.
    ///
    /// What happens when no GPU is free is unknown.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// # let _accepted = cluster.power_off(&instance).await?;
    /// # let _off = cluster.confirm_powered_off(&instance).await?;
    /// let _accepted = cluster.power_on(&instance).await?; // accepted is not on: confirm it
    /// # Ok(()) });
    /// ```
    #[doc(alias("start", "启动实例", "POST /clusters/{clusterName}/instances/{name}/power_on"))]
    pub fn power_on(&self, name: impl Into<InstanceName>) -> Request<Accepted> {
        instance::power_on(self, name.into())
    }

    /// Orders an instance to be deleted. (Documented.) Confirm it with
    /// [`confirm_deleted`](Self::confirm_deleted).
    ///
    /// By the vendor's guide (2024-09) this ends the charge for compute, and data disks on shared
    /// storage **outlive the instance**: they are deleted in the console's storage management, for
    /// which there is no call. What the call does to a running instance, and whether prepaid money
    /// is paid back, is unknown.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let _accepted = cluster.delete_instance(&instance).await?; // accepted is not gone: confirm it
    /// # Ok(()) });
    /// ```
    #[doc(alias("DELETE /clusters/{clusterName}/instances", "release", "删除实例"))]
    pub fn delete_instance(&self, name: impl Into<InstanceName>) -> Request<Accepted> {
        instance::delete_instance(self, name.into())
    }

    /// Gives an instance back and says whether it is gone: deletes it, probes, and repeats the order
    /// while the instance is seen or no order was accepted. Ends when it is gone, or after five minutes
    /// ([`limit`](Confirming::limit)) with what is known then. Safe to call again, also for an instance
    /// that is gone. What a delete leaves behind is said at [`delete_instance`](Self::delete_instance).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let confirmation = cluster.give_back(&instance).await?;
    /// if !confirmation.is_gone() {
    ///     eprintln!("{} may still bill: {confirmation:#}", instance.name);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("release", "delete"))]
    pub fn give_back(&self, instance: impl Into<InstanceRef>) -> Confirming<Confirmation> {
        instance::give_back(self, instance.into())
    }

    /// Probes whether a deleted instance is gone, again and again for up to a minute, and says what
    /// that relies on.
    ///
    /// An instance is absent if the answer to reading it by its name is not the instance, and if the whole
    /// list, readable to its last entry, does not have it. The answer for an instance that does not exist is
    /// not documented; that the two together mean absence is inferred. It is
    /// `Gone` once two probes at least 2 s apart agree, if its delete was
    /// [`accepted`](Confirming::accepted), and otherwise once they agree for 30 s. `StillThere` has the
    /// status; the instance may bill in any status. `Unknown` says why the probes decided nothing.
    ///
    /// **Ask the cluster that has the instance**: one that lives in another cluster looks gone here.
    /// Given an [`Instance`] that says that it is in another, the answer is `Unknown` instead; a
    /// name alone does not tell. A mistyped name looks like an instance that is gone; so does every
    /// instance, if the vendor answers another user's id with an empty list, which is unknown.
    ///
    /// Its error says why no probe was answered, such as rejected credentials. Nothing is known then, and the
    /// instance may bill. The error carries the name as `id()`.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let _accepted = cluster.delete_instance(&instance).await?;
    /// let confirmation = cluster.confirm_deleted(&instance).accepted().await?;
    /// println!("{confirmation}"); // gone, still there or unknown, and why
    /// # Ok(()) });
    /// ```
    #[doc(alias = "confirm_released")]
    pub fn confirm_deleted(&self, instance: impl Into<InstanceRef>) -> Confirming<Confirmation> {
        instance::confirm_deleted(self, instance.into())
    }

    /// Looks once for the instances of a display name. A create whose answer was lost makes this probe by
    /// itself; here it can be made again later.
    ///
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
        instance::find_instance(self, name).await
    }

    /// Probes whether an instance is off, again and again for up to a minute.
    ///
    /// How the API spells "off" is not documented, so `Confirmed` takes
    /// [`ClientBuilder::off_status`](crate::ClientBuilder::off_status): the word that the caller
    /// has seen. Without it a status other than `Running` and `Creating` is `Unknown`: it may be
    /// "shutting down", which may still bill. Once such a status has been the same for 10 s the probing
    /// ends, and the finding names it.
    ///
    /// Off is not gone: paid storage goes on being charged, and the data is wiped after a time. See
    /// [`power_off`](Self::power_off).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let _accepted = cluster.power_off(&instance).await?;
    /// let seen = cluster.confirm_powered_off(&instance).await?;
    /// println!("off: {}; {seen}", seen.is_confirmed());
    /// # Ok(()) });
    /// ```
    pub fn confirm_powered_off(
        &self,
        name: impl Into<InstanceName>,
    ) -> Confirming<PowerConfirmation> {
        instance::confirm_powered_off(self, name.into())
    }

    /// Probes whether an instance is on, again and again for up to a minute: its status is
    /// `Running` (documented).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let seen = cluster.confirm_powered_on(&instance).await?;
    /// assert!(seen.is_confirmed());
    /// # Ok(()) });
    /// ```
    pub fn confirm_powered_on(
        &self,
        name: impl Into<InstanceName>,
    ) -> Confirming<PowerConfirmation> {
        instance::confirm_powered_on(self, name.into())
    }

    /// Waits until a condition of [`Until`](crate::Until) holds: by default for 30 minutes,
    /// probing after 2 s and then ever more slowly up to every 15 s.
    ///
    /// Transient errors do not end it. Its error carries the name as `id()` and the last
    /// status. Dropping it stops the probing.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// use mdc_client::Until;
    ///
    /// let ready = cluster
    ///     .wait_until(&instance, Until::ssh_ready())
    ///     .on_progress(|seen| println!("{}", seen.status_text()))
    ///     .await?;
    /// println!("{:?}", ready.ssh());
    /// # Ok(()) });
    /// ```
    pub fn wait_until(
        &self,
        name: impl Into<InstanceName>,
        condition: Condition<Instance>,
    ) -> Waiting<Instance> {
        self.wait(
            name.into(),
            condition,
            |cluster, name| Box::pin(async move { cluster.get_instance(name).await }),
            |instance| instance.status_text().to_owned(),
        )
    }

    /// A wait in which a probe is over by its limit.
    pub(crate) fn wait<T: Send + 'static>(
        &self,
        name: InstanceName,
        condition: Condition<T>,
        probe: impl Fn(Self, InstanceName) -> BoxFuture<'static, Result<T>> + Send + 'static,
        describe: fn(&T) -> String,
    ) -> Waiting<T> {
        let (cluster, id) = (self.clone(), name.clone());
        Waiting::new(
            self.http.clock().clone(),
            condition,
            move |ends| probe(cluster.until(ends), name.clone()),
            describe,
            move |error| error.with_id(id.as_str()),
        )
    }

    /// The same with calls that are over by then.
    pub(crate) fn until(&self, ends: Duration) -> Self {
        self.with_http(self.http.until(ends))
    }

    /// The same with another client.
    pub(crate) fn with_http(&self, http: Http) -> Self {
        Self { http, ..self.clone() }
    }
}

/// The path of all instances.
pub(crate) fn instances_path(cluster: &ClusterName) -> String {
    format!("/clusters/{}/instances", Call::encode_segment(cluster.as_str()))
}

/// The path of one instance.
pub(crate) fn instance_path(cluster: &ClusterName, name: &InstanceName) -> String {
    let name = Call::encode_segment(name.as_str());
    format!("{}/{name}", instances_path(cluster))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_and_cannot_leave_their_place() {
        let cluster = ClusterName::new("a/b").unwrap();
        let name = InstanceName::new("x?y#z/../北").unwrap();
        assert_eq!(
            instance_path(&cluster, &name),
            "/clusters/a%2Fb/instances/x%3Fy%23z%2F..%2F%E5%8C%97"
        );
    }
}
