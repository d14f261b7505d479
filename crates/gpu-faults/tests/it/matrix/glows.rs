//! Glows.ai's calls through every fault.

use std::sync::OnceLock;
use std::time::Duration;

use glows_client::{Client, CreateInstance, ImageId, Instance, InstanceId, MetaKey, Region, Until};
use gpu_common::WithSecrets;
use gpu_emulator::glows::GlowsService;
use gpu_emulator::{Clock, Glows};
use gpu_lease_support::orders;

use super::call::{Call, Effect, KEY, OLD, PATIENCE, Stage};
use super::run::{assert_complete, assert_matrix};
use super::truth::so;
use super::world::World;
use crate::secrecy::{PASSWORD, TOKEN, Traces, leak};
use crate::told::{Told, asked};
use crate::workers::block_on;

const CREATE: (&str, &str) = ("POST", "/sdk/v1/instance");
const GET: (&str, &str) = ("GET", "/sdk/v1/instance");
const RELEASE: (&str, &str) = ("DELETE", "/sdk/v1/instance");
const LIST: (&str, &str) = ("GET", "/sdk/v1/instance/list");
const STATS: (&str, &str) = ("GET", "/sdk/v1/instance/stats");
const SPECS: (&str, &str) = ("GET", "/sdk/v1/spec/list");
const SNAPSHOT: (&str, &str) = ("POST", "/sdk/v1/snapshot");

pub(crate) struct OnGlows {
    world: World<GlowsService>,
    client: Client,
}

impl Stage for OnGlows {
    type Vendor = GlowsService;

    async fn set(machines: usize) -> Self {
        let world = World::new(emulator().await, machines).await;
        let client = Client::builder(TOKEN).base_url(world.faulty_url()).settings(world.settings());
        let client = client.build().expect("a client");
        client.instance_stats().await.expect("a warm connection");
        Self { world, client }
    }

    fn world(&self) -> &World<GlowsService> {
        &self.world
    }

    fn secrets() -> Vec<String> {
        [&[TOKEN.to_owned(), PASSWORD.to_owned()], &web_tokens()[..4]].concat()
    }
}

async fn emulator() -> Glows {
    let builder = Glows::builder().clock(Clock::manual()).token(TOKEN).ssh_password(PASSWORD);
    builder.start().await.expect("a free port")
}

/// The credentials in the addresses of the first machines, more than a test makes. They are drawn from
/// one seed, so every emulator has the same.
pub(crate) fn web_tokens() -> &'static [String] {
    static TOKENS: OnceLock<Vec<String>> = OnceLock::new();
    let read = async || {
        let glows = emulator().await;
        (0..20).for_each(|number| drop(glows.add_foreign(&format!("{number}"))));
        glows.clock().advance(Duration::from_secs(60));
        let client = Client::builder(TOKEN).base_url(glows.base_url()).build().expect("a client");
        let page = client.list_instances().per_page(50).await.expect("a list");
        let page = serde_json::to_string(&WithSecrets(&page)).expect("JSON");
        let tokens = page.split("?token=").skip(1);
        let tokens = tokens.filter_map(|rest| rest.split(['"', '&']).next().map(str::to_owned));
        let tokens: Vec<_> = tokens.collect();
        assert!(tokens.len() >= 20, "{page}");
        tokens
    };
    // A thread of its own: the caller's may drive a runtime.
    TOKENS.get_or_init(|| std::thread::spawn(move || block_on(read())).join().expect("tokens"))
}

fn key(text: &str) -> MetaKey {
    MetaKey::new(text).expect("a key")
}

impl OnGlows {
    fn order(&self) -> CreateInstance {
        orders::glows(&self.client, "NVIDIA GeForce RTX 4090", KEY)
    }

    async fn find_or_create(&self) -> Told {
        let made = self.order().find_or_create().await;
        Told::new(made, |made| self.world.has(made.instance.id.as_str(), KEY))
    }

    async fn confirm(&self) -> Told {
        let confirming = self.client.confirm_released(key(OLD)).accepted().limit(PATIENCE);
        self.world.confirmed(confirming.await)
    }

    async fn queued(&self) {
        self.world.emulator.add_foreign(KEY);
    }
}

