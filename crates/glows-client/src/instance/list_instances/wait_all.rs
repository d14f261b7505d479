//! Waiting for many instances with one list per interval.

use std::time::Duration;

use gpu_http::{BoxFuture, Condition, WaitingAll};

use super::{ListInstances, Reading};
use crate::{Error, Instance, InstanceId, MetaKey, Result};

impl ListInstances {
    /// Waits until a condition holds for each of many instances, given by their meta keys.
    ///
    /// Each interval reads this list once, however many instances are waited for, so give it long
    /// pages ([`per_page`](Self::per_page)). Instances that it does not show, filtered out by
    /// [`statuses`](Self::statuses) for instance, are waited for until the limit, and so are those
    /// that it shows without their key: [`wait_all_ids`](Self::wait_all_ids) finds these.
    ///
    /// What settles is named by its key, as a text: `MetaKey::new(settled.key)?` is what
    /// [`release_instance`](crate::Client::release_instance) takes.
    ///
    /// ```no_run
    /// # async fn example(client: glows_client::Client, keys: Vec<glows_client::MetaKey>)
    /// # -> glows_client::Result<()> {
    /// use glows_client::{MetaKey, Until};
    ///
    /// let mut to_release = Vec::new();
    /// let mut waiting = client.list_instances().per_page(50).wait_all(keys, Until::ssh_ready());
    /// while let Some(settled) = waiting.next().await {
    ///     match settled.result {
    ///         Ok(instance) => println!("{} is ready", instance.id),
    ///         Err(error) => {
    ///             println!("{} is not: {error}", settled.key);
    ///             to_release.push(MetaKey::new(settled.key)?);
    ///         }
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_all(
        self,
        keys: impl IntoIterator<Item = MetaKey>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let keys = keys.into_iter().map(String::from);
        let key_of = |instance: &Instance| {
            let key = instance.meta_key.get();
            key.map_or_else(String::new, ToString::to_string)
        };
        self.waiting(keys, key_of, condition, Error::with_key)
    }

    /// Waits until a condition holds for each of many instances, given by their ids. Otherwise as
    /// [`wait_all`](Self::wait_all).
    ///
    /// What settles is named by its id without `ins-`, in which the two spellings of an id differ;
    /// `InstanceId::new(settled.key)?` is what
    /// [`release_instance`](crate::Client::release_instance) takes, in either spelling (documented).
    pub fn wait_all_ids(
        self,
        ids: impl IntoIterator<Item = InstanceId>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let ids = ids.into_iter().map(|id| id.bare().to_owned());
        let id_of = |instance: &Instance| instance.id.bare().to_owned();
        self.waiting(ids, id_of, condition, Error::with_id)
    }

    fn waiting(
        self,
        names: impl IntoIterator<Item = String>,
        name_of: fn(&Instance) -> String,
        condition: Condition<Instance>,
        mark: fn(Error, &str) -> Error,
    ) -> WaitingAll<Instance> {
        let clock = self.http.clock().clone();
        let list = move |left: Duration| -> BoxFuture<'static, Result<Vec<Instance>>> {
            let mut request = self.clone();
            request.http = request.http.with_timeout(left.min(request.http.timeout()));
            Box::pin(readable(request))
        };
        let describe = |instance: &Instance| instance.status_word().to_owned();
        WaitingAll::new(clock, condition, names, list, name_of, describe, mark)
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
