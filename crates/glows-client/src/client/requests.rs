//! Every request that a client can begin, in one place.

use gpu_common::Region;
use gpu_http::{Call, Condition, Confirmation, Confirming, Json, Lookup, Request, Waiting};

use crate::instance::{self, wait_until};
use crate::{
    Address, Category, Client, CreateInstance, Error, Hardware, ImageId, Instance, InstanceId,
    ListInstances, ListSpecs, MetaKey, ReleaseAccepted, Result, Source, Stats,
};
use crate::{envelope, seen_in_use};

impl Client {
    /// Checks that Glows.ai takes the token, without changing anything. The call underneath is
    /// the documented count of instances; code 176 for a rejected token was seen in use.
    ///
    /// If the token is rejected, the error's [`is_auth`](gpu_http::Error::is_auth) is `true`. Any other
    /// error says nothing about the token.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// client.check_token().await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias("jwt", "SDK token"))]
    pub fn check_token(&self) -> Request<()> {
        let call = Call::get("check token", "/instance/stats");
        Request::new(&self.http, Ok(call), |answer| envelope::accepted(&answer))
    }

    /// Rents a machine (`POST /instance`, documented). It starts to bill as soon as it runs.
    ///
    /// Region and key may be given as text. Wrong input is reported, with the field's name, when the request
    /// is sent or previewed.
    ///
    /// **Never rents two**, as long as Glows.ai keeps keys apart. Keys are globally unique (documented); that
    /// a key in use is refused is inferred. The fate of a request is unclear if its answer was lost or
    /// cannot be read, if a limiter refused it, or if a code of unknown meaning came. Then the instance is
    /// looked for by its key, in the query and in the list, several times over ten seconds. The result is
    /// one of three: that instance; the refusal, if one came and no instance was found
    /// ([`is_refused`](gpu_http::Error::is_refused), and [`looked`](gpu_http::Error::looked) says where); an
    /// error of kind [`MaybeCreated`](gpu_http::Kind::MaybeCreated). The request is sent again only if it
    /// provably never left, or if a limiter refused it and no probe found the key.
    ///
    /// After a refusal, an instance with the key may be an older one. The error then has its id, because
    /// somebody may be paying for it. Every error carries the key. If the future is dropped, the create may
    /// still take effect: look for the key.
    ///
    /// To run again safely after a crash use
    /// [`find_or_create`](crate::CreateInstance::find_or_create).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::{Category, Hardware, MetaKey, Source};
    ///
    /// let gpu = Hardware::gpu("NVIDIA GeForce RTX 4090");
    /// let image = Source::image("img-87p9kq26");
    /// let key = MetaKey::unique("train")?; // write it down
    /// let order = client.create_instance(image, gpu, Category::Container, "TW-03", key);
    /// let instance = order.remark("nightly").http_port(7890).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias("rent", "POST /instance", "custom_meta_key", "/sdk/v1/instance", "啟動執行個體"))]
    pub fn create_instance(
        &self,
        source: impl Into<Source>,
        hardware: impl Into<Hardware>,
        category: Category,
        region: impl TryInto<Region, Error: Into<Error>>,
        meta_key: impl TryInto<MetaKey, Error: Into<Error>>,
    ) -> CreateInstance {
        CreateInstance::new(
            self.http.clone(),
            source.into(),
            hardware.into(),
            category,
            region.try_into().map_err(Into::into),
            meta_key.try_into().map_err(Into::into),
        )
    }

    /// Asks for one instance, by id or by meta key (`GET /instance`, documented).
    ///
    /// The answer to an unknown id or key is not published. It is presumably an error of kind
    /// [`Vendor`](gpu_http::Kind::Vendor). Such an error alone does not prove that the instance is gone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let now = client.get_instance(&instance).await?;
    /// println!("{} {}", now.id, now.status_text());
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /instance", "query", "request_id", "meta_key", "查詢執行個體"))]
    pub fn get_instance(&self, address: impl Into<Address>) -> Request<Instance> {
        instance::get_instance(&self.http, &address.into())
    }

    /// Gives an instance back, by id or by meta key (`DELETE /instance`, documented). This cannot
    /// be undone and destroys what is on the machine.
    ///
    /// Success means *accepted*; [`confirm_released`](Self::confirm_released) tells whether it is
    /// gone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let accepted = client.release_instance(&instance).await?;
    /// println!("releasing {}", accepted.address);
    /// # Ok(()) });
    /// ```
    #[doc(alias("DELETE /instance", "cancel", "delete", "釋放執行個體"))]
    pub fn release_instance(&self, address: impl Into<Address>) -> Request<ReleaseAccepted> {
        instance::release_instance(&self.http, address.into())
    }

    /// Gives an instance back and says whether it is gone: releases it, probes, and repeats the order
    /// while the instance is seen alive or no order was accepted. Ends when it is gone, or after five
    /// minutes ([`limit`](Confirming::limit)) with what is known then. Safe to call again, also for an
    /// instance that is gone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let confirmation = client.give_back(&instance).await?;
    /// if !confirmation.is_gone() {
    ///     eprintln!("{} may still bill: {confirmation:#}", instance.id);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias = "release")]
    pub fn give_back(&self, address: impl Into<Address>) -> Confirming<Confirmation> {
        instance::give_back(self.http.clone(), address.into())
    }

