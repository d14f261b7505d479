//! Waiting for many instances with one list per interval.

use std::time::Duration;

use gpu_http::{BoxFuture, Condition, WaitingAll};

use super::ListInstances;
use crate::{Error, Instance, InstanceName, Result};

impl ListInstances {
    /// Waits until a condition holds for each of many instances of the cluster.
    ///
    /// Each interval reads this list once, however many instances are waited for. Instances that it
    /// does not show, on a page behind the first for instance, are waited for until the limit: wait
    /// for those one by one, with [`Cluster::wait_until`](crate::Cluster::wait_until).
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
        let clock = self.http.clock().clone();
        let names = names.into_iter().map(|name| name.into().to_string());
        let list = move |left: Duration| -> BoxFuture<'static, Result<Vec<Instance>>> {
            let mut request = self.clone();
            request.http = request.http.with_timeout(left.min(request.http.timeout()));
            Box::pin(async move { Ok(request.await?.into_iter().collect()) })
        };
        let name_of = |instance: &Instance| instance.name.to_string();
        let describe = |instance: &Instance| instance.status_text().to_owned();
        let mark = |error: Error, name: &str| error.with_id(name);
        WaitingAll::new(clock, condition, names, list, name_of, describe, mark)
    }
}
