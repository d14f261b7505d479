//! MatrixDC in a storm.

use std::time::Duration;

use gpu_emulator::mdc::{ErrorForm, MdcService, NoGpu};
use gpu_emulator::{Clock, Mdc};
use gpu_http::{BoxFuture, Error, Random, Release};
use mdc_client::{
    Client, Cluster, ClusterName, CreateInstance, Credentials, DisplayName, InstanceName, Until,
    UserId,
};

use super::dice::Dice;
use super::shop::{Act, Answer, CONFIRM, Fact, Opened, Rental, Settings, Shop, WAIT};
use crate::matrix::mdc::{SKU, USER, order};
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

    async fn open(dice: Dice, times: (Duration, Duration), leased: bool) -> Opened<MdcService> {
        let builder = Mdc::builder().clock(Clock::manual()).user_id(USER).token(TOKEN);
        let builder = builder.ssh_password(PASSWORD).jupyter_token(WEB_TOKEN);
        let builder = builder.behaviour(|behaviour| {
            (behaviour.creating_for, behaviour.deleting_for) = times;
            let forms = [
                ErrorForm::CodeAndMessage,
                ErrorForm::ErrorMember,
                ErrorForm::JsonString,
                ErrorForm::PlainText,
                ErrorForm::Html,
                ErrorForm::Empty,
            ];
            behaviour.error_form = *dice.of("form", 0).pick(&forms);
            behaviour.error_status = *dice.of("status", 0).pick(&[None, Some(500)]);
            behaviour.accepts_in_plain_text = dice.of("bare", 0).happens(25);
            behaviour.page_size = (!leased && dice.of("pages", 0).happens(10)).then_some(1);
            let no_card = [NoGpu::Refused, NoGpu::Waits, NoGpu::Fails];
            behaviour.create_without_gpu = *dice.of("no card", 0).pick(&no_card);
            behaviour.newest_first = dice.of("newest first", 0).happens(50);
            behaviour.delete_missing_is_accepted = dice.of("missing", 0).happens(25);
        });
        let emulator = builder.start().await.expect("a free port");
        if dice.of("scarce", 0).happens(15) {
            assert!(emulator.set_stock(SKU, dice.of("cards", 0).below(2)), "{SKU}");
        }
        Opened::new(emulator)
    }

    fn connect(settings: Settings) -> BoxFuture<'static, Result<Cluster, Error>> {
        let credentials = Credentials::new(TOKEN, UserId::new(USER).expect("an id"));
        let client = Client::builder(credentials, &settings.url).settings(settings.of_client);
        let client = client.off_status("Shutdown").build();
        let cluster = ClusterName::new("host-cluster").expect("a name");
        Box::pin(std::future::ready(client.map(|client| client.cluster(cluster))))
    }

    fn name(intent: u64) -> String {
        unique(intent).to_string()
    }

    fn order(cluster: &Cluster, intent: u64) -> CreateInstance {
        order(cluster, unique(intent))
    }

    fn secrets(_machines: usize) -> Vec<String> {
        Vec::new()
    }

    fn act(cluster: &Cluster, act: Act, rental: &Rental) -> BoxFuture<'static, Answer> {
        let (cluster, rental) = (cluster.clone(), rental.clone());
        Box::pin(async move {
            let id = || rental.id::<InstanceName>();
            match act {
                Act::Create => {
                    Answer::weigh(Self::order(&cluster, rental.intent).await, Fact::exists)
                }
                Act::FindOrCreate => unreachable!("names prove nothing to the vendor"),
                Act::Look => Answer::weigh(cluster.get_instance(id()).await, Fact::exists),
                Act::Wait => {
                    let waiting = cluster.wait_until(id(), Until::running()).limit(WAIT);
                    Answer::weigh(waiting.await, Fact::runs)
                }
                Act::List | Act::Find => Answer::weigh(cluster.list_instances().await, |list| {
                    let name = (act == Act::Find).then_some(rental.name.as_str());
                    Fact::listed(list.instances(), list.incomplete_because().is_none(), name)
                }),
                Act::Stop => Answer::weigh(cluster.power_off(id()).await, |_| Fact::Accepted),
                Act::ConfirmStop => {
                    let confirming = cluster.confirm_powered_off(id()).limit(CONFIRM);
                    Answer::weigh(confirming.await, |told| Fact::confirmed(told.is_ended(), told))
                }
                Act::Release => {
                    Answer::weigh(cluster.delete_instance(id()).await, |_| Fact::Accepted)
                }
                Act::ConfirmRelease => {
                    let confirming = cluster.confirm_deleted(id()).limit(CONFIRM);
                    Answer::weigh(confirming.await, |told| {
                        Fact::confirmed(told.release == Release::Gone, told)
                    })
                }
            }
        })
    }
}

/// The same name for the same intention.
fn unique(intent: u64) -> DisplayName {
    let number = Dice::new(intent).number();
    DisplayName::unique_from("storm", &Random::from_fn(move || number)).expect("a name")
}