pub(super) fn calls() -> Vec<Call<OnGlows>> {
    use Effect::{Changes, Creates, Reads, Watches};
    vec![
        Call::new("create_instance", Creates, CREATE, async |s: &OnGlows| {
            asked!(s.order(), |made| s.world.has(made.id.as_str(), KEY))
        }),
        Call::new(
            "create_instance.find_or_create, struck as it looks",
            Creates,
            CREATE,
            OnGlows::find_or_create,
        )
        .looks_first(),
        Call::new(
            "create_instance.find_or_create, struck as it creates",
            Creates,
            CREATE,
            OnGlows::find_or_create,
        )
        .looks_first()
        .passes(3),
        Call::new("get_instance", Reads, GET, async |s: &OnGlows| {
            asked!(s.client.get_instance(key(OLD)), |got| s.world.runs(got, OLD))
        })
        .about(OLD),
        Call::new("list_instances, one page", Reads, LIST, async |s: &OnGlows| {
            asked!(s.client.list_instances(), |page| s.world.are_all(page.instances.as_slice()))
        })
        .machines(3),
        Call::new("list_instances.stream, second page", Watches, LIST, async |s: &OnGlows| {
            let all = s.client.list_instances().per_page(2).stream().collect().await;
            Told::new(all, |all: &Vec<Instance>| s.world.are_all(all))
        })
        .machines(3)
        .passes(1)
        .limit(120),
        Call::new("instance_stats", Reads, STATS, async |s: &OnGlows| {
            Told::new(s.client.instance_stats().await, |stats| s.world.are(stats.total()))
        })
        .machines(3),
        Call::new("check_token", Reads, STATS, async |s: &OnGlows| {
            Told::new(s.client.check_token().await, |()| Ok(()))
        }),
        Call::new("list_specs", Reads, SPECS, async |s: &OnGlows| {
            let image = ImageId::new("img-87p9kq26").expect("an id");
            let region = Region::new("TW-03").expect("a name");
            Told::new(s.client.list_specs(&image, &region, 0).await, |json| {
                so(json["specs"].as_array().is_some_and(|specs| specs.len() == 3), "there are 3")
            })
        }),
        Call::new("take_snapshot", Changes, SNAPSHOT, async |s: &OnGlows| {
            let id = InstanceId::new(s.world.id_of(OLD)).expect("an id");
            let taken = || s.world.emulator.snapshots().len();
            asked!(s.client.take_snapshot(&id, "before the end"), |_| so(taken() == 1, taken()))
        })
        .never_repeated()
        .makes(|s| s.world.emulator.snapshots().len()),
        Call::new("release_instance", Changes, RELEASE, async |s: &OnGlows| {
            asked!(s.client.release_instance(key(OLD)), |_| s.world.ends(OLD))
        }),
        Call::new("confirm_released, of a released one", Watches, GET, OnGlows::confirm)
            .about(OLD)
            .before(async |s: &OnGlows| {
                drop(s.client.release_instance(key(OLD)).await.expect("accepted"));
            }),
        Call::new("confirm_released, of one that runs", Watches, GET, OnGlows::confirm).about(OLD),
        Call::new("give_back", Watches, RELEASE, async |s: &OnGlows| {
            s.world.confirmed(s.client.give_back(key(OLD)).limit(PATIENCE).await)
        })
        .about(OLD),
        Call::new("find_instance", Watches, GET, async |s: &OnGlows| {
            s.world.found(s.client.find_instance(key(OLD)).await)
        })
        .about(OLD)
        .limit(60),
        Call::new("wait_until(running)", Watches, GET, async |s: &OnGlows| {
            let waiting = s.client.wait_until(key(KEY), Until::running()).limit(PATIENCE);
            Told::new(waiting.await, |state| s.world.runs(state, KEY))
        })
        .about(KEY)
        .before(OnGlows::queued),
        Call::new("list_instances.wait_all(running)", Watches, LIST, async |s: &OnGlows| {
            let keys = [key(OLD), key(KEY)];
            let waiting = s.client.list_instances().wait_all(keys, Until::running());
            s.world.all_run(waiting.limit(PATIENCE).await)
        })
        .before(OnGlows::queued),
        Call::new("list_instances.wait_all_ids(running)", Watches, LIST, async |s: &OnGlows| {
            let ids = [OLD, KEY].map(|key| InstanceId::new(s.world.id_of(key)).expect("an id"));
            let waiting = s.client.list_instances().wait_all_ids(ids, Until::running());
            s.world.all_run(waiting.limit(PATIENCE).await)
        })
        .before(OnGlows::queued),
    ]
}

#[test]
fn glows_keeps_its_promises_through_every_fault() {
    assert_matrix("Glows.ai", "glows", &calls());
}

#[test]
fn no_call_of_glows_is_left_out() {
    assert_complete("glows-client", &calls(), &[]);
}

#[test]
fn what_clients_trace_is_heard_and_looked_through() {
    let traces = Traces::default();
    traces.listen(|| block_on(OnGlows::set(0)));
    let heard = traces.take();
    assert!(heard.contains("gpu_http"), "{heard}");
    let secrets = [TOKEN.to_owned()];
    assert_eq!(leak(&heard, &secrets), None);
    traces.listen(|| tracing::trace!("by mistake: {TOKEN}"));
    assert_eq!(leak(&traces.take(), &secrets), Some(TOKEN));
}