    /// Probes whether an instance is gone, again and again for up to a minute, and says what that
    /// relies on (inferred: no answer for an instance that does not exist is published). It also
    /// works for containers that release themselves when their command ends.
    ///
    /// An instance is absent if the query is refused and the whole list does not have it. It is *gone* if its
    /// release was [`accepted`](Confirming::accepted) and two probes at least 2 s apart agree, or if probes
    /// agree for 30 s. So a [`limit`](Confirming::limit) of zero, which probes once, gives *unknown*. A status
    /// `Released` is proof by itself. If a key was used again, the instance that lives counts.
    ///
    /// A mistyped address looks like an instance that is gone. So may one that was made in the web
    /// console: the newest edition says that the API covers those made through it.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let accepted = client.release_instance(&instance).await?;
    /// let confirmation = client.confirm_released(&accepted.address).accepted().await?;
    /// println!("{confirmation}"); // gone, still there or unknown, and why
    /// # Ok(()) });
    /// ```
    pub fn confirm_released(&self, address: impl Into<Address>) -> Confirming<Confirmation> {
        instance::confirm_released(self.http.clone(), address.into())
    }

    /// Looks once for the instances of a key (or an id). A create whose answer was lost makes this probe by
    /// itself; here it can be made again later. Instances that live come first.
    ///
    /// [`Lookup::Absent`] means that the query was refused and a whole list has none. A create that is
    /// still under way can come up later.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::{Lookup, MetaKey};
    ///
    /// match client.find_instance(MetaKey::new("order.123456")?).await? {
    ///     Lookup::Found(instances) => println!("{} of this key", instances.len()),
    ///     other => println!("{other:?}"), // absent, or not known
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// What the probe met, if that says nothing about the instance.
    #[doc(alias = "find_by_key")]
    pub async fn find_instance(
        &self,
        address: impl Into<Address>,
    ) -> Result<Lookup<Vec<Instance>>> {
        instance::find_instance(&self.http, &address.into()).await
    }

    /// Waits until a condition on an instance holds: see [`Until`](crate::Until). Gives up after 30
    /// minutes, or what is set with `limit`; its error then tells the last status and the address.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use glows_client::{Instance, Until};
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
        address: impl Into<Address>,
        condition: Condition<Instance>,
    ) -> Waiting<Instance> {
        wait_until::wait_until(self.http.clone(), address.into(), condition)
    }

    /// Lists instances (`GET /instance/list`, documented): one page, or a stream over all.
    ///
    /// Machines made in the web console may be missing: the newest edition says that the API covers
    /// instances made through it, so an empty list does not prove that nothing is billed.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// let page = client.list_instances().per_page(50).page(1).await?;
    /// println!("{} on the first page", page.instances.len());
    ///
    /// let running = client.list_instances().statuses([glows_client::Status::Running]);
    /// let mut all = running.ascending(true).stream();
    /// while let Some(instance) = all.next().await {
    ///     println!("{}", instance?.id);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /instance/list", "/sdk/v1/instance/list", "執行個體列表"))]
    pub fn list_instances(&self) -> ListInstances {
        ListInstances::new(self.http.clone())
    }

    /// Counts instances by status (`GET /instance/stats`, documented).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::Status;
    ///
    /// let stats = client.instance_stats().await?;
    /// println!("{:?} run, {:?} in all", stats.count(&Status::Running), stats.total());
    /// for (status, count) in stats.iter() {
    ///     println!("{status}: {count:?}");
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /instance/stats", "/sdk/v1/instance/stats", "統計資料"))]
    pub fn instance_stats(&self) -> Request<Stats> {
        instance::instance_stats(&self.http)
    }

    /// Asks for stock and prices of hardware, for an image in a region (`GET /spec/list`).
    ///
    /// Seen in public use, with these parameters; the answer is not documented and stays JSON.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::{ImageId, Region};
    ///
    /// let image = ImageId::new("img-87p9kq26")?;
    /// let json = client.list_specs(&image, &Region::new("TW-03")?).machine_category(0).await?;
    /// println!("{json}");
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /spec/list", "/sdk/v1/spec/list"))]
    pub fn list_specs(&self, image: &ImageId, region: &Region) -> ListSpecs {
        ListSpecs::new(self.http.clone(), image.clone(), region.clone())
    }

    /// Takes a snapshot of an instance (`POST /snapshot`). According to the user guide this pauses
    /// the machine and interrupts its programs, and needs a storage plan.
    ///
    /// Seen in public use, with these parameters. The answer is not documented: it is given as the JSON
    /// that came, envelope included, once the envelope says success. The call goes out again only if it
    /// provably never left: nothing keeps a snapshot from being taken twice.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let json = client.take_snapshot(&instance.id, "after epoch 10").await?;
    /// println!("{json}");
    /// # Ok(()) });
    /// ```
    #[doc(alias("POST /snapshot", "/sdk/v1/snapshot"))]
    pub fn take_snapshot(&self, instance: &InstanceId, name: &str) -> Request<Json> {
        seen_in_use::take_snapshot(&self.http, instance, name)
    }
}
