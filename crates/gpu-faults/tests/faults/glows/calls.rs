//! Every call of `glows-client`.

use glows_client::{Error, ImageId, Instance, InstanceId, Region, Until};

use super::stage::{GlowsStage, key, order, order_past, past};
use crate::matrix::{Call, Effect, KEY, OLD, PATIENCE};
use crate::told::{Told, asked};

const CREATE: (&str, &str) = ("POST", "/sdk/v1/instance");
const GET: (&str, &str) = ("GET", "/sdk/v1/instance");
const RELEASE: (&str, &str) = ("DELETE", "/sdk/v1/instance");
const LIST: (&str, &str) = ("GET", "/sdk/v1/instance/list");
const STATS: (&str, &str) = ("GET", "/sdk/v1/instance/stats");
const SPECS: (&str, &str) = ("GET", "/sdk/v1/spec/list");
const SNAPSHOT: (&str, &str) = ("POST", "/sdk/v1/snapshot");

type OfGlows = Call<GlowsStage>;
type Settled = glows_client::Settled<Instance>;

pub(super) fn calls() -> Vec<OfGlows> {
    use Effect::{Changes, Creates, Reads, Watches};
    vec![
        OfGlows::new("create_instance", Creates, CREATE, |s| Box::pin(s.create())),
        OfGlows::new("create_instance.find_or_create, struck as it looks", Creates, CREATE, |s| {
            Box::pin(s.find_or_create())
        })
        .looks_first(),
        OfGlows::new(
            "create_instance.find_or_create, struck as it creates",
            Creates,
            CREATE,
            |s| Box::pin(s.find_or_create()),
        )
        .looks_first()
        .passes(3),
        OfGlows::new("get_instance", Reads, GET, |s| Box::pin(s.get())).about(OLD),
        OfGlows::new("list_instances, one page", Reads, LIST, |s| Box::pin(s.list())).machines(3),
        OfGlows::new("list_instances.stream, second page", Watches, LIST, |s| Box::pin(s.stream()))
            .machines(3)
            .passes(1)
            .limit(120),
        OfGlows::new("instance_stats", Reads, STATS, |s| Box::pin(s.stats())).machines(3),
        OfGlows::new("check_token", Reads, STATS, |s| Box::pin(s.check_token())),
        OfGlows::new("list_specs", Reads, SPECS, |s| Box::pin(s.specs())),
        OfGlows::new("take_snapshot", Changes, SNAPSHOT, |s| Box::pin(s.snapshot()))
            .never_repeated()
            .makes(|s| s.world.emulator.snapshots().len()),
        OfGlows::new("release_instance", Changes, RELEASE, |s| Box::pin(s.release())),
        OfGlows::new("confirm_released, of a released one", Watches, GET, |s| {
            Box::pin(s.confirm())
        })
        .about(OLD)
        .before(|s| Box::pin(s.released_before())),
        OfGlows::new("confirm_released, of one that runs", Watches, GET, |s| Box::pin(s.confirm()))
            .about(OLD),
        OfGlows::new("give_back", Watches, RELEASE, |s| Box::pin(s.give_back())).about(OLD),
        OfGlows::new("find_instance", Watches, GET, |s| Box::pin(s.find())).about(OLD).limit(60),
        OfGlows::new("wait_until(running)", Watches, GET, |s| Box::pin(s.wait()))
            .about(KEY)
            .before(|s| Box::pin(s.queued_before())),
        OfGlows::new("list_instances.wait_all(running)", Watches, LIST, |s| Box::pin(s.wait_all()))
            .before(|s| Box::pin(s.queued_before())),
        OfGlows::new("list_instances.wait_all_ids(running)", Watches, LIST, |s| {
            Box::pin(s.wait_all_ids())
        })
        .before(|s| Box::pin(s.queued_before())),
    ]
}

impl GlowsStage {
    fn are_all(&self, instances: &[Instance]) -> Result<(), String> {
        self.world.are_all(instances.iter().map(|one| one.id.as_str()))
    }

