//! Waiting for many instances with one list per interval.

use std::time::Duration;

use gpu_http::{BoxFuture, Condition, WaitingAll};

use super::{ListInstances, Reading};
use crate::{Error, ErrorCode, Instance, MetaKey, Result};

impl ListInstances {
    /// Waits until a condition holds for each of many instances, given by their meta keys.
    ///
    /// Each interval reads this list once, however many instances are waited for, so give it long
    /// pages ([`per_page`](Self::per_page)). Instances that it does not show, filtered out by
    /// [`statuses`](Self::statuses) for instance, are waited for until the limit.
    ///
    /// ```no_run
    /// # async fn example(client: glows_client::Client, keys: Vec<glows_client::MetaKey>) {
    /// use glows_client::Until;
    ///
    /// let mut waiting = client.list_instances().per_page(50).wait_all(keys, Until::ssh_ready());
    /// while let Some(settled) = waiting.next().await {
    ///     match settled.result {
    ///         Ok(instance) => println!("{} is ready", settled.key),
    ///         Err(error) => println!("{} is not: {error}", settled.key),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn wait_all(
        self,
        keys: impl IntoIterator<Item = MetaKey>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance, ErrorCode> {
        let clock = self.http.clock().clone();
        let keys = keys.into_iter().map(String::from);
        let list = move |left: Duration| -> BoxFuture<'static, Result<Vec<Instance>>> {
            let mut request = self.clone();
            request.http = request.http.with_timeout(left.min(request.http.timeout()));
            Box::pin(readable(request))
        };
        let key_of = |instance: &Instance| {
            instance
                .meta_key
                .get()
                .map_or_else(String::new, ToString::to_string)
        };
        let describe = |instance: &Instance| instance.status_word().to_owned();
        let mark = |error: Error, key: &str| error.with_key(key);
        WaitingAll::new(clock, condition, keys, list, key_of, describe, mark)
    }
}

/// What can be read of the list. A flaw does not matter here: absence is no proof of anything.
async fn readable(request: ListInstances) -> Result<Vec<Instance>> {
    let mut reading = Reading::default();
    let mut instances = Vec::new();
    while !reading.ended() {
        instances.extend(reading.next(&request).await?);
    }
    Ok(instances)
}
