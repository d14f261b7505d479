//! `POST /instance`: rents a machine, never two.

mod body;
mod envs;
mod ports;

use std::sync::Arc;
use std::time::Duration;

use gpu_common::{Port, Protocol, Region, Secret, check_text};
use gpu_http::{
    Answer, BoxFuture, Call, Http, Lookup, Proof, Reconciler, Request, RequestOptions,
    create_budget, note_created, request_methods,
};

use self::envs::Envs;
use self::ports::Ports;
use super::get_instance::InstanceAnswer;
use super::{Category, Hardware, Source, find_instance};
use crate::envelope::open;
use crate::{Address, Error, Instance, MetaKey, PublicIpId, Result};

/// A create of one instance, made by [`Client::create_instance`](crate::Client::create_instance).
/// Documented, unless a method says otherwise.
///
/// No method here fails. `.preview()` and sending report what is wrong, with the field's name, before
/// anything is sent.
///
/// If the fate of a create is unclear, `.await` and [`send`](Self::send) find out what became of it.
/// [`send_raw`](Self::send_raw) leaves that to you. It sends again only if the request provably never left.
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
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct CreateInstance {
    pub(super) http: Http,
    request: RequestOptions,
    source: Source,
    hardware: Hardware,
    category: Category,
    region: Result<Region>,
    pub(crate) meta_key: Result<MetaKey>,
    remark: Option<String>,
    public_ip: Option<PublicIpId>,
    envs: Envs,
    ports: Ports,
    pub(crate) cmd: Option<String>,
    unit_qty: Option<u32>,
}

request_methods!(CreateInstance => Instance);

impl CreateInstance {
    pub(crate) fn new(
        http: Http,
        source: Source,
        hardware: Hardware,
        category: Category,
        region: Result<Region>,
        meta_key: Result<MetaKey>,
    ) -> Self {
        Self {
            http,
            request: RequestOptions::default(),
            source,
            hardware,
            category,
            region,
            meta_key,
            remark: None,
            public_ip: None,
            envs: Envs::default(),
            ports: Ports::default(),
            cmd: None,
            unit_qty: None,
        }
    }

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

    /// Sets an environment variable (`envs`, documented); the last value of a name counts.
    ///
    /// How `;` would be escaped is not published, so it is refused in names and values, as is `=`
    /// in names. Previews do not show the values.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.envs.set(name.into(), value.into());
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

    /// Opens further ports inside the instance (`ports`, documented), each once. A container of the
    /// samples has 22 and 8888 open already. Only `ssh` and `http` have published numbers; others
    /// are refused.
    pub fn ports(mut self, ports: impl IntoIterator<Item = Port>) -> Self {
        for port in ports {
            self.ports.open(port.number(), port.protocol().clone());
        }
        self
    }

    /// Opens a further port for HTTP (`protocol` 2, documented).
    pub fn http_port(mut self, inner_port: u16) -> Self {
        self.ports.open(inner_port, Protocol::Http);
        self
    }

    /// Opens a further port that does not speak HTTP; the documented example does so for a
    /// database on 3306. That the traffic passes unchanged is inferred. On a machine that opens no
    /// other port of this kind, not even 22, it is taken for the login: see [`Instance::ssh`].
    pub fn ssh_port(mut self, inner_port: u16) -> Self {
        self.ports.open(inner_port, Protocol::Ssh);
        self
    }

    /// Runs a command as the container's entry point (`cmd`, documented; containers only).
    ///
    /// **When it ends the instance is released by itself**, so it must keep running as long as the
    /// machine is wanted. It is shown in previews and by `Debug`: give credentials by
    /// [`env`](Self::env).
    pub fn cmd(mut self, command: impl Into<String>) -> Self {
        self.cmd = Some(command.into());
        self
    }

    /// How many units of the hardware (`unit_qty`). Seen in public use only, where it is 1; that it
    /// multiplies GPUs and price is inferred from the console.
    pub fn unit_qty(mut self, units: u32) -> Self {
        self.unit_qty = Some(units);
        self
    }

    /// The key that was ordered; `None` if what was given is no key.
    #[must_use]
    pub fn meta_key(&self) -> Option<&MetaKey> {
        self.meta_key.as_ref().ok()
    }

