//! What a lease needs of Glows.ai: see [`gpu_lease`].

use std::time::Duration;

use gpu_http::{BoxFuture, Lookup};
use gpu_lease::{Accepted, Account, EndedBy, Listing, Machine, Phase, Terms, Vendor};

use crate::{Client, CreateInstance, Instance, InstanceId, MetaKey, Result};

/// The lease makes the key: that of the order is replaced. Prices are inferred and come only once the
/// machine runs, so a lease with a limit in money needs
/// [`assume_rate`](gpu_lease::LeaseRequest::assume_rate).
impl Vendor for Client {
    type Order = CreateInstance;

    fn account(&self) -> Account {
        Account {
            vendor: "glows",
            place: self.http.base_url().to_string(),
            fingerprint: self.http.credentials_fingerprint(),
        }
    }

    async fn terms(
        &self,
        order: &CreateInstance,
        _max_time: Option<Duration>,
        _with_price: bool,
    ) -> Result<Terms> {
        order.check()?;
        let ended_by = match order.cmd {
            Some(_) => EndedBy::Machine,
            None => EndedBy::Nobody,
        };
        Ok(Terms { price: None, ended_by })
    }

    async fn create(
        &self,
        order: &CreateInstance,
        key: &str,
        _max_time: Option<Duration>,
    ) -> Result<Machine> {
        let mut order = order.clone();
        order.meta_key = MetaKey::made_unique(key).map_err(Into::into);
        Ok(machine(key, &order.await?))
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Lookup<Machine>>> {
        Box::pin(async move {
            let found = self.find_instance(MetaKey::made_unique(key)?).await?;
            Ok(found.map_first(|one| machine(key, one)))
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Listing>> {
        Box::pin(async move {
            let list = self.list_instances().per_page(100).stream();
            Listing::read(list, prefix, |one| &one.meta_key, machine).await
        })
    }

    fn give_back<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Accepted>> {
        Box::pin(async move {
            let id: InstanceId = machine.id.parse()?;
            let accepted = self.release_instance(id).await;
            accepted.map(|_| Accepted::Release)
        })
    }
}

fn machine(key: &str, instance: &Instance) -> Machine {
    let phase = match instance {
        _ if instance.is_running() => Phase::Running,
        _ if instance.has_ended() => Phase::Ended,
        _ if instance.is_billing() == Some(false) => Phase::Starting,
        _ => Phase::Unknown,
    };
    Machine::new(key, instance.id.as_str(), instance.status_text(), phase)
        .at(instance.ssh())
        .costs(instance.price())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_its_status_says_for_certain_is_concluded() {
        for (status, phase, bills) in [
            ("SchedQueued", Phase::Starting, Some(false)),
            ("Running", Phase::Running, Some(true)),
            ("Released", Phase::Ended, Some(false)),
            ("Releasing", Phase::Unknown, None),
            ("Paused", Phase::Unknown, None),
        ] {
            let sent = serde_json::json!({"instanceID": "a", "status": status});
            let instance: Instance = serde_json::from_value(sent).unwrap();
            assert_eq!((machine("key", &instance).phase, instance.is_billing()), (phase, bills));
            assert_eq!(instance.status_text(), status);
        }
    }
}
