//! Glows.ai in a storm.

use std::time::Duration;

use glows_client::{Client, CreateInstance, Error, Instance, MetaKey, Until};
use gpu_emulator::glows::{Capacity, GlowsService};
use gpu_emulator::{Clock, Glows};
use gpu_http::{BoxFuture, Release};
use gpu_lease_support::orders;

use super::dice::Dice;
use super::shop::{Act, Answer, CONFIRM, Fact, Opened, Rental, Settings, Shop, WAIT};
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

    async fn open(dice: Dice, times: (Duration, Duration), leased: bool) -> Opened<GlowsService> {
        let frees_names = dice.of("frees names", 0).happens(25);
        let builder = Glows::builder().clock(Clock::manual()).token(TOKEN).ssh_password(PASSWORD);
        let builder = builder.behaviour(|behaviour| {
            (behaviour.queued_for, behaviour.releasing_for) = times;
            behaviour.released_key_is_free = frees_names;
            behaviour.released_stay_visible = dice.of("stays visible", 0).happens(25);
            behaviour.prefixed_ids = dice.of("prefixed", 0).happens(50);
            behaviour.capacity = match dice.of("capacity", 0).below(100) {
                0..10 => Capacity::Refused,
                10..15 => Capacity::QueuedForEver,
                _ => Capacity::Plenty,
            };
            behaviour.null_for_empty_list = dice.of("null", 0).happens(25);
            behaviour.max_per_page = (!leased && dice.of("pages", 0).happens(10)).then_some(1);
        });
        let emulator = builder.start().await.expect("a free port");
        Opened { frees_names, ..Opened::new(emulator) }
    }

    fn connect(settings: Settings) -> BoxFuture<'static, Result<Client, Error>> {
        let client = Client::builder(TOKEN).base_url(settings.url).settings(settings.of_client);
        Box::pin(std::future::ready(client.build()))
    }

    fn name(intent: u64) -> String {
        format!("storm.{intent}")
    }

    fn order(client: &Client, intent: u64) -> CreateInstance {
        orders::glows(client, "NVIDIA GeForce RTX 4090", &Self::name(intent))
    }

    fn secrets(machines: usize) -> Vec<String> {
        web_tokens()[..machines].to_vec()
    }

    fn act(client: &Client, act: Act, rental: &Rental) -> BoxFuture<'static, Answer> {
        let (client, order) = (client.clone(), Self::order(client, rental.intent));
        let key = MetaKey::new(rental.name.as_str()).expect("a key");
        Box::pin(async move {
            match act {
                Act::Create => Answer::weigh(order.await, Fact::exists),
                Act::FindOrCreate => {
                    Answer::weigh(order.find_or_create().await, |made| Fact::exists(&made.instance))
                }
                Act::Look => Answer::weigh(client.get_instance(key).await, Fact::exists),
                Act::Wait => {
                    let waiting = client.wait_until(key, Until::running()).limit(WAIT);
                    Answer::weigh(waiting.await, Fact::runs)
                }
                Act::List | Act::Find => {
                    let all = client.list_instances().per_page(50).stream().collect().await;
                    let name = (act == Act::Find).then(|| key.as_str());
                    Answer::weigh(all, |all: &Vec<Instance>| Fact::listed(all, true, name))
                }
                Act::Release => {
                    Answer::weigh(client.release_instance(key).await, |_| Fact::Accepted)
                }
                Act::ConfirmRelease => {
                    let confirming = client.confirm_released(key).limit(CONFIRM);
                    Answer::weigh(confirming.await, |told| {
                        Fact::confirmed(told.release == Release::Gone, told)
                    })
                }
                Act::Stop | Act::ConfirmStop => {
                    unreachable!("nothing stops without being released")
                }
            }
        })
    }
}
