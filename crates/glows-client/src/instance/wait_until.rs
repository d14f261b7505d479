//! Waiting for an instance to be what one needs: small conditions that combine.

use gpu_http::{BoxFuture, Condition, Http, Verdict, Waiting};

use super::Status;
use super::find_instance::current;
use crate::{Address, Instance, Result};

/// Conditions on an instance for [`Client::wait_until`](crate::Client::wait_until). They combine
/// with [`and`](Condition::and), [`or`](Condition::or) and [`not`](Condition::not).
///
/// Those that need the instance alive are hopeless once its status is `Releasing` or `Released`,
/// the web console's words (that the API uses them is inferred). The wait then ends at once.
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
    #[must_use]
    pub fn running() -> Condition<Instance> {
        while_alive("running", Instance::is_running)
    }

    /// It runs and its login has an address ([`Instance::ssh`] tells which port is taken for the
    /// login). That something answers there is another matter: add
    /// `.reachable(Instance::ssh_address)` to the wait.
    #[must_use]
    pub fn ssh_ready() -> Condition<Instance> {
        while_alive("an SSH address", |instance| instance.is_running() && instance.ssh().is_some())
    }

    /// It runs and a port *inside* it has a web address.
    #[must_use]
    pub fn http_ready(inner_port: u16) -> Condition<Instance> {
        while_alive(format!("a web address of port {inner_port}"), move |instance| {
            instance.is_running() && instance.http_url(inner_port).is_some()
        })
    }

    /// Its status is this one. For words that this crate does not know.
    #[must_use]
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

pub(crate) fn wait_until(
    http: Http,
    address: Address,
    condition: Condition<Instance>,
) -> Waiting<Instance> {
    let clock = http.clock().clone();
    let asked = address.clone();
    let probe = move |remaining| -> BoxFuture<'static, Result<Instance>> {
        let (http, address) = (http.within(remaining), asked.clone());
        Box::pin(async move { current(&http, &address).await })
    };
    let describe = |instance: &Instance| instance.status_text().to_owned();
    Waiting::new(clock, condition, probe, describe, move |error| address.mark(error))
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