    /// The region that was ordered; `None` if what was given is no region.
    #[must_use]
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref().ok()
    }

    fn request(&self) -> Request<Instance> {
        let call = self.call();
        let key = self.meta_key.clone();
        let create = move |http, call| create(http, call, key.clone());
        Request::running(&self.http, call, create).with_options(self.request.clone())
    }

    /// Checks everything and describes the request.
    fn call(&self) -> Result<Call> {
        let key = self.meta_key.as_ref().map_err(Clone::clone)?;
        let call = Call::post("create instance", "/instance")
            .not_idempotent()
            .about_key(key.as_str())
            .mask_body(&["envs"]);
        match self.body(key) {
            Ok(body) => call.json(&body),
            Err(error) => Err(call.with_context(error)),
        }
    }

    /// What the types do not rule out. Texts once more, because they may be out of a file or an answer.
    fn validate(&self) -> Result<()> {
        self.source.check()?;
        self.hardware.check()?;
        check_text("category", self.category.as_str(), usize::MAX)?;
        if let Some(cmd) = &self.cmd {
            if cmd.trim().is_empty() {
                return Err(Error::invalid("cmd", "is blank"));
            }
            if self.category != Category::Container {
                let reason = format!("is for containers only, not for category {}", self.category);
                return Err(Error::invalid("cmd", reason));
            }
        }
        if self.unit_qty == Some(0) {
            return Err(Error::invalid("unit_qty", "must be at least 1"));
        }
        Ok(())
    }
}

/// One create, and probes if its fate is unclear, all in the time of one call.
fn create(
    http: Http,
    call: Arc<Call>,
    key: Result<MetaKey>,
) -> BoxFuture<'static, Result<Instance>> {
    // A block and no `async fn`, which would have room for its arguments twice.
    Box::pin(async move {
        let key = key?;
        let ends = http.ends();
        let budget = create_budget(http.timeout());
        let error = match send(http.with_timeout(budget), Arc::clone(&call), &key).await {
            Ok(instance) => return Ok(created(&key, instance)),
            Err(error) => error,
        };
        // In a box of its own: few creates come here, and every one would carry the room for it.
        let found = Box::pin(reconcile(http, ends, call, key.clone(), error)).await?;
        Ok(created(&key, found))
    })
}

fn created(key: &MetaKey, instance: Instance) -> Instance {
    note_created(key.as_str(), instance.id.as_str());
    instance
}

/// One create. An answer about another key is no answer, but a machine may have been made.
fn send(http: Http, call: Arc<Call>, key: &MetaKey) -> BoxFuture<'static, Result<Instance>> {
    let address = Address::from(key);
    let read = move |answer: Answer| {
        let named = |error| answer.naming(error, &["instance", "instanceID"]);
        let instance = open::<InstanceAnswer>(&answer).map_err(named)?;
        let checked = address.check(&answer, &instance);
        checked.map_err(|error| error.with_id(instance.id.as_str()))?;
        Ok(*instance)
    };
    http.ask(call, read)
}

/// Finds out what a failed create has done. It is sent again only if a limiter has refused it and no
/// probe finds the key: that Glows.ai refuses a key which is taken is inferred.
async fn reconcile(
    http: Http,
    ends: Duration,
    call: Arc<Call>,
    key: MetaKey,
    error: Error,
) -> Result<Instance> {
    let most = http.retry().max_attempts;
    let address = Address::from(&key);
    let probing = http.clone();
    let mut find = move |remaining| -> BoxFuture<'static, Result<Lookup<Vec<Instance>>>> {
        let (http, address) = (probing.within(remaining), address.clone());
        Box::pin(async move { find_instance(&http, &address).await })
    };
    let proof = if key.is_unique() { Proof::Unique } else { Proof::Enforced };
    let reconciler = Reconciler::new(http.clock(), ends, proof, &mut find, &|_| true);
    let mut reconciler = reconciler.hiding(&call);
    let send = |budget| send(http.within(budget), Arc::clone(&call), &key);
    reconciler.run_repeating(error, most, send).await
}
