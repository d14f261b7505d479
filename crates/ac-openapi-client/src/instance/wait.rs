//! Waiting for one instance, and for many with a few requests per interval.

use std::time::Duration;

use gpu_http::{Condition, Http, PageReader, Sources, Waiting, WaitingAll};

use super::{Instance, InstanceId, InstanceIds, ListInstances, get_instance};
use crate::Error;

/// Waits for a condition on one instance.
pub(crate) fn wait_until(
    http: Http,
    id: InstanceId,
    condition: Condition<Instance>,
) -> Waiting<Instance> {
    let clock = http.clock().clone();
    let asked = id.clone();
    let probe = move |remaining| get_instance(&http.within(remaining), &asked).send();
    let describe = |instance: &Instance| instance.status_text().to_owned();
    Waiting::new(clock, condition, probe, describe, move |error| error.with_id(id.as_str()))
}

impl ListInstances {
    /// Waits until a condition holds for each of many instances.
    ///
    /// A few are asked for one by one; many are looked for in this list, page by page, so give it long
    /// pages ([`per_page`](Self::per_page)). Instances that are not seen, filtered out by
    /// [`status`](Self::status) for instance, are waited for until the limit. No list is documented:
    /// check that yours shows what the condition looks at.
    ///
    /// The `key` of what [has settled](gpu_http::Settled) is the id's text: [`InstanceId::new`](crate::InstanceId::new) makes
    /// the id of it again.
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
        let clock = self.http.clock().clone();
        let ids: Vec<_> = ids.into().iter().map(|id| id.as_str().to_owned()).collect();
        let (list, http) = (self.clone(), self.http.clone());
        let sources = Sources {
            listing: Box::new(move |remaining: Duration| -> PageReader<Instance> {
                let ends = list.http.clock().monotonic().saturating_add(remaining);
                list.clone().reader(Some(ends))
            }),
            single: Box::new(move |id, remaining| {
                get_instance(&http.within(remaining), &InstanceId::from_known(&id)).send()
            }),
            key_of: |instance| Some(instance.id.clone().into()),
            keys_come_again: false,
            with_key: Error::with_id,
        };
        WaitingAll::new(clock, condition, ids, sources)
    }
}
