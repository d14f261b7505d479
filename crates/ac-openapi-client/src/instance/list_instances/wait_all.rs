//! Waiting for many instances with one list per interval.

use std::time::Duration;

use gpu_http::{BoxFuture, Condition, WaitingAll};

use super::ListInstances;
use crate::instance::{Instance, InstanceIds};
use crate::reading::Reading;
use crate::{Error, Result};

impl ListInstances {
    /// Waits until a condition holds for each of many instances.
    ///
    /// Each interval reads this list once, however many instances are waited for, so give it long
    /// pages ([`limit`](Self::limit)). Instances that it does not show, filtered out by
    /// [`status`](Self::status) for instance, are waited for until the limit. No list is documented:
    /// check that yours shows what the condition looks at.
    ///
    /// The `key` of what [has settled](gpu_http::Settled) is the id's text: [`InstanceId::new`](crate::InstanceId::new) makes
    /// the id of it again.
    ///
    /// ```no_run
    /// # async fn example(client: ac_openapi_client::Client, ids: ac_openapi_client::InstanceIds) {
    /// use ac_openapi_client::Until;
    ///
    /// let mut waiting = client.list_instances().limit(100).wait_all(ids, Until::running());
    /// while let Some(settled) = waiting.next().await {
    ///     match settled.result {
    ///         Ok(instance) => println!("{} runs", instance.id),
    ///         Err(error) => println!("{} does not: {error}", settled.key),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn wait_all(
        self,
        ids: impl Into<InstanceIds>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let clock = self.http.clock().clone();
        let ids: Vec<_> = ids.into().iter().map(ToString::to_string).collect();
        let list = move |left: Duration| -> BoxFuture<'static, Result<Vec<Instance>>> {
            let mut request = self.clone();
            request.http = request.http.with_timeout(left.min(request.http.timeout()));
            Box::pin(readable(request))
        };
        let key_of = |instance: &Instance| instance.id.to_string();
        let mark = |error: Error, id: &str| error.with_id(id);
        WaitingAll::new(
            clock,
            condition,
            ids,
            list,
            key_of,
            Instance::status_text,
            mark,
        )
    }
}

/// What can be read of the list. A flaw does not matter here: absence is no proof of anything.
async fn readable(request: ListInstances) -> Result<Vec<Instance>> {
    let mut reading = Reading::from(request.filter.start);
    let mut instances = Vec::new();
    while !reading.ended() {
        let page = request.clone().fetch(reading.start()).await?;
        instances.extend(reading.take(page));
    }
    Ok(instances)
}
