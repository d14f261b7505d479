//! MatrixDC's calls through every fault.

use gpu_emulator::mdc::MdcService;
use gpu_emulator::{Clock, Cost, Mdc};
use gpu_http::Random;
use mdc_client::{
    Client, Cluster, ClusterName, CreateInstance, Credentials, DisplayName, InstanceName, RegionId,
    Release, SkuId, Until, UserId, Volume,
};

use super::call::{Call, Effect, KEY, OLD, PATIENCE, Stage};
use super::run::{assert_complete, assert_matrix};
use super::truth::so;
use super::world::World;
use crate::secrecy::{PASSWORD, TOKEN, WEB_TOKEN};
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

/// The SKU of every machine.
pub(crate) const SKU: &str = "66";
pub(crate) const USER: &str = "user-1";

pub(crate) struct OnMdc {
    world: World<MdcService>,
    client: Client,
    cluster: Cluster,
}

impl Stage for OnMdc {
    type Vendor = MdcService;

    async fn set(machines: usize) -> Self {
        let builder = Mdc::builder().clock(Clock::manual()).user_id(USER).token(TOKEN);
        let builder = builder.ssh_password(PASSWORD).jupyter_token(WEB_TOKEN);
        let world = World::new(builder.start().await.expect("a free port"), machines).await;
        let credentials = Credentials::new(TOKEN, UserId::new(USER).expect("an id"));
        let client = Client::builder(credentials, &world.faulty_url()).settings(world.settings());
        let client = client.off_status("Shutdown").build().expect("a client");
        client.list_regions().await.expect("a warm connection");
        let cluster = client.cluster(ClusterName::new("host-cluster").expect("a name"));
        Self { world, client, cluster }
    }

    fn world(&self) -> &World<MdcService> {
        &self.world
    }

    fn secrets() -> Vec<String> {
        [TOKEN, PASSWORD, WEB_TOKEN].map(str::to_owned).into()
    }
}

pub(crate) fn order(cluster: &Cluster, name: DisplayName) -> CreateInstance {
    let image = "images.neolink-ai.com/matrixdc/tensorflow:2.15.0";
    cluster.create_instance(SkuId::new(SKU).expect("an id"), name, image).volume(Volume::new(50))
}

/// The same unique name each time, so that the matrix knows it.
fn unique() -> DisplayName {
    DisplayName::unique_from("new", &Random::from_fn(|| 7 << 40)).expect("a name")
}

impl OnMdc {
    /// The instance that is called [`OLD`].
    fn old(&self) -> InstanceName {
        self.called(OLD)
    }

    fn called(&self, name: &str) -> InstanceName {
        InstanceName::new(self.world.id_of(name)).expect("a name")
    }

    async fn create(&self, name: DisplayName) -> Told {
        let key = name.as_str().to_owned();
        asked!(order(&self.cluster, name), |made| self.world.has(made.name.as_str(), &key))
    }

    /// *Ended* must be so, and so must *still there*: the machine is on.
    async fn powered_off(&self) -> Told {
        let is_on = || self.world.machines_of(OLD)[0].cost == Cost::Machine;
        let confirming = self.cluster.confirm_powered_off(self.old()).limit(PATIENCE);
        Told::weigh(confirming.await, |told| match &told.release {
            Release::Ended(_) if is_on() => Claim::False("on".to_owned()),
            Release::Ended(_) => Claim::True,
            Release::Gone => Claim::False("there".to_owned()),
            Release::StillThere(_) if is_on() => Claim::True,
            _ => Claim::Open,
        })
    }

    async fn running(&self, name: &str) -> Told {
        let waiting = self.cluster.wait_until(self.called(name), Until::running()).limit(PATIENCE);
        Told::new(waiting.await, |state| self.world.runs(state, name))
    }

    async fn confirm(&self) -> Told {
        let confirming = self.cluster.confirm_deleted(self.old()).accepted().limit(PATIENCE);
        self.world.confirmed(confirming.await)
    }

    async fn off(&self) {
        drop(self.cluster.power_off(self.old()).await.expect("accepted"));
        self.world.soon(OLD, |cost| cost != Cost::Machine).expect("it is off");
    }

    async fn queued(&self) {
        self.world.emulator.add_foreign(KEY);
    }
}