    async fn create(&self) -> Told {
        asked!(order(&self.client, KEY), |made| self.world.has(made.id.as_str(), KEY))
    }

    async fn find_or_create(&self) -> Told {
        let result = order(&self.client, KEY).find_or_create().await;
        Told::new(result, |made| self.world.has(made.instance.id.as_str(), KEY))
    }

    async fn get(&self) -> Told {
        asked!(self.client.get_instance(key(OLD)), |got| self.world.runs(got.id.as_str(), OLD))
    }

    async fn list(&self) -> Told {
        asked!(self.client.list_instances(), |page| self.are_all(page.instances.as_slice()))
    }

    async fn stream(&self) -> Told {
        let all = self.client.list_instances().per_page(2).stream().collect().await;
        Told::new(all, |all| self.are_all(all))
    }

    async fn stats(&self) -> Told {
        Told::new(self.client.instance_stats().await, |stats| self.world.are(stats.total()))
    }

    async fn check_token(&self) -> Told {
        Told::new(self.client.check_token().await, |()| Ok(()))
    }

    async fn specs(&self) -> Told {
        let image = ImageId::new("img-87p9kq26").expect("an id");
        let region = Region::new("TW-03").expect("a name");
        Told::new(self.client.list_specs(&image, &region).await, |json| {
            let specs = json["specs"].as_array().map_or(0, Vec::len);
            (specs == 3).then_some(()).ok_or("there are 3".into())
        })
    }

    async fn snapshot(&self) -> Told {
        let machine = self.world.machines_of(OLD).remove(0);
        let id = InstanceId::new(machine.id).expect("an id");
        let taken = || self.world.emulator.snapshots().len();
        asked!(self.client.take_snapshot(&id, "before the end"), |_| match taken() {
            1 => Ok(()),
            other => Err(format!("{other} snapshots were taken")),
        })
    }

    async fn release(&self) -> Told {
        asked!(self.client.release_instance(key(OLD)), |_| self.world.ends(OLD))
    }

    async fn released_before(&self) {
        past(&self.world, "DELETE", &format!("?meta_key={OLD}"), None).await;
    }

    async fn queued_before(&self) {
        order_past(&self.world, KEY).await;
    }

    async fn confirm(&self) -> Told {
        let confirming = self.client.confirm_released(key(OLD)).accepted();
        let confirming = confirming.limit(PATIENCE);
        let confirmation = confirming.await;
        Told::weigh(confirmation, |told| self.world.confirms(told, OLD))
    }

    async fn give_back(&self) -> Told {
        let given_back = self.client.give_back(key(OLD)).limit(PATIENCE).await;
        Told::weigh(given_back, |told| self.world.confirms(told, OLD))
    }

    async fn find(&self) -> Told {
        let found = self.client.find_instance(key(OLD)).await;
        Told::weigh(found, |found| self.world.finds(found, OLD))
    }

    async fn wait(&self) -> Told {
        let waiting = self.client.wait_until(key(KEY), Until::running());
        let state = waiting.limit(PATIENCE).await;
        Told::new(state, |state| self.world.runs(state.id.as_str(), KEY))
    }

    async fn wait_all(&self) -> Told {
        let waiting = self.client.list_instances().wait_all([key(OLD), key(KEY)], Until::running());
        self.all_run(waiting.limit(PATIENCE).await)
    }

    async fn wait_all_ids(&self) -> Told {
        let ids = [OLD, KEY].map(|key| self.world.machines_of(key)[0].id.clone());
        let ids = ids.map(|id| InstanceId::new(id).expect("an id"));
        let waiting = self.client.list_instances();
        let waiting = waiting.wait_all_ids(ids, Until::running());
        self.all_run(waiting.limit(PATIENCE).await)
    }

    fn all_run(&self, settled: Vec<Settled>) -> Told {
        let states: Result<Vec<_>, Error> = settled.into_iter().map(|one| one.result).collect();
        Told::new(states, |states| {
            self.are_all(states)?;
            self.world.runs(&self.world.machines_of(KEY)[0].id, KEY)
        })
    }
}
