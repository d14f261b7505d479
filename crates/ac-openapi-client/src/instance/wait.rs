//! Waiting for one instance, and for many with a few requests per interval; and what to wait for.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use gpu_http::{Condition, Sources, Verdict, Waiting, WaitingAll};

use super::{Instance, InstanceId, InstanceIds, ListInstances, Phase};
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

/// What to wait for with [`Client::wait_until`](crate::Client::wait_until). Conditions combine with
/// `and`, `or` and `not`.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
/// use ac_openapi_client::Until;
///
/// client.wait_until(&instance, Until::running()).await?;
/// let ready = Until::ssh_ready().or(Until::addressed_ports(2));
/// client.wait_until(&instance, ready).await?;
/// let _accepted = client.stop_instances(&instance).await?;
/// client.wait_until(&instance, Until::ended()).await?;
/// let _accepted = client.restart_instance(&instance).await?;
/// client.wait_until(&instance, Until::restarted()).await?;
/// # Ok(()) });
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Until;

impl Until {
    /// The instance runs. It cannot be met once it has ended.
    pub fn running() -> Condition<Instance> {
        Condition::new("running", |instance: &Instance| match instance.phase() {
            Phase::Running => Verdict::Met,
            Phase::Ended => Verdict::Never(format!("it is {}", instance.status_text())),
            Phase::Pending | Phase::Unknown => Verdict::NotYet,
        })
    }

    /// The instance runs, and a published port has the address of an SSH login. It cannot be met once it
    /// has ended, nor by an instance without such a port. See [`Instance::ssh`].
    pub fn ssh_ready() -> Condition<Instance> {
        Self::running().and(once("ready for SSH", |instance| instance.ssh().is_some()))
    }

    /// The instance runs, has at least this many published ports, and every one has its address. Ask for as
    /// many as were ordered: nobody has published whether the service shows them all at once.
    ///
    /// An instance without a port meets this with 0 only. It cannot be met once it has ended.
    pub fn addressed_ports(count: usize) -> Condition<Instance> {
        Self::running().and(once("addressed", move |instance| has_addresses(instance, count)))
    }

    /// The instance runs again after a restart. That it is still shown as ended is no end of the
    /// wait until it was seen on its way: the service accepts a restart before it acts on it.
    ///
    /// The condition remembers what it has seen of each instance, and its clones share that: make a
    /// new one for the next restart.
    pub fn restarted() -> Condition<Instance> {
        let left = Mutex::new(HashSet::<String>::new());
        Condition::new("running again", move |instance: &Instance| {
            let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
            match instance.phase() {
                Phase::Running => Verdict::Met,
                Phase::Ended if left.contains(instance.id.as_str()) => {
                    Verdict::Never(format!("it is {} again", instance.status_text()))
                }
                Phase::Ended => Verdict::NotYet,
                Phase::Pending | Phase::Unknown => {
                    left.insert(instance.id.as_str().to_owned());
                    Verdict::NotYet
                }
            }
        })
    }

    /// The instance has completed, failed or been stopped.
    pub fn ended() -> Condition<Instance> {
        once("ended", |instance| instance.phase() == Phase::Ended)
    }
}

/// A condition that can still be met as long as it is not.
fn once(
    name: &'static str,
    holds: impl Fn(&Instance) -> bool + Send + Sync + 'static,
) -> Condition<Instance> {
    Condition::new(
        name,
        move |instance| {
            if holds(instance) { Verdict::Met } else { Verdict::NotYet }
        },
    )
}

/// Whether all published ports, and at least this many, have their addresses. A port that cannot be
/// read may be one without.
fn has_addresses(instance: &Instance, count: usize) -> bool {
    let Some(ports) = instance.ports.get() else {
        return count == 0 && instance.ports.unreadable().is_none();
    };
    let all = ports.iter().all(|port| port.access_url.is_set());
    all && ports.bad().is_empty() && ports.len() >= count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(status: &str, ports: &str) -> Instance {
        let json = format!(r#"{{"id":"a","status":"{status}","containerPortInfoList":{ports}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    fn verdict(condition: &Condition<Instance>, status: &str) -> char {
        let ports = r#"[{"accessUrl":"http://h/x"}]"#;
        match condition.check(&instance(status, ports)) {
            Verdict::Met => 'm',
            Verdict::NotYet => '.',
            _ => 'x',
        }
    }

    #[test]
    fn each_status_is_judged() {
        let words = ["Waiting", "Deploying", "Running", "Completed", "Failed", "Terminated", "Odd"];
        for (condition, verdicts) in [
            (Until::running(), "..mxxx."),
            (Until::addressed_ports(1), "..mxxx."),
            (Until::ssh_ready(), "...xxx."),
            (Until::ended(), "...mmm."),
        ] {
            let judged: String = words.iter().map(|word| verdict(&condition, word)).collect();
            assert_eq!(judged, verdicts, "{}", condition.name());
        }
    }

    #[test]
    fn running_without_addresses_is_not_addressed() {
        let two = r#"[{"accessUrl":"http://h/x"},{"accessUrl":"http://h/y"}]"#;
        for (ports, at_least) in [
            ("[]", [true, false, false]),
            ("null", [true, false, false]),
            ("7", [false, false, false]),
            (r#"[{"accessUrl":""}]"#, [false, false, false]),
            (r#"[{"accessUrl":"http://h/x"},{}]"#, [false, false, false]),
            (r#"[{"accessUrl":"http://h/x"},7]"#, [false, false, false]),
            (r#"[{"accessUrl":"http://h/x"}]"#, [true, true, false]),
            (two, [true, true, true]),
        ] {
            let instance = instance("Running", ports);
            for (count, met) in at_least.into_iter().enumerate() {
                let verdict = Until::addressed_ports(count).check(&instance);
                assert_eq!(verdict == Verdict::Met, met, "{count} of {ports}");
            }
        }
    }

    #[test]
    fn a_login_is_a_port_that_is_not_http_and_has_such_an_address() {
        for (port, met) in [
            (r#""accessUrl":"ssh -p 30022 root@h""#, true),
            (r#""accessUrl":"h:30022","protocolType":"SSH""#, true),
            (r#""accessUrl":"h:30080","protocolType":"HTTP""#, false),
            (r#""accessUrl":"http://h/x","protocolType":"SSH""#, false),
            (r#""accessUrl":"","protocolType":"SSH""#, false),
        ] {
            let instance = instance("Running", &format!("[{{{port}}}]"));
            assert_eq!(Until::ssh_ready().check(&instance) == Verdict::Met, met, "{port}");
            let address = met.then(|| ("h".to_owned(), 30022));
            assert_eq!(instance.ssh_address(), address, "{port}");
        }
    }

    #[test]
    fn the_address_is_that_of_the_first_port_that_has_one() {
        let ports = r#"[{"accessUrl":""},{"accessUrl":"http://h:30080/x"},{"accessUrl":"g:1"}]"#;
        let address = instance("Running", ports).address();
        assert_eq!(address, Some(("h".to_owned(), 30080)));
    }

    #[test]
    fn a_restart_may_be_slow_to_begin_but_not_fail() {
        let condition = Until::restarted();
        let words = ["Terminated", "Terminated", "Waiting", "Running", "Failed"];
        let judged: String = words.iter().map(|word| verdict(&condition, word)).collect();
        assert_eq!(judged, "...mx");
    }
}
