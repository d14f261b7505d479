//! Glows.ai in a storm.

use std::time::Duration;

use glows_client::{Client, CreateInstance, Error, FoundOrCreated, Instance, MetaKey, Until};
use gpu_emulator::glows::{Capacity, GlowsService, IdForm, Released};
use gpu_emulator::{Clock as Machines, Glows};
use gpu_http::BoxFuture;
use gpu_lease_support::orders;

use super::dice::Dice;
use super::shop::{Act, Answer, CONFIRM, Fact, Listed, Meant, Opened, Settings, Shop, WAIT};
use crate::matrix::glows::web_tokens;
use crate::secrecy::{PASSWORD, TOKEN};

pub(super) struct GlowsShop;

impl Shop for GlowsShop {
    type Service = GlowsService;
    type Client = Client;

    const NAME: &'static str = "Glows.ai";
    const KEEPS_NAMES_APART: bool = true;
    const STOPS_FIRST: u64 = 0;
    const CREATE: (&'static str, &'static str) = ("POST", "/sdk/v1/instance");
    const RELEASE: (&'static str, &'static str) = ("DELETE", "/sdk/v1/instance");

    async fn open(dice: Dice) -> Opened<GlowsService> {
        let starts_in = Duration::from_secs(*dice.of("starts", 0).pick(&[0, 0, 0, 0, 0, 0, 3, 40]));
        let ends_in = Duration::from_secs(*dice.of("ends", 0).pick(&[0, 0, 0, 0, 0, 1, 25]));
        let frees_names = dice.of("frees names", 0).happens(25);
        let builder = Glows::builder().clock(Machines::manual());
        let builder = builder.token(TOKEN).ssh_password(PASSWORD);
        let builder = builder.behaviour(|behaviour| {
            (behaviour.queued_for, behaviour.releasing_for) = (starts_in, ends_in);
            behaviour.released_key_is_free = frees_names;
            if dice.of("stays visible", 0).happens(25) {
                behaviour.released = Released::StaysVisible;
            }
            if dice.of("prefixed", 0).happens(50) {
                behaviour.id_form = IdForm::Prefixed;
            }
            behaviour.capacity = match dice.of("capacity", 0).below(100) {
                0..10 => Capacity::Refused,
                10..15 => Capacity::QueuedForEver,
                _ => Capacity::Plenty,
            };
            behaviour.null_for_empty_list = dice.of("null", 0).happens(25);
            behaviour.max_per_page = dice.of("pages", 0).happens(10).then_some(1);
        });
        Opened {
            emulator: builder.start().await.expect("a free port"),
            starts_in,
            ends_in,
            keeps_its_word: true,
            frees_names,
        }
    }

    fn client(settings: Settings) -> Client {
        let builder = Client::builder(TOKEN).base_url(&settings.url).settings(settings.of_client());
        builder.build().expect("a client")
    }

    fn name(intent: u64) -> String {
        format!("storm.{intent}")
    }

    fn secrets(machines: usize) -> Vec<String> {
        web_tokens()[..machines].to_vec()
    }

    fn act(client: &Client, act: Act, machine: &Meant) -> BoxFuture<'static, Answer> {
        let client = client.clone();
        let key = MetaKey::new(machine.name.as_str()).expect("a key");
        Box::pin(async move { perform(client, act, key).await })
    }
}

async fn perform(client: Client, act: Act, key: MetaKey) -> Answer {
    match act {
        Act::Create => Answer::new(order(&client, key.as_str()).await, exists),
        Act::FindOrCreate => {
            let found = order(&client, key.as_str()).find_or_create().await;
            Answer::new(found, |found: FoundOrCreated| exists(found.instance))
        }
        Act::Look => Answer::new(client.get_instance(key).await, exists),
        Act::Wait => {
            let waiting = client.wait_until(key, Until::running()).limit(WAIT);
            Answer::new(waiting.await, |seen| Fact::Runs(seen.id.to_string()))
        }
        Act::List => Answer::new(all(&client).await, |instances| Fact::Listed {
            machines: listed(instances),
            whole: true,
        }),
        Act::Find => Answer::new(all(&client).await, |instances| {
            Fact::found(&listed(instances), true, key.as_str())
        }),
        Act::Release => Answer::new(client.release_instance(key).await, |_| Fact::Accepted),
        Act::ConfirmRelease => {
            let confirming = client.confirm_released(key).limit(CONFIRM);
            Answer::new(confirming.await, |told| Fact::of_confirmation(&told))
        }
        Act::Stop | Act::ConfirmStop => unreachable!("nothing stops here without being released"),
    }
}

fn exists(instance: Instance) -> Fact {
    Fact::Exists(instance.id.to_string())
}

/// All instances, or an error.
async fn all(client: &Client) -> Result<Vec<Instance>, Error> {
    let instances = client.list_instances().per_page(50).stream();
    instances.collect().await
}

fn listed(instances: Vec<Instance>) -> Vec<Listed> {
    let listed = instances.into_iter().map(|one| Listed {
        name: one.meta_key.get().map(ToString::to_string),
        ended: one.has_ended(),
        id: one.id.to_string(),
    });
    listed.collect()
}

pub(super) fn order(client: &Client, key: &str) -> CreateInstance {
    orders::glows(client, "NVIDIA GeForce RTX 4090", key)
}
