//! Every call of `mdc-client`.

use gpu_emulator::Cost;
use mdc_client::{
    Confirming, DisplayName, Error, PowerConfirmation, PowerFinding, RegionId, Until,
};

use super::stage::{MdcStage, order_past, past, unique};
use crate::matrix::{Call, Effect, KEY, OLD, PATIENCE};
use crate::told::{Claim, Told, asked};

const REGIONS: (&str, &str) = ("GET", "/mdc/api/v1/regions");
const SKUS: (&str, &str) = ("GET", "/mdc/api/v1/skus/computings");
const CREATE: (&str, &str) = ("POST", "/mdc/api/v1/clusters/{clusterName}/instances");
const LIST: (&str, &str) = ("GET", "/mdc/api/v1/clusters/{clusterName}/instances");
const DELETE: (&str, &str) = ("DELETE", "/mdc/api/v1/clusters/{clusterName}/instances");
const GET: (&str, &str) = ("GET", "/mdc/api/v1/clusters/{clusterName}/instances/{name}");
const OFF: (&str, &str) = ("POST", "/mdc/api/v1/clusters/{clusterName}/instances/{name}/power_off");
const ON: (&str, &str) = ("POST", "/mdc/api/v1/clusters/{clusterName}/instances/{name}/power_on");

/// The id of the region with `host-cluster`.
const BEIJING: &str = "14c5a9e3-0d09-4aa0-99d3-c096b80cceaa";

type OfMdc = Call<MdcStage>;

pub(super) fn calls() -> Vec<OfMdc> {
    use Effect::{Changes, Creates, Reads, Watches};
    vec![
        OfMdc::new("create_instance, unique name", Creates, CREATE, |s| {
            Box::pin(s.create(unique()))
        })
        .about(unique().as_str())
        .never_repeated(),
        OfMdc::new("create_instance, chosen name", Creates, CREATE, |s| {
            Box::pin(s.create(DisplayName::new(KEY).expect("a name")))
        })
        .never_repeated(),
        OfMdc::new("get_instance", Reads, GET, |s| Box::pin(s.get())).about(OLD),
        OfMdc::new("list_instances", Reads, LIST, |s| Box::pin(s.list())).machines(3),
        OfMdc::new("list_regions", Reads, REGIONS, |s| Box::pin(s.regions())),
        OfMdc::new("list_skus", Reads, SKUS, |s| Box::pin(s.skus())),
        OfMdc::new("power_off", Changes, OFF, |s| Box::pin(s.power_off())),
        OfMdc::new("power_on", Changes, ON, |s| Box::pin(s.power_on()))
            .before(|s| Box::pin(s.off_before())),
        OfMdc::new("delete_instance", Changes, DELETE, |s| Box::pin(s.delete())),
        OfMdc::new("confirm_powered_off", Watches, GET, |s| {
            Box::pin(s.power(s.cluster.confirm_powered_off(s.old()), false))
        })
        .about(OLD)
        .before(|s| Box::pin(s.off_before())),
        OfMdc::new("confirm_powered_on", Watches, GET, |s| {
            Box::pin(s.power(s.cluster.confirm_powered_on(s.old()), true))
        })
        .about(OLD),
        OfMdc::new("confirm_powered_on, of one that is off", Watches, GET, |s| {
            Box::pin(s.power(s.cluster.confirm_powered_on(s.old()), true))
        })
        .about(OLD)
        .before(|s| Box::pin(s.off_before())),
        OfMdc::new("confirm_deleted, of a deleted one", Watches, GET, |s| Box::pin(s.confirm()))
            .about(OLD)
            .before(|s| Box::pin(s.deleted_before())),
        OfMdc::new("confirm_deleted, of one that runs", Watches, GET, |s| Box::pin(s.confirm()))
            .about(OLD),
        OfMdc::new("give_back", Watches, DELETE, |s| Box::pin(s.give_back())).about(OLD),
        OfMdc::new("find_instance", Watches, LIST, |s| Box::pin(s.find())).limit(60),
        OfMdc::new("wait_until(running)", Watches, GET, |s| Box::pin(s.wait()))
            .about(KEY)
            .before(|s| Box::pin(s.queued_before())),
        OfMdc::new("list_instances.wait_all(running)", Watches, LIST, |s| Box::pin(s.wait_all()))
            .before(|s| Box::pin(s.queued_before())),
    ]
}

