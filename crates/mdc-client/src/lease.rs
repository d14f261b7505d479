//! What a lease needs of MatrixDC: see [`gpu_lease`].

use std::time::Duration;

use gpu_http::{BoxFuture, Lookup, fingerprint};
use gpu_lease::{Accepted, Account, EndedBy, Listing, Machine, Phase, Terms, Vendor};

use crate::{Cluster, CreateInstance, DisplayName, Instance, InstanceName, InstanceStatus, Result};

/// The lease makes the display name: that of the order is replaced. All prices are inferred.
impl Vendor for Cluster {
    type Order = CreateInstance;

    fn account(&self) -> Account {
        Account {
            vendor: "mdc",
            place: format!("{} {}", self.http().base_url(), self.name()),
            fingerprint: fingerprint([self.client.user_id.as_str().as_bytes()]),
        }
    }

    async fn terms(
        &self,
        order: &CreateInstance,
        _max_time: Option<Duration>,
        with_price: bool,
    ) -> Result<Terms> {
        order.check()?;
        let ended_by = match order.plan.term() {
            Some(_) => EndedBy::Term,
            None => EndedBy::Nobody,
        };
        let price = if with_price { order.price().await? } else { None };
        Ok(Terms { price, ended_by })
    }

    async fn create(
        &self,
        order: &CreateInstance,
        key: &str,
        _max_time: Option<Duration>,
    ) -> Result<Machine> {
        let mut order = order.clone();
        order.display_name = DisplayName::made_unique(key).map_err(Into::into);
        Ok(machine(key, &order.await?))
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Lookup<Machine>>> {
        Box::pin(async move {
            let found = self.find_instance(&DisplayName::made_unique(key)?).await?;
            Ok(found.map_first(|one| machine(key, one)))
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Listing>> {
        Box::pin(async move {
            let list = self.list_instances().reader(self.http().ends());
            Listing::read(list.into_stream(), prefix, |one| &one.display_name, machine).await
        })
    }

    fn give_back<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Accepted>> {
        Box::pin(async move {
            let id: InstanceName = machine.id.parse()?;
            let accepted = self.delete_instance(id).await;
            accepted.map(|_| Accepted::Release)
        })
    }
}

fn machine(key: &str, instance: &Instance) -> Machine {
    let phase = match instance.status.get() {
        Some(InstanceStatus::Running) => Phase::Running,
        Some(InstanceStatus::Creating) => Phase::Starting,
        _ => Phase::Unknown,
    };
    Machine::new(key, instance.name.as_str(), instance.status_text(), phase)
        .at(instance.ssh())
        .costs(instance.inferred_price_from_fen())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_its_status_says_for_certain_is_concluded() {
        for (status, phase) in [
            ("Creating", Phase::Starting),
            ("Running", Phase::Running),
            ("Shutdown", Phase::Unknown),
            ("", Phase::Unknown),
        ] {
            let sent = serde_json::json!({"name": "a", "status": status});
            assert_eq!(machine("key", &serde_json::from_value(sent).unwrap()).phase, phase);
        }
    }
}
