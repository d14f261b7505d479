//! AC OpenAPI in a storm.

use std::time::Duration;

use ac_openapi_client::{
    Access, Client, CreateInstance, Credentials, Error, Instance, InstanceId, InstanceName,
    ListForm, Platform, Until,
};
use gpu_emulator::ac_openapi::{AcOpenApiService, Batch, ListShape};
use gpu_emulator::{AcOpenApi, Clock};
use gpu_http::{BoxFuture, Random};
use serde_json::json;

use super::dice::Dice;
use super::shop::{Act, Answer, CONFIRM, Fact, Opened, Rental, Settings, Shop, WAIT};
use crate::matrix::ac::{ACCESS_KEY, SECRET_KEY, TOKEN_HEAD, URL_CREDENTIAL, USER, container};
use crate::secrecy::TOKEN;

pub(super) struct AcShop;

impl Shop for AcShop {
    type Service = AcOpenApiService;
    type Client = Client;

    const NAME: &'static str = "AC OpenAPI";
    const KEEPS_NAMES_APART: bool = false;
    const STOPS_FIRST: u64 = 70;
    const CREATE: (&'static str, &'static str) = ("POST", "/ai/openapi/v2/instance-service/task");
    const RELEASE: (&'static str, &'static str) =
        ("DELETE", "/ai/openapi/v2/instance-service/task");

    async fn open(
        dice: Dice,
        (starts_in, ends_in): (Duration, Duration),
        leased: bool,
    ) -> Opened<AcOpenApiService> {
        // It says yes to a delete that it does not make.
        let lies = dice.of("lies", 0).happens(30);
        let builder = AcOpenApi::builder().clock(Clock::manual()).token(TOKEN);
        let builder = builder.user(USER).keys(ACCESS_KEY, SECRET_KEY);
        let builder = builder.behaviour(|behaviour| {
            (behaviour.waiting_for, behaviour.deploying_for) = (Duration::ZERO, starts_in);
            (behaviour.stopping_for, behaviour.deleting_for) = (ends_in, ends_in);
            let lifetimes = [20, 60, 600, 12 * 3600].map(Duration::from_secs);
            behaviour.token_lifetime = *dice.of("lifetime", 0).pick(&lifetimes);
            behaviour.delete_needs_end = dice.of("needs end", 0).happens(30);
            behaviour.refuses_repeated_stops = dice.of("repeated stops", 0).happens(30);
            behaviour.numeric_codes = dice.of("numeric", 0).happens(30);
            if lies {
                behaviour.batch = Batch::DoesTheGood;
            }
            let shapes = [ListShape::Bare, ListShape::Nested, ListShape::NestedWithTotal];
            behaviour.list_shape = *dice.of("shape", 0).pick(&shapes);
            let data = [Some(json!("")), Some(json!([])), None];
            behaviour.error_data = dice.of("data", 0).pick(&data).clone();
        });
        let emulator = builder.start().await.expect("a free port");
        // The vendor's tokens soon expire then.
        let logs_in = !leased && dice.of("keys", 0).happens(25);
        Opened { keeps_its_word: !lies, logs_in, ..Opened::new(emulator) }
    }

    fn connect(settings: Settings) -> BoxFuture<'static, Result<Client, Error>> {
        let Settings { logs_in, url, of_client } = settings;
        if !logs_in {
            let client = Client::builder(TOKEN, url).settings(of_client).build();
            return Box::pin(std::future::ready(client));
        }
        let platform = Platform::builder().tokens_url(&url).center_url(&url).settings(of_client);
        let platform = platform.build().expect("a platform");
        let keys = Credentials::new(USER, ACCESS_KEY, SECRET_KEY).expect("keys");
        Box::pin(async move { Access::new(platform, keys).region("11112").connect().await })
    }

    fn expire(emulator: &AcOpenApi) {
        emulator.expire_tokens();
    }

    fn name(intent: u64) -> String {
        unique(intent).to_string()
    }

    fn order(client: &Client, intent: u64) -> CreateInstance {
        client.create_instance(container(unique(intent)))
    }

    fn secrets(_machines: usize) -> Vec<String> {
        vec![URL_CREDENTIAL.to_owned(), TOKEN_HEAD.to_owned()]
    }

    fn act(client: &Client, act: Act, rental: &Rental) -> BoxFuture<'static, Answer> {
        let (client, rental) = (client.clone(), rental.clone());
        Box::pin(async move {
            let id = || rental.id::<InstanceId>();
            match act {
                Act::Create => {
                    let made = Self::order(&client, rental.intent).await;
                    Answer::weigh(made, |made| Fact::Exists(made.id.to_string()))
                }
                Act::FindOrCreate => unreachable!("names prove nothing to the vendor"),
                Act::Look => Answer::weigh(client.get_instance(id()).await, Fact::exists),
                Act::Wait => {
                    let waiting = client.wait_until(id(), Until::running()).limit(WAIT);
                    Answer::weigh(waiting.await, Fact::runs)
                }
                Act::List | Act::Find => {
                    let all = client.list_instances().form(ListForm::Query).per_page(100).stream();
                    let name = (act == Act::Find).then_some(rental.name.as_str());
                    Answer::weigh(all.collect().await, |all: &Vec<Instance>| {
                        Fact::listed(all, true, name)
                    })
                }
                Act::Stop => Answer::weigh(client.stop_instances(id()).await, |_| Fact::Accepted),
                Act::ConfirmStop => {
                    let confirming = client.confirm_stopped(id()).limit(CONFIRM);
                    Answer::weigh(confirming.await, |told| Fact::confirmed(told.all_ended(), told))
                }
                Act::Release => {
                    Answer::weigh(client.delete_instances(id()).await, |_| Fact::Accepted)
                }
                Act::ConfirmRelease => {
                    let confirming = client.confirm_deleted(id()).limit(CONFIRM);
                    Answer::weigh(confirming.await, |told| Fact::confirmed(told.all_gone(), told))
                }
            }
        })
    }
}

/// The same name for the same intention.
fn unique(intent: u64) -> InstanceName {
    let number = Dice::new(intent).number();
    InstanceName::unique_from("storm", &Random::from_fn(move || number)).expect("a name")
}
