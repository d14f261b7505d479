//! Create an instance: `POST /ai/openapi/v2/instance-service/task`.

use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use gpu_common::{Secret, Timestamp};
use gpu_http::{
    Answer, BoxFuture, Call, Http, Kind, Lookup, Proof, Reconciler, Request, RequestOptions,
    create_budget, note_created, request_methods,
};
use serde::Serialize;

use super::find_instance::may_be_made;
use super::port::NewPort;
use super::{
    Accelerator, Created, Instance, InstanceId, InstanceName, ListForm, Mount, NewInstance,
    PortProtocol,
};
use super::{ScriptScope, TaskType, TimeoutLimit, find_instance};
use crate::envelope::{self, Payload};
use crate::{Error, Result};

/// A request for a new instance, made by [`Client::create_instance`](crate::Client::create_instance).
/// Documented.
///
/// It goes out again only if it provably never left. If its fate is unclear (no answer, one that cannot
/// be read, a 429, a code that is no plain refusal), the instances are listed several times over ten
/// seconds: one that bears the unique name of the request is the one that was made. If a refusal came
/// and whole lists have none, the refusal is the error ([`is_refused`](gpu_http::Error::is_refused)).
/// Otherwise the error is of kind [`MaybeCreated`](gpu_http::Kind::MaybeCreated), with the name as its
/// key and, for a name that was not made unique, the instances that it may have made as candidates.
///
/// `send_raw` looks for nothing: write down the name first, and look with
/// [`Client::find_instance`](crate::Client::find_instance) if its answer is lost.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
/// use ac_openapi_client::{Mount, MountKind, PortProtocol};
///
/// # let instance = doc::order()?;
/// let order = client
///     .create_instance(instance)
///     .description("nightly")
///     .mount(Mount::new("/public/home/me", "/root/data", MountKind::Data))
///     .port(PortProtocol::Ssh, 22)
///     .query_extra("trace", "1") // what this crate does not know goes in by its name
///     .body_extra("priority", 1)
///     .timeout(std::time::Duration::from_secs(90));
/// println!("{}", order.name()); // keep it
/// println!("{}", order.preview()?); // a curl command, secrets masked
/// let created = order.send().await?; // `order.await` is the same
/// # Ok(()) });
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct CreateInstance {
    http: Http,
    request: RequestOptions,
    list_form: ListForm,
    pub(crate) instance: NewInstance,
    description: Option<String>,
    mounts: Vec<Mount>,
    ports: Vec<(PortProtocol, u16)>,
}

request_methods!(CreateInstance => Created);

/// The body. The fields stand in the order of the document's sample.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    instance_service_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    task_type: &'a TaskType,
    accelerator_type: &'a Accelerator,
    version: &'a str,
    image_path: &'a str,
    timeout_limit: TimeoutLimit,
    task_number: u32,
    resource_group: &'a str,
    use_start_script: bool,
    start_script_action_scope: &'a ScriptScope,
    start_script_content: &'a Secret,
    cpu_number: u32,
    ram_size: u64,
    gpu_number: u32,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    mount_info_list: &'a [Mount],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    container_port_info_list: Vec<NewPort>,
}

impl CreateInstance {
    pub(crate) fn new(http: Http, list_form: ListForm, instance: NewInstance) -> Self {
        Self {
            http,
            request: RequestOptions::default(),
            list_form,
            instance,
            description: None,
            mounts: Vec::new(),
            ports: Vec::new(),
        }
    }

    /// Describes the instance (documented).
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Mounts a directory (documented). Can be called several times.
    #[doc(alias = "mountInfoList")]
    pub fn mount(mut self, mount: Mount) -> Self {
        self.mounts.push(mount);
        self
    }

    /// Publishes a port of the containers. Can be called several times.
    #[doc(alias = "containerPortInfoList")]
    pub fn port(mut self, protocol: PortProtocol, port: u16) -> Self {
        self.ports.push((protocol, port));
        self
    }

