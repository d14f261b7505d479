//! Waiting for an instance to be what one needs, and for many with a few requests per interval.

use gpu_http::{Condition, Sources, Verdict, Waiting, WaitingAll};

use super::{Instance, ListInstances, Status};
use crate::{Address, Client, Error, InstanceId, MetaKey, Result};

/// Conditions on an instance. They combine with [`and`](Condition::and), [`or`](Condition::or) and
/// [`not`](Condition::not).
///
/// A wait for one that needs the instance alive ends at once when its status is `Releasing` or `Released`,
/// the web console's words (that the API uses them is inferred).
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
/// use glows_client::{Status, Until};
///
/// let ready = Until::ssh_ready().or(Until::http_ready(8888)).or(Until::running());
/// client.wait_until(&instance, ready.or(Until::status(Status::from("Starting")))).await?;
/// # Ok(()) });
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Until;

impl Until {
    /// Its status is `Running`: it is billed from now on. Running is not reachable.
    pub fn running() -> Condition<Instance> {
        while_alive("running", Instance::is_running)
    }

    /// It runs and its login has an address ([`Instance::ssh`]). To wait until something answers there, add
    /// `.reachable(Instance::ssh_address)` to the wait.
    pub fn ssh_ready() -> Condition<Instance> {
        while_alive("an SSH address", |instance| instance.is_running() && instance.ssh().is_some())
    }

    /// It runs and a port *inside* it has a web address.
    pub fn http_ready(inner_port: u16) -> Condition<Instance> {
        while_alive(format!("a web address of port {inner_port}"), move |instance| {
            instance.is_running() && instance.http_url(inner_port).is_some()
        })
    }

    /// Its status is this one. For words that this crate does not know.
    pub fn status(status: Status) -> Condition<Instance> {
        Condition::new(format!("status {status}"), move |instance: &Instance| {
            match instance.status.get() {
                Some(seen) if *seen == status => Verdict::Met,
                _ => Verdict::NotYet,
            }
        })
    }
}

fn while_alive(
    name: impl Into<String>,
    holds: impl Fn(&Instance) -> bool + Send + Sync + 'static,
) -> Condition<Instance> {
    Condition::new(name, move |instance: &Instance| {
        if holds(instance) {
            Verdict::Met
        } else if instance.is_beyond_use() {
            Verdict::Never(format!("status {} is final", instance.status_text()))
        } else {
            Verdict::NotYet
        }
    })
}

impl Client {
    /// Waits until a condition on an instance holds: see [`Until`](crate::Until). Gives up after 30 minutes,
    /// or its `limit`, with an error that has the last status and the address.
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
        let (client, address) = (self.clone(), address.into());
        let asked = address.clone();
        Waiting::new(
            self.http.clock().clone(),
            condition,
            move |ends| {
                let (client, address) = (client.until(ends), asked.clone());
                Box::pin(async move { client.current(&address).await })
            },
            |instance| instance.status_text().to_owned(),
            move |error| address.mark(error),
        )
    }
}

impl ListInstances {
    /// Waits until a condition holds for each of many instances, given by their meta keys. What settles is
    /// named by its key, as a text.
    ///
    /// A few are asked for one by one; many are looked for in this list, page by page, so give it long
    /// pages ([`per_page`](Self::per_page)). Instances that are not seen, filtered out by
    /// [`statuses`](Self::statuses) for instance, are waited for until the limit. Of a key that was
    /// used again the instance that lives counts.
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
    /// let ids = client.list_instances().await?.instances.into_iter().map(|one| one.id);
    /// let ended = client.list_instances().wait_all_ids(ids, Until::running()).await;
    /// # Ok(()) });
    /// ```
    pub fn wait_all(
        self,
        keys: impl IntoIterator<Item = MetaKey>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let keys = keys.into_iter().map(String::from);
        self.waiting(keys, condition, |key| Ok(MetaKey::new(key)?.into()), true)
    }

    /// As [`wait_all`](Self::wait_all), for instances given by their ids. What settles is named by its id
    /// without `ins-`, in which the two spellings of an id differ.
    pub fn wait_all_ids(
        self,
        ids: impl IntoIterator<Item = InstanceId>,
        condition: Condition<Instance>,
    ) -> WaitingAll<Instance> {
        let ids = ids.into_iter().map(|id| id.bare().to_owned());
        self.waiting(ids, condition, |id| Ok(InstanceId::new(id)?.into()), false)
    }

    /// Waits for instances by the texts of their keys or ids, which `address` reads.
    fn waiting(
        self,
        names: impl IntoIterator<Item = String>,
        condition: Condition<Instance>,
        address: fn(String) -> Result<Address>,
        are_keys: bool,
    ) -> WaitingAll<Instance> {
        let (clock, client) = (self.client.http.clock().clone(), self.client.clone());
        let sources = Sources {
            listing: Box::new(move |ends| self.clone().reader(Some(ends))),
            single: Box::new(move |name, ends| {
                let client = client.until(ends);
                Box::pin(async move { client.current(&address(name)?).await })
            }),
            key_of: if are_keys {
                |one| one.meta_key.as_str().map(str::to_owned)
            } else {
                |one| Some(one.id.bare().to_owned())
            },
            keys_come_again: are_keys,
            with_key: if are_keys { Error::with_key } else { Error::with_id },
        };
        WaitingAll::new(clock, condition, names, sources)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_condition_holds_where_it_should() {
        let both = json!([
            {"protocol": "ssh", "listenPort": 22, "url": "ssh://h.example:1"},
            {"protocol": "http", "listenPort": 80, "url": "https://h.example:2"},
        ]);
        for (status, accesses, met) in [
            ("Running", &both, [true, true, true, false]),
            ("Running", &json!([]), [true, false, false, false]),
            ("SchedQueued", &both, [false, false, false, true]),
        ] {
            let sent = json!({"instanceID": "a", "status": status, "accesses": accesses});
            let instance: Instance = serde_json::from_value(sent).unwrap();
            let queued = Until::status(Status::SchedQueued);
            let all = [Until::running(), Until::ssh_ready(), Until::http_ready(80), queued];
            assert_eq!(all.map(|one| one.check(&instance) == Verdict::Met), met, "{status}");
        }
    }
}
