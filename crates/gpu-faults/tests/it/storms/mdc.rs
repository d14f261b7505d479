//! MatrixDC in a storm.

use std::time::Duration;

use gpu_emulator::mdc::{Accepted, ErrorForm, ErrorStatus, MdcService, NoGpu};
use gpu_emulator::{Clock as Machines, Mdc};
use gpu_http::{BoxFuture, Random};
use mdc_client::{
    Client, Cluster, ClusterName, CreateInstance, Credentials, DisplayName, Instance, InstanceList,
    InstanceName, PowerConfirmation, Until, UserId,
};

use super::dice::Dice;
use super::shop::{Act, Answer, CONFIRM, Fact, Listed, Meant, Opened, Settings, Shop, WAIT};
use crate::matrix::{
    self,
    mdc::{SKU, USER},
};
use crate::secrecy::{PASSWORD, TOKEN, WEB_TOKEN};

pub(super) struct MdcShop;

impl Shop for MdcShop {
    type Service = MdcService;
    type Client = Cluster;

    const NAME: &'static str = "MatrixDC";
    const KEEPS_NAMES_APART: bool = false;
    const STOPS_FIRST: u64 = 25;
    const CREATE: (&'static str, &'static str) =
        ("POST", "/mdc/api/v1/clusters/{clusterName}/instances");
    const RELEASE: (&'static str, &'static str) =
        ("DELETE", "/mdc/api/v1/clusters/{clusterName}/instances");

    async fn open(dice: Dice) -> Opened<MdcService> {
        let starts_in = Duration::from_secs(*dice.of("starts", 0).pick(&[0, 0, 0, 0, 0, 0, 3, 40]));
        let ends_in = Duration::from_secs(*dice.of("ends", 0).pick(&[0, 0, 0, 0, 0, 1, 25]));
        let builder = Mdc::builder().clock(Machines::manual()).user_id(USER);
        let builder = builder.token(TOKEN).ssh_password(PASSWORD);
        let builder = builder.jupyter_token(WEB_TOKEN).behaviour(|behaviour| {
            (behaviour.creating_for, behaviour.deleting_for) = (starts_in, ends_in);
            let forms = [
                ErrorForm::CodeAndMessage,
                ErrorForm::ErrorMember,
                ErrorForm::JsonString,
                ErrorForm::PlainText,
                ErrorForm::Html,
                ErrorForm::Empty,
            ];
            behaviour.error_form = *dice.of("form", 0).pick(&forms);
            let statuses = [ErrorStatus::Fitting, ErrorStatus::Always(500)];
            behaviour.error_status = *dice.of("status", 0).pick(&statuses);
            if dice.of("bare", 0).happens(25) {
                behaviour.accepted = Accepted::BareText;
            }
            behaviour.page_size = dice.of("pages", 0).happens(10).then_some(1);
            let no_card = [NoGpu::Refused, NoGpu::Waits, NoGpu::Fails];
            behaviour.create_without_gpu = *dice.of("no card", 0).pick(&no_card);
            behaviour.newest_first = dice.of("newest first", 0).happens(50);
            behaviour.delete_missing_is_accepted = dice.of("missing", 0).happens(25);
        });
        let emulator = builder.start().await.expect("a free port");
        if dice.of("scarce", 0).happens(15) {
            assert!(emulator.set_stock(SKU, dice.of("cards", 0).below(2)), "{SKU}");
        }
        Opened { emulator, starts_in, ends_in, keeps_its_word: true, frees_names: false }
    }

    fn client(settings: Settings) -> Cluster {
        let credentials = Credentials::new(TOKEN, UserId::new(USER).expect("an id"));
        let builder = Client::builder(credentials, &settings.url)
            .settings(settings.of_client())
            .off_status("Shutdown");
        let client = builder.build().expect("a client");
        client.cluster(ClusterName::new("host-cluster").expect("a name"))
    }

    fn name(intent: u64) -> String {
        unique(intent).to_string()
    }

    fn secrets(_machines: usize) -> Vec<String> {
        Vec::new()
    }

    fn act(client: &Cluster, act: Act, machine: &Meant) -> BoxFuture<'static, Answer> {
        let (cluster, machine) = (client.clone(), machine.clone());
        Box::pin(async move { perform(cluster, act, machine).await })
    }
}

async fn perform(cluster: Cluster, act: Act, machine: Meant) -> Answer {
    let id = || InstanceName::new(machine.id.clone().expect("its name")).expect("a name");
    match act {
        Act::Create => Answer::new(order(&cluster, machine.intent).await, exists),
        Act::FindOrCreate => unreachable!("names prove nothing to the vendor"),
        Act::Look => Answer::new(cluster.get_instance(id()).await, exists),
        Act::Wait => {
            let waiting = cluster.wait_until(id(), Until::running()).limit(WAIT);
            Answer::new(waiting.await, |seen| Fact::Runs(seen.name.to_string()))
        }
        Act::List => Answer::new(cluster.list_instances().await, |list| Fact::Listed {
            machines: listed(&list),
            whole: list.incomplete_because().is_none(),
        }),
        Act::Find => Answer::new(cluster.list_instances().await, |list| {
            Fact::found(&listed(&list), list.incomplete_because().is_none(), &machine.name)
        }),
        Act::Stop => Answer::new(cluster.power_off(id()).await, |_| Fact::Accepted),
        Act::ConfirmStop => {
            let confirming = cluster.confirm_powered_off(id()).limit(CONFIRM);
            Answer::new(confirming.await, |told| of_power(&told))
        }
        Act::Release => Answer::new(cluster.delete_instance(id()).await, |_| Fact::Accepted),
        Act::ConfirmRelease => {
            let confirming = cluster.confirm_deleted(id()).limit(CONFIRM);
            Answer::new(confirming.await, |told| Fact::of_confirmation(&told))
        }
    }
}

fn exists(instance: Instance) -> Fact {
    Fact::Exists(instance.name.to_string())
}

fn of_power(told: &PowerConfirmation) -> Fact {
    if told.is_confirmed() { Fact::Confirmed } else { Fact::Unconfirmed(told.to_string()) }
}

fn listed(list: &InstanceList) -> Vec<Listed> {
    let listed = list.instances().iter().map(|one| Listed {
        id: one.name.to_string(),
        name: one.display_name.as_str().map(str::to_owned),
        ended: false,
    });
    listed.collect()
}

/// The same name for the same intention.
fn unique(intent: u64) -> DisplayName {
    let number = Dice::new(intent).number();
    DisplayName::unique_from("storm", &Random::from_fn(move || number)).expect("a name")
}

pub(super) fn order(cluster: &Cluster, intent: u64) -> CreateInstance {
    matrix::mdc::order(cluster, unique(intent))
}
