//! `POST /instance`: rents a machine, never two.

mod body;

use std::collections::BTreeMap;

use gpu_common::{Port, Protocol, Region, Secret};
use gpu_http::{
    Answer, BoxFuture, Call, Creation, Http, Lookup, Request, RequestOptions, request_methods,
};

use super::get_instance::open_instance;
use super::{Category, Hardware, Instance, Source};
use crate::{Address, Client, Error, MetaKey, PublicIpId, Result};

impl Client {
    /// Rents a machine (`POST /instance`, documented). It starts to bill as soon as it runs. To run again
    /// safely after a crash use [`find_or_create`](crate::CreateInstance::find_or_create).
    ///
    /// Region and key may be given as text. Wrong input is reported, with the field's name, when the request
    /// is sent or previewed.
    ///
    /// **Never rents two**, as long as Glows.ai keeps keys apart. Keys are globally unique (documented); that
    /// a key in use is refused is inferred. The fate of a request is unclear if its answer was lost or
    /// cannot be read, if a limiter refused it, or if a code of unknown meaning came. Then the instance is
    /// looked for by its key, in the query and in the list, several times over ten seconds. The result is
    /// that instance; or the refusal, if one came and no instance was found
    /// ([`is_refused`](gpu_http::Error::is_refused), and [`looked`](gpu_http::Error::looked) says where); or an
    /// error of kind [`MaybeCreated`](gpu_http::Kind::MaybeCreated). The request is sent again only if it
    /// provably never left, or if a limiter refused it and no probe found the key.
    ///
    /// After a refusal, an instance with the key may be an older one. The error then has its id, because
    /// somebody may be paying for it. Every error carries the key. If the future is dropped, the create may
    /// still take effect: look for the key.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::{Category, Hardware, MetaKey, Port, Protocol, PublicIpId, Source};
    ///
    /// let gpu = Hardware::gpu("NVIDIA GeForce RTX 4090");
    /// let key = MetaKey::unique("train")?;
    /// let order = client
    ///     .create_instance(Source::image("img-87p9kq26"), gpu, Category::Container, "TW-03", key)
    ///     .remark("nightly")
    ///     .env("TOKEN", "a secret")
    ///     .envs([("EPOCHS", "10")])
    ///     .ports([Port::new(8000, Protocol::Http)?])
    ///     .http_port(7890)
    ///     .ssh_port(3306)
    ///     .cmd("python train.py")
    ///     .unit_qty(1)
    ///     .public_ip(PublicIpId::new("net-abcdefg")?)
    ///     .query_extra("trace", "1") // what this crate does not know goes in by its name
    ///     .body_extra("priority", 1)
    ///     .timeout(std::time::Duration::from_secs(90));
    /// println!("{:?} in {:?}", order.meta_key(), order.region());
    /// println!("{}", order.preview()?); // a curl command, secrets masked
    /// let instance = order.send().await?; // `order.await` is the same
    /// # Ok(()) });
    /// ```
    #[doc(alias("rent", "POST /instance", "custom_meta_key", "/sdk/v1/instance", "啟動執行個體"))]
    pub fn create_instance(
        &self,
        source: Source,
        hardware: Hardware,
        category: Category,
        region: impl TryInto<Region, Error: Into<Error>>,
        meta_key: impl TryInto<MetaKey, Error: Into<Error>>,
    ) -> CreateInstance {
        CreateInstance {
            client: self.clone(),
            request: RequestOptions::default(),
            source,
            hardware,
            category,
            region: region.try_into().map_err(Into::into),
            meta_key: meta_key.try_into().map_err(Into::into),
            remark: None,
            public_ip: None,
            envs: BTreeMap::new(),
            ports: Vec::new(),
            cmd: None,
            unit_qty: None,
        }
    }
}

/// A create of one instance, made by [`Client::create_instance`](crate::Client::create_instance), which says
/// what becomes of a create whose fate is unclear; [`send_raw`](Self::send_raw) leaves that to you, and sends
/// again only if the request provably never left. Documented, unless a method says otherwise.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct CreateInstance {
    pub(super) client: Client,
    request: RequestOptions,
    source: Source,
    hardware: Hardware,
    category: Category,
    region: Result<Region>,
    pub(crate) meta_key: Result<MetaKey>,
    remark: Option<String>,
    public_ip: Option<PublicIpId>,
    envs: BTreeMap<String, Secret>,
    /// By their number inside the instance.
    ports: Vec<(u16, Protocol)>,
    pub(crate) cmd: Option<String>,
    unit_qty: Option<u32>,
}

