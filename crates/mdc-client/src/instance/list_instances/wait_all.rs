//! Waiting for many instances with one list per interval.

use std::time::Duration;

use gpu_http::{BoxFuture, Condition, WaitingAll};

use super::ListInstances;
use super::unlisted::Unlisted;
use crate::{Error, Instance, InstanceName, Result};

impl ListInstances {
    /// Waits until a condition holds for each of many instances of the cluster.
    ///
    /// Each interval reads this list once, however many instances are waited for. If the list may
    /// lack some, because more pages exist or an entry cannot be read, those that are waited for
    /// and not on it are read one by one: up to 16 at each look, the others at the next. One that
    /// is neither on the list nor can be read by its name is waited for until the limit.
    ///
    /// ```no_run
    /// # async fn example(cluster: mdc_client::Cluster, instances: Vec<mdc_client::Instance>) {
    /// use mdc_client::Until;
    ///
    /// let mut waiting = cluster.list_instances().wait_all(&instances, Until::ssh_ready());
    /// while let Some(settled) = waiting.next().await {
    ///     match settled.result {
    ///         Ok(instance) => println!("{} is ready", instance.name),
    ///         Err(error) => println!("{} is not: {error}", settled.key),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn wait_all(
        self,
        names: impl IntoIterator<Item = impl Into<InstanceName>>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let clock = self.cluster.http.clock().clone();
        let names: Vec<InstanceName> = names.into_iter().map(Into::into).collect();
        let keys: Vec<String> = names.iter().map(ToString::to_string).collect();
        let unlisted = Unlisted::new(names, condition.clone());
        let list = move |left: Duration| -> BoxFuture<'static, Result<Vec<Instance>>> {
            Box::pin(look(self.clone(), unlisted.clone(), left))
        };
        let name_of = |instance: &Instance| instance.name.to_string();
        let describe = |instance: &Instance| instance.status_text().to_owned();
        let mark = |error: Error, name: &str| error.with_id(name);
        WaitingAll::new(clock, condition, keys, list, name_of, describe, mark)
    }
}

/// One look: the list, and if it is not whole, those that it may lack.
async fn look(request: ListInstances, unlisted: Unlisted, left: Duration) -> Result<Vec<Instance>> {
    let clock = request.cluster.http.clock().clone();
    let ends = clock.monotonic().saturating_add(left);
    let list = request.clone().within(left).await?;
    let reason = list.incomplete_because();
    let mut seen: Vec<Instance> = list.into_iter().collect();
    if let Some(reason) = reason {
        // Not all of what is left: what the list told must not be lost to a read that hangs.
        let half = ends.saturating_sub(clock.monotonic()) / 2;
        unlisted.read(&request, &mut seen, &reason, half).await?;
    }
    unlisted.settle(&seen);
    Ok(seen)
}
