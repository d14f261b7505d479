//! Waiting for many instances with a few requests per interval.

use std::time::Duration;

use gpu_http::{Condition, Http, Sources, WaitingAll};

use super::find_instance::current;
use super::get_instance;
use crate::{Address, Error, Instance, InstanceId, ListInstances, MetaKey};

impl ListInstances {
    /// Waits until a condition holds for each of many instances, given by their meta keys.
    ///
    /// A few are asked for one by one; many are looked for in this list, page by page, so give it long
    /// pages ([`per_page`](Self::per_page)). Instances that are not seen, filtered out by
    /// [`statuses`](Self::statuses) for instance, are waited for until the limit. Of a key that was
    /// used again the instance that lives counts.
    ///
    /// What settles is named by its key, as a text: `MetaKey::new(settled.key)?` is what
    /// [`release_instance`](crate::Client::release_instance) takes.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::{MetaKey, Until};
    ///
    /// let keys: Vec<MetaKey> = Vec::new(); // of the machines that were ordered
    /// let mut waiting = client.list_instances().per_page(50).wait_all(keys, Until::ssh_ready());
    /// while let Some(settled) = waiting.next().await {
    ///     match settled.result {
    ///         Ok(instance) => println!("{} is ready", instance.id),
    ///         Err(error) => println!("{} is not: {error}", settled.key),
    ///     }
    /// }
    /// # Ok(()) });
    /// ```
    pub fn wait_all(
        self,
        keys: impl IntoIterator<Item = MetaKey>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let keys = keys.into_iter().map(String::from);
        let http = self.http.clone();
        let sources = Sources {
            listing: self.listing(),
            single: Box::new(move |key, remaining| {
                let http = http.within(remaining);
                Box::pin(async move { current(&http, &Address::from(MetaKey::new(key)?)).await })
            }),
            key_of: |instance| instance.meta_key.as_str().map(str::to_owned),
            keys_come_again: true,
            with_key: Error::with_key,
        };
        waiting(&self.http, condition, keys, sources)
    }

    /// Waits until a condition holds for each of many instances, given by their ids. Otherwise as
    /// [`wait_all`](Self::wait_all).
    ///
    /// What settles is named by its id without `ins-`, in which the two spellings of an id differ;
    /// `InstanceId::new(settled.key)?` is what
    /// [`release_instance`](crate::Client::release_instance) takes, in either spelling (documented).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use glows_client::Until;
    ///
    /// let ids = [instance.id];
    /// let mut waiting = client.list_instances().wait_all_ids(ids, Until::running());
    /// while let Some(settled) = waiting.next().await {
    ///     println!("{} {}", settled.key, settled.result.is_ok());
    /// }
    /// # Ok(()) });
    /// ```
    pub fn wait_all_ids(
        self,
        ids: impl IntoIterator<Item = InstanceId>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let ids = ids.into_iter().map(|id| id.bare().to_owned());
        let http = self.http.clone();
        let sources = Sources {
            listing: self.listing(),
            single: Box::new(move |id, remaining| {
                let http = http.within(remaining);
                Box::pin(async move { get_instance(&http, &InstanceId::new(id)?.into()).await })
            }),
            key_of: |instance| Some(instance.id.bare().to_owned()),
            keys_come_again: false,
            with_key: Error::with_id,
        };
        waiting(&self.http, condition, ids, sources)
    }

    fn listing(&self) -> Box<dyn FnMut(Duration) -> gpu_http::PageReader<Instance> + Send> {
        let list = self.clone();
        Box::new(move |remaining| {
            let ends = list.http.clock().monotonic().saturating_add(remaining);
            list.clone().reader(Some(ends))
        })
    }
}

fn waiting(
    http: &Http,
    condition: Condition<Instance>,
    names: impl IntoIterator<Item = String>,
    sources: Sources<Instance>,
) -> WaitingAll<Instance> {
    WaitingAll::new(http.clock().clone(), condition, names, sources)
}