request_methods!(CreateInstance => Instance);

impl CreateInstance {
    /// Labels the instance (`remark`, documented).
    pub fn remark(mut self, remark: impl Into<String>) -> Self {
        self.remark = Some(remark.into());
        self
    }

    /// Binds a public IP (`public_ip_id`, documented). The user guide says that support must enable
    /// the feature for an account first.
    #[doc(alias = "public_ip_id")]
    pub fn public_ip(mut self, id: PublicIpId) -> Self {
        self.public_ip = Some(id);
        self
    }

    /// Sets an environment variable (`envs`, documented); the last value of a name counts. Previews do not
    /// show the values. No escape is published: `;` is refused, and in names `=`.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.envs.insert(name.into(), value.into());
        self
    }

    /// Sets several environment variables, as [`env`](Self::env) does.
    pub fn envs<N, V>(self, envs: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: Into<String>,
        V: Into<Secret>,
    {
        envs.into_iter().fold(self, |this, (name, value)| this.env(name, value))
    }

    /// Opens further ports inside the instance (`ports`, documented), each once. A container of the samples
    /// has 22 and 8888 open already. Only `ssh` and `http` have published numbers; others are refused.
    pub fn ports(mut self, ports: impl IntoIterator<Item = Port>) -> Self {
        let ports = ports.into_iter().map(|port| (port.number(), port.protocol().clone()));
        self.ports.extend(ports);
        self
    }

    /// Opens a further port for HTTP (`protocol` 2, documented).
    pub fn http_port(mut self, inner_port: u16) -> Self {
        self.ports.push((inner_port, Protocol::Http));
        self
    }

    /// Opens a further port that does not speak HTTP, as the documented example does for a database on 3306.
    /// That the traffic passes unchanged is inferred. If it is the only port of this kind, it is taken for
    /// the login: see [`Instance::ssh`].
    pub fn ssh_port(mut self, inner_port: u16) -> Self {
        self.ports.push((inner_port, Protocol::Ssh));
        self
    }

    /// Runs a command as the container's entry point (`cmd`, documented; containers only). **When it ends the
    /// instance is released by itself.** It is shown in previews and by `Debug`: give credentials by
    /// [`env`](Self::env).
    pub fn cmd(mut self, command: impl Into<String>) -> Self {
        self.cmd = Some(command.into());
        self
    }

    /// How many units of the hardware (`unit_qty`). Seen in public use, as 1; that it multiplies GPUs and
    /// price is inferred from the console.
    pub fn unit_qty(mut self, units: u32) -> Self {
        self.unit_qty = Some(units);
        self
    }

    /// The key that was ordered; `None` if what was given is no key.
    pub fn meta_key(&self) -> Option<&MetaKey> {
        self.meta_key.as_ref().ok()
    }

    /// The region that was ordered; `None` if what was given is no region.
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref().ok()
    }

    fn request(&self) -> Request<Instance> {
        let http = &self.client.http;
        let request = match &self.meta_key {
            Ok(key) => {
                let call = Call::post("create instance", "/instance")
                    .not_idempotent()
                    .about_key(key.as_str())
                    .mask_body(&["envs"]);
                Request::creating(http, call.try_json(self.body(key)), Creating(key.clone()))
            }
            Err(error) => Request::refused(http, error.clone()),
        };
        request.with_options(self.request.clone())
    }
}

/// A create under this key. That Glows.ai refuses a key which is taken is inferred.
struct Creating(MetaKey);

impl Creation for Creating {
    type Machine = Instance;
    type Made = Instance;

    fn key(&self) -> &str {
        self.0.as_str()
    }

    fn key_is_unique(&self) -> bool {
        self.0.is_unique()
    }

    fn key_is_enforced(&self) -> bool {
        true
    }

    /// An answer about another key is no answer, but a machine may have been made.
    fn read(&self, answer: &Answer) -> Result<Instance> {
        let named = |error| answer.naming(error, &["instance", "instanceID"]);
        let instance = open_instance(answer).map_err(named)?;
        let checked = Address::from(&self.0).check(answer, &instance);
        checked.map_err(|error| error.with_id(instance.id.as_str()))?;
        Ok(instance)
    }

    fn find(&self, http: Http) -> BoxFuture<'_, Result<Lookup<Vec<Instance>>>> {
        Box::pin(async move { Client { http }.find_instance(&self.0).await })
    }

    fn found(&self, machine: Instance) -> Instance {
        machine
    }

    fn id(made: &Instance) -> &str {
        made.id.as_str()
    }
}
