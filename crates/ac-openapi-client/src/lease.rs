//! What a lease needs of AC OpenAPI: see [`gpu_lease`].

use std::time::Duration;

use gpu_http::{BoxFuture, Lookup, fingerprint};
use gpu_lease::{Accepted, Account, EndedBy, Listing, Machine, Phase, Terms, Vendor};

use crate::{
    Client, CreateInstance, Instance, InstanceId, InstanceName, Phase as Stage, Result,
    TimeoutLimit,
};

/// The lease makes the name, and its time sets `timeoutLimit`: those of the order are replaced. No price
/// is told, so a lease with a limit in money needs
/// [`assume_rate`](gpu_lease::LeaseRequest::assume_rate).
impl Vendor for Client {
    type Order = CreateInstance;

    fn account(&self) -> Account {
        let user = self.center().and_then(|center| center.cluster_user_info.get());
        let user = user.and_then(|user| user.user_name.as_str()).unwrap_or_default();
        Account {
            vendor: "ac",
            place: self.http.base_url().to_string(),
            fingerprint: fingerprint([user.as_bytes()]),
        }
    }

    async fn terms(
        &self,
        order: &CreateInstance,
        max_time: Option<Duration>,
        _with_price: bool,
    ) -> Result<Terms> {
        order.check()?;
        let ended_by = match limit(order, max_time).limit() {
            Some(limit) => EndedBy::Vendor(limit),
            None => EndedBy::Nobody,
        };
        Ok(Terms { price: None, ended_by })
    }

    async fn create(
        &self,
        order: &CreateInstance,
        key: &str,
        max_time: Option<Duration>,
    ) -> Result<Machine> {
        let mut order = order.clone();
        order.instance.timeout_limit = limit(&order, max_time);
        order.instance.name = InstanceName::made_unique(key)?;
        let created = order.await?;
        Ok(Machine::new(key, created.id.as_str(), "created", Phase::Starting))
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Lookup<Machine>>> {
        Box::pin(async move {
            let name = InstanceName::made_unique(key)?;
            let found = self.find_instance(&name).await?;
            Ok(found.map_first(|one| machine(key, one)))
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Listing>> {
        Box::pin(async move {
            Listing::read(
                self.list_instances().per_page(100).stream(),
                prefix,
                |one| &one.name,
                machine,
            )
            .await
        })
    }

    /// A machine is stopped first, and deleted once it has ended, or at once if nobody knows its state:
    /// that may be the end.
    fn give_back<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Accepted>> {
        Box::pin(async move {
            let id: InstanceId = machine.id.parse()?;
            let is_stopped = machine.phase != Phase::Stopped && self.stops(&id).await?;
            if is_stopped && machine.phase != Phase::Unknown {
                return Ok(Accepted::Preparation);
            }
            match self.delete_instances(&id).await {
                Err(error) if !is_stopped => Err(error),
                deleted => Ok(deleted.map_or(Accepted::Preparation, |_| Accepted::Release)),
            }
        })
    }
}

/// The time after which the service stops the machine: the order's own or the lease's, whichever is shorter.
fn limit(order: &CreateInstance, max_time: Option<Duration>) -> TimeoutLimit {
    let own = order.instance.timeout_limit.limit();
    let shorter = own.into_iter().chain(max_time).min();
    shorter.map_or(TimeoutLimit::Unlimited, TimeoutLimit::After)
}

fn machine(key: &str, instance: &Instance) -> Machine {
    let phase = match instance.phase() {
        Stage::Pending => Phase::Starting,
        Stage::Running => Phase::Running,
        Stage::Ended => Phase::Stopped,
        Stage::Unknown => Phase::Unknown,
    };
    Machine::new(key, instance.id.as_str(), instance.status_text(), phase).at(instance.ssh())
}

#[cfg(test)]
mod tests {
    use wiremock::matchers::method;
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    /// What the service accepted of a machine in this phase, whose stop it answers like this.
    async fn given_back(phase: Phase, code: &str) -> Result<Accepted> {
        let server = MockServer::start().await;
        for (verb, code) in [("POST", code), ("DELETE", "0")] {
            let body = format!(r#"{{"code":"{code}","data":null}}"#);
            let answer = ResponseTemplate::new(200).set_body_string(body);
            Mock::given(method(verb)).respond_with(answer).mount(&server).await;
        }
        let client = Client::builder("token", server.uri()).build().unwrap();
        let machine = Machine::new("key", "a", "a status", phase);
        Vendor::give_back(&client, &machine).await
    }

    #[tokio::test]
    async fn one_that_runs_is_deleted_only_if_it_cannot_be_stopped() {
        for (phase, stop, accepted) in [
            (Phase::Running, "0", Some(Accepted::Preparation)),
            (Phase::Running, "716867", Some(Accepted::Release)),
            (Phase::Running, "10001", None),
            (Phase::Stopped, "10001", Some(Accepted::Release)),
            (Phase::Unknown, "0", Some(Accepted::Release)),
            (Phase::Unknown, "10001", None),
        ] {
            assert_eq!(given_back(phase, stop).await.ok(), accepted, "{phase:?} {stop}");
        }
    }
}