pub(super) fn calls() -> Vec<Call<OnMdc>> {
    use Effect::{Changes, Creates, Reads, Watches};
    vec![
        Call::new("create_instance, unique name", Creates, CREATE, async |s: &OnMdc| {
            s.create(unique()).await
        })
        .about(unique().as_str())
        .never_repeated(),
        Call::new("create_instance, chosen name", Creates, CREATE, async |s: &OnMdc| {
            s.create(DisplayName::new(KEY).expect("a name")).await
        })
        .never_repeated(),
        Call::new("get_instance", Reads, GET, async |s: &OnMdc| {
            asked!(s.cluster.get_instance(s.old()), |got| s.world.runs(got, OLD))
        })
        .about(OLD),
        Call::new("list_instances", Reads, LIST, async |s: &OnMdc| {
            asked!(s.cluster.list_instances(), |list| s.world.are_all(list.instances()))
        })
        .machines(3),
        // `null` is how the service may write an empty list. No machine hangs on it.
        Call::new("list_regions", Reads, REGIONS, async |s: &OnMdc| {
            Told::new(s.client.list_regions().await, |regions| {
                so(matches!(regions.as_slice().len(), 0 | 2), "there are 2")
            })
        }),
        Call::new("list_skus", Reads, SKUS, async |s: &OnMdc| {
            let region = RegionId::new(BEIJING).expect("an id");
            Told::new(s.client.list_skus(region).await, |skus| {
                so(matches!(skus.as_slice().len(), 0 | 10), "there are 10")
            })
        }),
        Call::new("power_off", Changes, OFF, async |s: &OnMdc| {
            let is_off = |cost| cost != Cost::Machine;
            asked!(s.cluster.power_off(s.old()), |_| s.world.soon(OLD, is_off))
        }),
        Call::new("power_on", Changes, ON, async |s: &OnMdc| {
            let is_on = |cost| cost == Cost::Machine;
            asked!(s.cluster.power_on(s.old()), |_| s.world.soon(OLD, is_on))
        })
        .before(OnMdc::off),
        Call::new("delete_instance", Changes, DELETE, async |s: &OnMdc| {
            asked!(s.cluster.delete_instance(s.old()), |_| s.world.ends(OLD))
        }),
        Call::new("confirm_powered_off", Watches, GET, OnMdc::powered_off)
            .about(OLD)
            .before(OnMdc::off),
        Call::new("confirm_powered_off, of one that runs", Watches, GET, OnMdc::powered_off)
            .about(OLD),
        Call::new("confirm_deleted, of a deleted one", Watches, GET, OnMdc::confirm)
            .about(OLD)
            .before(async |s: &OnMdc| {
                drop(s.cluster.delete_instance(s.old()).await.expect("accepted"));
            }),
        Call::new("confirm_deleted, of one that runs", Watches, GET, OnMdc::confirm).about(OLD),
        Call::new("give_back", Watches, DELETE, async |s: &OnMdc| {
            s.world.confirmed(s.cluster.give_back(s.old()).limit(PATIENCE).await)
        })
        .about(OLD),
        Call::new("find_instance", Watches, LIST, async |s: &OnMdc| {
            let name = DisplayName::new(OLD).expect("a name");
            s.world.found(s.cluster.find_instance(&name).await)
        })
        .limit(60),
        Call::new("wait_until(running)", Watches, GET, async |s: &OnMdc| s.running(KEY).await)
            .about(KEY)
            .before(OnMdc::queued),
        Call::new("wait_until(running), after power_on", Watches, GET, async |s: &OnMdc| {
            s.running(OLD).await
        })
        .about(OLD)
        .before(async |s: &OnMdc| {
            s.off().await;
            drop(s.cluster.power_on(s.old()).await.expect("accepted"));
        }),
        Call::new("list_instances.wait_all(running)", Watches, LIST, async |s: &OnMdc| {
            let names = [s.old(), s.called(KEY)];
            let waiting = s.cluster.list_instances().wait_all(names, Until::running());
            s.world.all_run(waiting.limit(PATIENCE).await)
        })
        .before(OnMdc::queued),
    ]
}

#[test]
fn mdc_keeps_its_promises_through_every_fault() {
    assert_matrix("MatrixDC", "mdc", &calls());
}

#[test]
fn no_call_of_mdc_is_left_out() {
    let of_reads =
        [("create_instance.price", "list_skus"), ("create_instance.estimate", "list_skus")];
    assert_complete("mdc-client", &calls(), &of_reads);
}
