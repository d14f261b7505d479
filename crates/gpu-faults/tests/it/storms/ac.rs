//! AC OpenAPI in a storm.

use std::sync::Arc;
use std::time::Duration;

use ac_openapi_client::{
    Access, Client, Confirmations, Credentials, Error, Instance, InstanceId, InstanceName,
    ListForm, Phase, Platform, Until,
};
use gpu_emulator::ac_openapi::{AcOpenApiService, Batch, ErrorData, ListShape};
use gpu_emulator::{AcOpenApi, Clock as Machines};
use gpu_http::{BoxFuture, Random};
use tokio::sync::OnceCell;

use super::dice::Dice;
use super::shop::{Act, Answer, CONFIRM, Fact, Listed, Meant, Opened, Settings, Shop, WAIT};
use crate::matrix::ac::{ACCESS_KEY, SECRET_KEY, TOKEN_HEAD, URL_CREDENTIAL, USER, container};
use crate::secrecy::TOKEN;

pub(super) struct AcShop;

impl Shop for AcShop {
    type Service = AcOpenApiService;
    type Client = Door;

    const NAME: &'static str = "AC OpenAPI";
    const KEEPS_NAMES_APART: bool = false;
    const STOPS_FIRST: u64 = 70;
    const CREATE: (&'static str, &'static str) = ("POST", "/ai/openapi/v2/instance-service/task");
    const RELEASE: (&'static str, &'static str) =
        ("DELETE", "/ai/openapi/v2/instance-service/task");

    async fn open(dice: Dice) -> Opened<AcOpenApiService> {
        let starts_in = Duration::from_secs(*dice.of("starts", 0).pick(&[0, 0, 0, 0, 0, 0, 3, 40]));
        let ends_in = Duration::from_secs(*dice.of("ends", 0).pick(&[0, 0, 0, 0, 0, 1, 25]));
        // It says yes to a delete that it does not make.
        let lies = dice.of("lies", 0).happens(30);
        let builder = AcOpenApi::builder().clock(Machines::manual()).token(TOKEN);
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
            let data = [ErrorData::EmptyText, ErrorData::EmptyList, ErrorData::Missing];
            behaviour.error_data = *dice.of("data", 0).pick(&data);
        });
        Opened {
            emulator: builder.start().await.expect("a free port"),
            starts_in,
            ends_in,
            keeps_its_word: !lies,
            frees_names: false,
        }
    }

    fn client(settings: Settings) -> Door {
        if logs_in(settings.opened) { Door::locked(settings) } else { Door::open(settings) }
    }

    fn log_in(door: &Door) -> BoxFuture<'static, Answer> {
        let door = door.clone();
        Box::pin(async move { Answer::new(door.client().await, |_| Fact::Accepted) })
    }

    fn meanwhile(emulator: &AcOpenApi, opened: Dice, now: Dice) {
        if logs_in(opened) && now.happens(5) {
            emulator.expire_tokens();
        }
    }

    fn name(intent: u64) -> String {
        unique(intent).to_string()
    }

    fn secrets(_machines: usize) -> Vec<String> {
        vec![URL_CREDENTIAL.to_owned(), TOKEN_HEAD.to_owned()]
    }

    fn act(door: &Door, act: Act, machine: &Meant) -> BoxFuture<'static, Answer> {
        let (door, machine) = (door.clone(), machine.clone());
        Box::pin(async move {
            let client = door.client().await.expect("it was let in before");
            perform(client, act, machine).await
        })
    }
}

/// Whether callers have access keys and no token. The vendor's tokens soon expire then.
fn logs_in(opened: Dice) -> bool {
    opened.of("keys", 0).happens(25)
}

/// A client, or the way to one.
#[derive(Clone)]
pub(super) struct Door {
    /// By keys; `None` if there is a client without them.
    access: Option<Access>,
    client: Arc<OnceCell<Client>>,
}

impl Door {
    fn open(settings: Settings) -> Self {
        Self { access: None, client: Arc::new(OnceCell::from(open(&settings))) }
    }

    fn locked(settings: Settings) -> Self {
        let url = &settings.url;
        let builder = Platform::builder().tokens_url(url).center_url(url);
        let builder = builder.settings(settings.of_client());
        let platform = builder.build().expect("a platform");
        let keys = Credentials::new(USER, ACCESS_KEY, SECRET_KEY).expect("keys");
        Self { access: Some(Access::new(platform, keys).region("11112")), client: Arc::default() }
    }

    /// The client, logged in first if nobody has done so.
    async fn client(&self) -> Result<Client, Error> {
        let log_in = || async {
            let access = self.access.as_ref().expect("keys, where there is no client");
            access.connect().await
        };
        self.client.get_or_try_init(log_in).await.cloned()
    }
}

/// A client with a token.
pub(super) fn open(settings: &Settings) -> Client {
    let builder = Client::builder(TOKEN, &settings.url).settings(settings.of_client());
    builder.build().expect("a client")
}

async fn perform(client: Client, act: Act, machine: Meant) -> Answer {
    let id = || InstanceId::new(machine.id.clone().expect("its id")).expect("an id");
    match act {
        Act::Create => {
            let ordered = client.create_instance(container(unique(machine.intent))).await;
            Answer::new(ordered, |made| Fact::Exists(made.id.to_string()))
        }
        Act::FindOrCreate => unreachable!("names prove nothing to the vendor"),
        Act::Look => {
            Answer::new(client.get_instance(id()).await, |seen| Fact::Exists(seen.id.to_string()))
        }
        Act::Wait => {
            let waiting = client.wait_until(id(), Until::running()).limit(WAIT);
            Answer::new(waiting.await, |seen| Fact::Runs(seen.id.to_string()))
        }
        Act::List => Answer::new(all(&client).await, |instances| Fact::Listed {
            machines: listed(instances),
            whole: true,
        }),
        Act::Find => Answer::new(all(&client).await, |instances| {
            Fact::found(&listed(instances), true, &machine.name)
        }),
        Act::Stop => Answer::new(client.stop_instances(id()).await, |_| Fact::Accepted),
        Act::ConfirmStop => {
            let confirming = client.confirm_stopped(id()).limit(CONFIRM);
            Answer::new(confirming.await, |told| confirmed(told.all_ended(), &told))
        }
        Act::Release => Answer::new(client.delete_instances(id()).await, |_| Fact::Accepted),
        Act::ConfirmRelease => {
            let confirming = client.confirm_deleted(id()).limit(CONFIRM);
            Answer::new(confirming.await, |told| confirmed(told.all_gone(), &told))
        }
    }
}

fn confirmed(is_so: bool, told: &Confirmations) -> Fact {
    if is_so { Fact::Confirmed } else { Fact::Unconfirmed(told.to_string()) }
}

/// All instances, or an error.
async fn all(client: &Client) -> Result<Vec<Instance>, Error> {
    let instances = client.list_instances().form(ListForm::Query).per_page(100);
    instances.stream().collect().await
}

fn listed(instances: Vec<Instance>) -> Vec<Listed> {
    let listed = instances.into_iter().map(|one| Listed {
        name: one.name.as_str().map(str::to_owned),
        ended: one.phase() == Phase::Ended,
        id: one.id.to_string(),
    });
    listed.collect()
}

/// The same name for the same intention.
pub(super) fn unique(intent: u64) -> InstanceName {
    let number = Dice::new(intent).number();
    InstanceName::unique_from("storm", &Random::from_fn(move || number)).expect("a name")
}
