//! The requests about instances.

use gpu_http::{Condition, Confirming, Lookup, Request, Waiting};

use crate::instance::{self, wait};
use crate::{
    Accepted, AccessUrl, Client, Confirmations, CreateInstance, Instance, InstanceId, InstanceIds,
    InstanceName, ListInstances, NewInstance, ResourceSpec, Result, Script,
};

impl Client {
    /// Creates a container instance: it costs from then on. Documented.
    ///
    /// Never creates twice: see [`CreateInstance`].
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{Accelerator, ImageRef, InstanceName, NewInstance, PortProtocol};
    ///
    /// let image = "10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu";
    /// let image = ImageRef::new(image, "jupyter:4.4-py3.7-cpu");
    /// let name = InstanceName::unique("train")?; // write it down
    /// let instance = NewInstance::new(name, image, Accelerator::Gpu, "TeslaM40");
    /// let created = client.create_instance(instance).port(PortProtocol::Ssh, 22).await?;
    /// println!("{} {}", created.id, created.name);
    /// # Ok(()) });
    /// ```
    #[doc(alias(
        "POST /ai/openapi/v2/instance-service/task",
        "container/create",
        "container",
        "创建容器实例",
    ))]
    pub fn create_instance(&self, instance: NewInstance) -> CreateInstance {
        CreateInstance::new(self.http.clone(), self.list_form, instance)
    }

    /// Starts an instance again that was stopped or has failed. Documented.
    ///
    /// Accepted is not running: wait for [`Until::restarted`](crate::Until::restarted).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use ac_openapi_client::Until;
    ///
    /// # let _accepted = client.stop_instances(&instance).await?;
    /// # let _ended = client.confirm_stopped(&instance).await?;
    /// let _accepted = client.restart_instance(&instance).await?;
    /// client.wait_until(&instance, Until::restarted()).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias = "start")]
    #[doc(alias = "/ai/openapi/v2/instance-service/task/actions/restart")]
    #[doc(alias = "container/restart")]
    pub fn restart_instance(&self, id: impl Into<InstanceId>) -> Request<Accepted> {
        instance::restart_instance(&self.http, id.into())
    }

    /// Stops instances. Seen in use; the vendor's page could not be read.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let _accepted = client.stop_instances(&instance).await?; // accepted is not stopped
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/task/actions/stop")]
    pub fn stop_instances(&self, ids: impl Into<InstanceIds>) -> Request<Accepted> {
        instance::stop_instances(&self.http, ids.into())
    }

    /// Gives instances back and says for each whether it is gone: stops it, deletes it once it has ended
    /// (or if it cannot be stopped), and repeats that while it is seen or no delete was accepted. Ends
    /// when all are gone, or after five minutes ([`limit`](Confirming::limit)) with what is known then.
    /// Safe to call again, also for instances that are gone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let confirmations = client.give_back(&instance).await?;
    /// if !confirmations.all_gone() {
    ///     eprintln!("may still bill: {confirmations:#}");
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias = "release")]
    pub fn give_back(&self, ids: impl Into<InstanceIds>) -> Confirming<Confirmations> {
        instance::give_back(self.http.clone(), self.list_form, ids.into())
    }

    /// Probes until instances that were stopped have ended, for a minute by default, and
    /// says for each what was found and what that relies on. Which states mean "ended" is
    /// inferred from the console.
    ///
    /// An instance that has ended is [`Ended`](gpu_http::Release::Ended) and not gone: it is there
    /// until it is deleted. Ask [`all_ended`](Confirmations::all_ended). A large batch needs a
    /// longer [`limit`](Confirming::limit): each instance that has not ended costs a call per probe.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let _accepted = client.stop_instances(&instance).await?;
    /// let confirmations = client.confirm_stopped(&instance).await?;
    /// println!("ended: {}; {confirmations}", confirmations.all_ended());
    /// # Ok(()) });
    /// ```
    pub fn confirm_stopped(&self, ids: impl Into<InstanceIds>) -> Confirming<Confirmations> {
        instance::confirm_stopped(self.http.clone(), ids.into())
    }

    /// Deletes instances. Documented; the answer re-documented. What it does to one that runs is not
    /// documented, so stop it first.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// # let _accepted = client.stop_instances(&instance).await?;
    /// # let _ended = client.confirm_stopped(&instance).await?;
    /// let _accepted = client.delete_instances(&instance).await?; // accepted is not gone
    /// # Ok(()) });
    /// ```
    #[doc(alias("release", "DELETE /ai/openapi/v2/instance-service/task", "container/delete"))]
    pub fn delete_instances(&self, ids: impl Into<InstanceIds>) -> Request<Accepted> {
        instance::delete_instances(&self.http, ids.into())
    }

    /// Probes until instances that were deleted are gone, for a minute by default, and
    /// says for each what was found and what that relies on. No code for an instance that does not
    /// exist is documented, so "gone" is inferred from detail and list together.
    ///
    /// A large batch needs a longer [`limit`](Confirming::limit): each instance that is not gone
    /// costs a call per probe.
    ///
    /// Gone takes two probes at least 2 s apart that agree, if the delete was
    /// [`accepted`](Confirming::accepted), and otherwise 30 s of probes that agree. It means: not in this
    /// client's region. An id that never existed, and one of another
    /// region, are *gone* too.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// # let _accepted = client.stop_instances(&instance).await?;
    /// # let _ended = client.confirm_stopped(&instance).await?;
    /// let _accepted = client.delete_instances(&instance).await?;
    /// let confirmations = client.confirm_deleted(&instance).accepted().await?;
    /// println!("gone: {}; {confirmations}", confirmations.all_gone());
    /// # Ok(()) });
    /// ```
    pub fn confirm_deleted(&self, ids: impl Into<InstanceIds>) -> Confirming<Confirmations> {
        instance::confirm_deleted(self.http.clone(), self.list_form, ids.into())
    }

    /// Runs a script in an instance. Documented; the answer re-documented.
    ///
    /// The answer has no output and no exit code, and no call to fetch them is documented. Success
    /// means that the script was accepted. The call goes out again only if it provably never left:
    /// nothing keeps a script from running twice.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use ac_openapi_client::{Script, ScriptScope};
    ///
    /// let script = Script::new("nvidia-smi > /tmp/seen", ScriptScope::All);
    /// let _accepted = client.execute_script(&instance, script).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/task/actions/execute-script")]
    #[doc(alias = "container/execute")]
    pub fn execute_script(&self, id: impl Into<InstanceId>, script: Script) -> Request<Accepted> {
        instance::execute_script(&self.http, id.into(), &script)
    }

    /// Lists instances, page by page or as a stream. Documented, and seen in use in another form:
    /// see [`ListForm`](crate::ListForm). No answer is documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{ListForm, Status, TaskType};
    ///
    /// let page = client.list_instances().start(0).per_page(50).form(ListForm::Query).await?;
    /// println!("{} on this page", page.instances.len());
    ///
    /// let list = client.list_instances().status(Status::Running).task_type(TaskType::Ssh);
    /// let mut all = list.name("train").stream();
    /// while let Some(instance) = all.next().await {
    ///     println!("{}", instance?.id);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/task/list")]
    #[doc(alias = "GET /ai/openapi/v2/instance-service/task")]
    #[doc(alias = "container/query")]
    pub fn list_instances(&self) -> ListInstances {
        ListInstances::new(self.http.clone(), self.list_form)
    }

    /// Looks once for the instances of a name. A create whose answer was lost makes this probe by itself; here
    /// it can be made again later. The list is read to its end, and in the other
    /// [form](crate::ListForm) if the first one fails. Those that have not ended come first.
    ///
    /// [`Lookup::Absent`] means that a whole list has none. A create that is still under way can come up
    /// later.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{InstanceName, Lookup};
    ///
    /// match client.find_instance(&InstanceName::new("train")?).await? {
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
    pub async fn find_instance(&self, name: &InstanceName) -> Result<Lookup<Vec<Instance>>> {
        instance::find_instance(&self.http, self.list_form, name).await
    }

    /// Gets everything about an instance. Documented; the answer re-documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let now = client.get_instance(&instance).await?;
    /// println!("{} {}", now.id, now.status_text());
    /// # Ok(()) });
    /// ```
    #[doc(alias("detail", "/ai/openapi/v2/instance-service/{id}/detail", "container/detail"))]
    pub fn get_instance(&self, id: impl Into<InstanceId>) -> Request<Instance> {
        instance::get_instance(&self.http, &id.into())
    }

    /// Gets the address that logs in to an instance. Documented. `None` if the service says success
    /// without an address, which is inferred to mean "not yet": what it does for an instance that does
    /// not run is not documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// if let Some(url) = client.get_access_url(&instance).await? {
    ///     println!("{url}"); // host and port; `url.expose()` has the rest
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("url", "/ai/openapi/v2/instance-service/{id}/url", "container/query-url"))]
    pub fn get_access_url(&self, id: impl Into<InstanceId>) -> Request<Option<AccessUrl>> {
        instance::get_access_url(&self.http, &id.into())
    }

    /// Changes the size of an instance that does not run. Seen in use; the vendor's page could not
    /// be read.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use ac_openapi_client::ResourceSpec;
    ///
    /// # let _accepted = client.stop_instances(&instance).await?;
    /// # let _ended = client.confirm_stopped(&instance).await?;
    /// let spec = ResourceSpec { cpu_number: 4, gpu_number: 1, ram_mb: 16_384 };
    /// let _accepted = client.update_resource_spec(&instance, spec).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/resource-spec/actions/update")]
    pub fn update_resource_spec(
        &self,
        id: impl Into<InstanceId>,
        spec: ResourceSpec,
    ) -> Request<Accepted> {
        instance::update_resource_spec(&self.http, id.into(), spec)
    }

    /// Waits until a condition holds for an instance: see [`Until`](crate::Until).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use ac_openapi_client::Until;
    ///
    /// let ready = client
    ///     .wait_until(&instance, Until::ssh_ready())
    ///     .on_progress(|seen| println!("{}", seen.status_text()))
    ///     .await?;
    /// println!("{:?}", ready.ssh());
    /// # Ok(()) });
    /// ```
    pub fn wait_until(
        &self,
        id: impl Into<InstanceId>,
        condition: Condition<Instance>,
    ) -> Waiting<Instance> {
        wait::wait_until(self.http.clone(), id.into(), condition)
    }
}
