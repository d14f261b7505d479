//! Waiting for one instance, and for many with a few requests per interval.

use gpu_http::{Condition, Sources, Waiting, WaitingAll};

use super::{Instance, InstanceId, InstanceIds, ListInstances};
use crate::{Client, Error};

impl Client {
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
        let (client, id) = (self.clone(), id.into());
        let asked = id.clone();
        let probe = move |ends| client.until(ends).get_instance(&asked).send();
        let describe = |instance: &Instance| instance.status_text().to_owned();
        let with_id = move |error: Error| error.with_id(id.as_str());
        Waiting::new(self.http.clock().clone(), condition, probe, describe, with_id)
    }
}

impl ListInstances {
    /// Waits until a condition holds for each of many instances.
    ///
    /// A few are asked for one by one; many are looked for in this list, page by page, so give it long
    /// pages ([`per_page`](Self::per_page)). Instances that are not seen, filtered out by
    /// [`status`](Self::status) for instance, are waited for until the limit. No list is documented:
    /// check that yours shows what the condition looks at.
    ///
    /// The `key` of what [has settled](gpu_http::Settled) is the id's text.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use ac_openapi_client::Until;
    ///
    /// let mut waiting = client.list_instances().per_page(100).wait_all(&instance.id, Until::running());
    /// while let Some(settled) = waiting.next().await {
    ///     match settled.result {
    ///         Ok(instance) => println!("{} runs", instance.id),
    ///         Err(error) => println!("{} does not: {error}", settled.key),
    ///     }
    /// }
    /// # Ok(()) });
    /// ```
    pub fn wait_all(
        self,
        ids: impl Into<InstanceIds>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let (list, client) = (self.clone(), self.client);
        let clock = client.http.clock().clone();
        let ids: Vec<_> = ids.into().iter().map(|id| id.as_str().to_owned()).collect();
        let sources = Sources {
            listing: Box::new(move |ends| list.clone().reader(Some(ends))),
            single: Box::new(move |id, ends| {
                let client = client.until(ends);
                client.get_instance(InstanceId::from_known(&id)).send()
            }),
            key_of: |instance| Some(instance.id.clone().into()),
            keys_come_again: false,
            with_key: Error::with_id,
        };
        WaitingAll::new(clock, condition, ids, sources)
    }
}