    /// What was ordered: image, accelerators, group, limit and the rest of the job.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{Accelerator, ImageRef, InstanceName, NewInstance};
    ///
    /// let (name, image) = (InstanceName::unique("train")?, ImageRef::new("host/image:1", "image:1"));
    /// let order = client.create_instance(NewInstance::new(name, image, Accelerator::Gpu, "TeslaM40"));
    /// println!("{} of {}", order.ordered().gpu_number, order.ordered().resource_group);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn ordered(&self) -> &NewInstance {
        &self.instance
    }

    /// The name that was ordered.
    #[must_use]
    pub fn name(&self) -> &InstanceName {
        &self.instance.name
    }

    fn request(&self) -> Request<Created> {
        let (name, form) = (self.instance.name.clone(), self.list_form);
        let create = move |http: Http, call: Arc<Call>| -> BoxFuture<'static, Result<Created>> {
            Box::pin(create(http, call, name.clone(), form))
        };
        let name = self.instance.name.as_str();
        let call = self.call().map_err(|error| error.with_key(name));
        Request::running(&self.http, call, create).with_options(self.request.clone())
    }

    fn call(&self) -> Result<Call> {
        let instance = &self.instance;
        instance.check()?;
        self.mounts.iter().try_for_each(Mount::check)?;
        let (no_script, everywhere) = (Secret::from(""), ScriptScope::All);
        let script = instance.start_script.script();
        let body = Body {
            instance_service_name: instance.name.as_str(),
            description: self.description.as_deref(),
            task_type: &instance.task_type,
            accelerator_type: &instance.accelerator,
            version: &instance.image.version,
            image_path: &instance.image.path,
            timeout_limit: instance.timeout_limit,
            task_number: instance.task_number,
            resource_group: &instance.resource_group,
            use_start_script: script.is_some(),
            // Required even without a script; the sample sends this then.
            start_script_action_scope: script.map_or(&everywhere, super::Script::scope),
            start_script_content: script.map_or(&no_script, super::Script::content),
            cpu_number: instance.cpu_number,
            ram_size: instance.ram_mb,
            gpu_number: instance.gpu_number,
            mount_info_list: &self.mounts,
            container_port_info_list: self.new_ports()?,
        };
        Call::post("create instance", "/ai/openapi/v2/instance-service/task")
            .not_idempotent()
            .about_key(instance.name.as_str())
            .mask_body(&["startScriptContent"])
            .json(&body)
    }

    fn new_ports(&self) -> Result<Vec<NewPort>> {
        const FIELD: &str = "containerPortInfoList.containerPort";
        let ports = self.ports.iter().enumerate().map(|(index, (protocol, port))| {
            let container_port =
                NonZeroU16::new(*port).ok_or_else(|| Error::invalid(FIELD, "is zero"))?;
            if self.ports.iter().take(index).any(|(_, before)| before == port) {
                return Err(Error::invalid(FIELD, format!("{port} is there twice")));
            }
            Ok(NewPort { protocol_type: protocol.clone(), container_port })
        });
        ports.collect()
    }
}

/// One create, and probes if its fate is unclear, all in the time of one call.
async fn create(
    http: Http,
    call: Arc<Call>,
    name: InstanceName,
    form: ListForm,
) -> Result<Created> {
    let (ends, began) = (http.ends(), http.clock().wall());
    let sending = http.with_timeout(create_budget(http.timeout()));
    let read = |answer: Answer| {
        let opened = envelope::open(answer.clone());
        let id = opened.and_then(|payload| id_of(&payload));
        id.map_err(|error| match error.kind() {
            Kind::Unreadable => answer.naming(error, &["data"]),
            _ => error,
        })
    };
    let (id, found_again) = match sending.ask(Arc::clone(&call), read).await {
        Ok(id) => (id, false),
        // In a box of its own: few creates come here, and every one would carry the room for it.
        Err(error) => {
            let reconciling =
                Box::pin(reconcile(http, ends, call, form, name.clone(), began, error));
            (reconciling.await?.id, true)
        }
    };
    note_created(name.as_str(), id.as_str());
    Ok(Created { id, name, found_again })
}

/// Finds out what a failed create has done. Never creates again.
async fn reconcile(
    http: Http,
    ends: Duration,
    call: Arc<Call>,
    form: ListForm,
    name: InstanceName,
    began: Timestamp,
    error: Error,
) -> Result<Instance> {
    let proof = if name.is_unique() { Proof::Unique } else { Proof::None };
    let clock = http.clock().clone();
    let asked = name.clone();
    let mut find = move |remaining| -> BoxFuture<'static, Result<Lookup<Vec<Instance>>>> {
        let (http, name) = (http.within(remaining), asked.clone());
        Box::pin(async move { find_instance(&http, form, &name).await })
    };
    let may_be_made = |one: &Instance| may_be_made(one, &name, began);
    let reconciler = Reconciler::new(&clock, ends, proof, &mut find, &may_be_made);
    let mut reconciler = reconciler.hiding(&call);
    reconciler.run(error.with_key(name.as_str())).await
}

/// The id, a text or its digits, as it came: a caller's own text is held to more than the service's.
fn id_of(payload: &Payload) -> Result<InstanceId> {
    serde_json::from_value(payload.json()).map_err(|_| payload.unreadable("no id"))
}
