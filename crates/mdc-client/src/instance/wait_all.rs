//! Waiting for many instances with a few requests per interval.

use gpu_http::{Condition, Sources, WaitingAll};

use super::get_instance;
use crate::{Error, Instance, InstanceName, ListInstances};

impl ListInstances {
    /// Waits until a condition holds for each of many instances of the cluster.
    ///
    /// One alone is read by its name; for more each interval reads this list once. If the list is not
    /// whole, because more pages exist or an entry cannot be read, those that are waited for and not
    /// on it are read one by one: up to 16 at each probe, the others at the next. One that is neither
    /// on the list nor can be read by its name is waited for until the limit.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// use mdc_client::Until;
    ///
    /// let instances = [instance];
    /// let mut waiting = cluster.list_instances().wait_all(&instances, Until::ssh_ready());
    /// while let Some(settled) = waiting.next().await {
    ///     match settled.result {
    ///         Ok(instance) => println!("{} is ready", instance.name),
    ///         Err(error) => println!("{} is not: {error}", settled.key),
    ///     }
    /// }
    /// # Ok(()) });
    /// ```
    pub fn wait_all(
        self,
        names: impl IntoIterator<Item = impl Into<InstanceName>>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let clock = self.cluster.http.clock().clone();
        let names = names.into_iter().map(Into::<InstanceName>::into).map(String::from);
        let (list, cluster) = (self.clone(), self.cluster.clone());
        let sources = Sources {
            listing: Box::new(move |ends| list.clone().reader(ends)),
            single: Box::new(move |name, ends| {
                let cluster = cluster.until(ends);
                Box::pin(
                    async move { get_instance(&cluster, InstanceName::from_known(&name)).await },
                )
            }),
            key_of: |instance| Some(instance.name.clone().into()),
            keys_come_again: false,
            with_key: Error::with_id,
        };
        WaitingAll::new(clock, condition, names, sources)
    }
}
