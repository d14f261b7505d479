//! Create an instance: `POST /ai/openapi/v2/instance-service/task`.

use gpu_common::{Secret, Timestamp};
use gpu_http::{
    Answer, BoxFuture, Call, Creation, Http, Kind, Lookup, Request, RequestOptions, request_methods,
};
use serde::Serialize;

use super::calls::not_zero;
use super::find_instance::may_be_made;
use super::parts::NewPort;
use super::{
    Accelerator, Created, Instance, InstanceName, Mount, NewInstance, PortProtocol, Script,
    ScriptScope, TaskType, TimeoutLimit,
};
use crate::{Client, Error, Result, envelope};

impl Client {
    /// Creates a container instance: it costs from then on. Documented.
    ///
    /// Never creates twice: see [`CreateInstance`].
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{Accelerator, ImageRef, InstanceName, NewInstance, PortProtocol};
    ///
    /// let image = ImageRef::new("10.0.35.26:5000/gpu/admin/base/jupyter:4.4", "jupyter:4.4");
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
        CreateInstance {
            client: self.clone(),
            request: RequestOptions::default(),
            instance,
            description: None,
            mounts: Vec::new(),
            ports: Vec::new(),
        }
    }
}

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
/// println!("{}: {}", order.name(), order.preview()?); // keep the name; a curl command, secrets masked
/// let created = order.send().await?; // `order.await` is the same
/// # Ok(()) });
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct CreateInstance {
    client: Client,
    request: RequestOptions,
    pub(crate) instance: NewInstance,
    description: Option<String>,
    mounts: Vec<Mount>,
    ports: Vec<NewPort>,
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
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    container_port_info_list: &'a [NewPort],
}

impl CreateInstance {
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
        self.ports.push(NewPort { protocol_type: protocol, container_port: port });
        self
    }

    /// The name that was ordered.
    pub fn name(&self) -> &InstanceName {
        &self.instance.name
    }

    fn request(&self) -> Request<Created> {
        let name = self.instance.name.as_str();
        let call = self.call().map_err(|error| error.with_key(name));
        let creating = Creating { client: self.client.clone(), name: self.instance.name.clone() };
        Request::creating(&self.client.http, call, creating).with_options(self.request.clone())
    }

    fn call(&self) -> Result<Call> {
        let instance = &self.instance;
        instance.check()?;
        self.mounts.iter().try_for_each(Mount::check)?;
        self.check_ports()?;
        let (no_script, everywhere) = (Secret::from(""), ScriptScope::All);
        let script = instance.start_script.as_ref();
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
            start_script_action_scope: script.map_or(&everywhere, Script::scope),
            start_script_content: script.map_or(&no_script, Script::content),
            cpu_number: instance.cpu_number,
            ram_size: instance.ram_mb,
            gpu_number: instance.gpu_number,
            mount_info_list: &self.mounts,
            container_port_info_list: &self.ports,
        };
        Call::post("create instance", "/ai/openapi/v2/instance-service/task")
            .not_idempotent()
            .about_key(instance.name.as_str())
            .mask_body(&["startScriptContent"])
            .json(&body)
    }

    fn check_ports(&self) -> Result<()> {
        const FIELD: &str = "containerPortInfoList.containerPort";
        for (index, port) in self.ports.iter().map(|one| one.container_port).enumerate() {
            not_zero(&[(FIELD, port.into())])?;
            if self.ports.iter().take(index).any(|before| before.container_port == port) {
                return Err(Error::invalid(FIELD, format!("{port} is there twice")));
            }
        }
        Ok(())
    }
}

/// A create under this name.
struct Creating {
    client: Client,
    name: InstanceName,
}

impl Creation for Creating {
    type Machine = Instance;
    type Made = Created;

    fn key(&self) -> &str {
        self.name.as_str()
    }

    fn key_is_unique(&self) -> bool {
        self.name.is_unique()
    }

    /// The id is a text or its digits, as it came: a caller's own text is held to more.
    fn read(&self, answer: &Answer) -> Result<Created> {
        let id = envelope::read(answer.clone()).map_err(|error| match error.kind() {
            Kind::Unreadable => answer.naming(error, &["data"]),
            _ => error,
        })?;
        Ok(Created { id, name: self.name.clone(), found_again: false })
    }

    fn find(&self, http: Http) -> BoxFuture<'_, Result<Lookup<Vec<Instance>>>> {
        let client = self.client.with(http);
        Box::pin(async move { client.find_instance(&self.name).await })
    }

    fn may_be_made(machine: &Instance, began: Timestamp) -> bool {
        may_be_made(machine, began)
    }

    fn found(&self, machine: Instance) -> Created {
        Created { id: machine.id, name: self.name.clone(), found_again: true }
    }

    fn id(made: &Created) -> &str {
        made.id.as_str()
    }
}
