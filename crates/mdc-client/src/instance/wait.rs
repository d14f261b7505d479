//! What to wait for, and waiting: for one instance, or for many with a few requests per interval.

use gpu_http::{BoxFuture, Condition, Sources, Verdict, Waiting, WaitingAll};

use super::{Instance, InstanceStatus, ListInstances};
use crate::{Cluster, Error, InstanceName, Result};

const MORE_THAN_SSH: &str = "the SSH command has more in it than user, host and port";

/// Conditions on an instance. They combine by `and`, `or` and `not`. No failed or final state is documented,
/// so none of them gives up because of a status: the wait's limit does.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
/// use mdc_client::Until;
///
/// let ready = Until::ssh_ready().or(Until::running());
/// cluster.wait_until(&instance, ready.or(Until::status("Shutdown"))).await?;
/// let _accepted = cluster.power_off(&instance).await?;
/// cluster.wait_until(&instance, Until::not_running()).await?;
/// # Ok(()) });
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Until;

impl Until {
    /// The status is `Running` (documented). Running is not reachable: see
    /// [`ssh_ready`](Self::ssh_ready) and [`Waiting::reachable`](gpu_http::Waiting::reachable).
    pub fn running() -> Condition<Instance> {
        Self::status(InstanceStatus::Running)
    }

    /// The status is `Running` and the SSH command is there. One walkthrough on the vendor's blog
    /// took about two minutes to get there.
    ///
    /// It gives up at once if the instance runs and its command has more in it than user, host and
    /// port, such as another option: [`Instance::ssh`] never reads that. Wait for
    /// [`running`](Self::running) then, and read the command by [`Servers::get`](crate::Servers::get).
    pub fn ssh_ready() -> Condition<Instance> {
        let has_ssh = Condition::new("SSH access", |instance: &Instance| {
            let is_running = instance.status.get() == Some(&InstanceStatus::Running);
            if is_running && instance.has_more_than_ssh() {
                return Verdict::Never(MORE_THAN_SSH.to_owned());
            }
            met(instance.ssh().is_some())
        });
        Self::running().and(has_ssh)
    }

    /// The status is this one, in the vendor's spelling: for words that the page does not have.
    pub fn status(status: impl Into<InstanceStatus>) -> Condition<Instance> {
        let status = status.into();
        let name = format!("status {status}");
        Condition::new(name, move |instance: &Instance| met(instance.status.get() == Some(&status)))
    }

    /// There is a status, and it is not `Running` or `Creating`: a power-off has begun to take effect. It
    /// may still be shutting down.
    pub fn not_running() -> Condition<Instance> {
        Condition::new("leaving Running", |instance: &Instance| {
            let status = instance.status.get();
            met(status.is_some_and(|status| {
                !matches!(status, InstanceStatus::Running | InstanceStatus::Creating)
            }))
        })
    }
}

fn met(is_met: bool) -> Verdict {
    if is_met { Verdict::Met } else { Verdict::NotYet }
}

impl Cluster {
    /// Waits until a condition of [`Until`](crate::Until) holds: by default for 30 minutes.
    /// Transient errors do not end it. Its error carries the name as `id()` and the last status.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// use mdc_client::Until;
    ///
    /// let ready = cluster
    ///     .wait_until(&instance, Until::ssh_ready())
    ///     .on_progress(|seen| println!("{}", seen.status_text()))
    ///     .await?;
    /// println!("{:?}", ready.ssh());
    /// # Ok(()) });
    /// ```
    pub fn wait_until(
        &self,
        name: impl Into<InstanceName>,
        condition: Condition<Instance>,
    ) -> Waiting<Instance> {
        self.wait(
            name.into(),
            condition,
            |cluster, name| Box::pin(async move { cluster.get_instance(name).await }),
            |instance| instance.status_text().to_owned(),
        )
    }

    pub(crate) fn wait<T: Send + 'static>(
        &self,
        name: InstanceName,
        condition: Condition<T>,
        probe: impl Fn(Self, InstanceName) -> BoxFuture<'static, Result<T>> + Send + 'static,
        describe: fn(&T) -> String,
    ) -> Waiting<T> {
        let (cluster, id) = (self.clone(), name.clone());
        Waiting::new(
            self.http().clock().clone(),
            condition,
            move |ends| probe(cluster.until(ends), name.clone()),
            describe,
            move |error| error.with_id(id.as_str()),
        )
    }
}

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
        let names = names.into_iter().map(Into::<InstanceName>::into).map(String::from);
        let (clock, cluster) = (self.cluster.http().clock().clone(), self.cluster.clone());
        let sources = Sources {
            listing: Box::new(move |ends| self.clone().reader(ends)),
            single: Box::new(move |name, ends| {
                cluster.until(ends).get_instance(InstanceName::from_known(&name)).send()
            }),
            key_of: |instance| Some(instance.name.clone().into()),
            keys_come_again: false,
            with_key: Error::with_id,
        };
        WaitingAll::new(clock, condition, names, sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(status: &str, servers: &str) -> Instance {
        let sent = format!(r#"{{"name":"i","status":"{status}","servers":{{{servers}}}}}"#);
        serde_json::from_str(&sent).unwrap()
    }

    #[test]
    fn each_condition_holds_where_it_should() {
        let ssh = r#""SSH":{"sshAddr":"ssh -p1 root@h"}"#;
        for (status, servers, met) in [
            ("Creating", "", [false, false, false]),
            ("Running", "", [true, false, false]),
            ("Running", ssh, [true, true, false]),
            ("Creating", ssh, [false, false, false]),
            ("Shutting Down", "", [false, false, true]),
            ("", "", [false, false, false]),
        ] {
            let instance = instance(status, servers);
            let all = [Until::running(), Until::ssh_ready(), Until::not_running()];
            assert_eq!(all.map(|one| one.check(&instance) == Verdict::Met), met, "{status}");
        }
    }

    #[test]
    fn a_command_that_will_not_be_read_is_not_waited_for_and_one_half_there_is() {
        let never = Verdict::Never(MORE_THAN_SSH.into());
        for (status, command, verdict) in [
            ("Running", "ssh -J jump root@h", never.clone()),
            ("Running", "ssh -p1 root@h -o X=y", never),
            ("Creating", "ssh -J jump root@h", Verdict::NotYet),
            ("Running", "ssh -p root@h", Verdict::NotYet),
            ("Running", "ssh -p0 root@", Verdict::NotYet),
            ("Running", "pending", Verdict::NotYet),
            ("Running", "--", Verdict::NotYet),
            ("Running", "ssh -p1 root@h", Verdict::Met),
        ] {
            let instance = instance(status, &format!(r#""SSH":{{"sshAddr":"{command}"}}"#));
            assert_eq!(Until::ssh_ready().check(&instance), verdict, "{status} {command}");
        }
        let two = r#""a":{"sshAddr":"ssh -J j root@h"},"b":{"sshAddr":"ssh root@h"}"#;
        assert_eq!(Until::ssh_ready().check(&instance("Running", two)), Verdict::Met);
    }
}