impl MdcStage {
    async fn create(&self, name: DisplayName) -> Told {
        let key = name.as_str().to_owned();
        asked!(self.order(name), |made| self.world.has(made.name.as_str(), &key))
    }

    async fn get(&self) -> Told {
        asked!(self.cluster.get_instance(self.old()), |got| self.world.runs(got.name.as_str(), OLD))
    }

    async fn list(&self) -> Told {
        asked!(self.cluster.list_instances(), |list| {
            self.world.are_all(list.iter().map(|one| one.name.as_str()))
        })
    }

    async fn regions(&self) -> Told {
        Told::new(self.client.list_regions().await, |regions| {
            match regions.as_slice().len() {
                // `null` is how the service may write an empty list. No machine hangs on it.
                0 | 2 => Ok(()),
                other => Err(format!("there are 2, not {other}")),
            }
        })
    }

    async fn skus(&self) -> Told {
        let region = RegionId::new(BEIJING).expect("an id");
        Told::new(self.client.list_skus(region).await, |skus| match skus.as_slice().len() {
            0 | 10 => Ok(()),
            other => Err(format!("there are 10, not {other}")),
        })
    }

    async fn power_off(&self) -> Told {
        let check = |cost| cost != Cost::Machine;
        asked!(self.cluster.power_off(self.old()), |_| self.world.soon(OLD, check))
    }

    async fn power_on(&self) -> Told {
        let check = |cost| cost == Cost::Machine;
        asked!(self.cluster.power_on(self.old()), |_| self.world.soon(OLD, check))
    }

    async fn delete(&self) -> Told {
        asked!(self.cluster.delete_instance(self.old()), |_| self.world.ends(OLD))
    }

    async fn off_before(&self) {
        let path = format!("/{}/power_off", self.old());
        past(&self.world, "POST", &path, None).await;
        self.world.soon(OLD, |cost| cost != Cost::Machine).expect("it is off");
    }

    async fn deleted_before(&self) {
        past(&self.world, "DELETE", &format!("?name={}", self.old()), None).await;
    }

    async fn queued_before(&self) {
        order_past(&self.world, KEY).await;
    }

    /// `Confirmed` must be so, and so must `NotYet`: the machine is not what is `wanted`.
    async fn power(&self, confirming: Confirming<PowerConfirmation>, wanted: bool) -> Told {
        let is_on = || self.world.machines_of(OLD)[0].cost == Cost::Machine;
        Told::weigh(confirming.limit(PATIENCE).await, |told| match &told.finding {
            PowerFinding::Confirmed if is_on() == wanted => Claim::True,
            PowerFinding::Confirmed => Claim::False(format!("on: {}", is_on())),
            PowerFinding::NotYet(_) if is_on() != wanted => Claim::True,
            _ => Claim::Open,
        })
    }

    async fn confirm(&self) -> Told {
        let confirmation =
            self.cluster.confirm_deleted(self.old()).accepted().limit(PATIENCE).await;
        Told::weigh(confirmation, |told| self.world.confirms(told, OLD))
    }

    async fn give_back(&self) -> Told {
        let given_back = self.cluster.give_back(self.old()).limit(PATIENCE).await;
        Told::weigh(given_back, |told| self.world.confirms(told, OLD))
    }

    async fn find(&self) -> Told {
        let name = DisplayName::new(OLD).expect("a name");
        let found = self.cluster.find_instance(&name).await;
        Told::weigh(found, |found| self.world.finds(found, OLD))
    }

    async fn wait(&self) -> Told {
        let waiting = self.cluster.wait_until(self.called(KEY), Until::running());
        let state = waiting.limit(PATIENCE).await;
        Told::new(state, |state| self.world.runs(state.name.as_str(), KEY))
    }

    async fn wait_all(&self) -> Told {
        let names = [self.old(), self.called(KEY)];
        let waiting = self.cluster.list_instances().wait_all(names, Until::running());
        let settled = waiting.limit(PATIENCE).await;
        let states: Result<Vec<_>, Error> = settled.into_iter().map(|one| one.result).collect();
        Told::new(states, |states| {
            self.world.are_all(states.iter().map(|one| one.name.as_str()))?;
            self.world.runs(self.called(KEY).as_str(), KEY)
        })
    }
}
