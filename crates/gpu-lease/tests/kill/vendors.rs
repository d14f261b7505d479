//! The vendors: an emulator in the parent with machines of others on it, and a real client in the child.

use std::path::Path;
use std::time::Duration;

use gpu_emulator::proxy::{FaultProxy, WireFault};
use gpu_emulator::{AcOpenApi, Cost, Glows, Machine, Mdc};
use gpu_http::{ManualClock, Settings};
use gpu_lease::{Leases, Vendor};
use gpu_lease_support::{driven, orders};
use mdc_client::{ClusterName, UserId};

use crate::child::{Dying, live};
use crate::parent::FOREIGN;

pub(crate) const ALL: [&str; 3] = ["ac", "glows", "mdc"];

const TOKEN: &str = "a-token-of-the-kill-test";
const USER: &str = "user-1";

/// Names that look like ours and are not.
const NAMES: [&str; FOREIGN] =
    ["production", "lease_production", "lease_aaaaaaaa_0123456789abcdefghj"];

/// A vendor and the machines that others have there.
pub(crate) struct World {
    machines: Box<dyn Fn() -> Vec<Machine>>,
    client: Box<dyn Vendor>,
    proxy: FaultProxy,
    url: String,
}

async fn proxy(upstream: std::net::SocketAddr, late: bool) -> FaultProxy {
    let mut proxy = FaultProxy::builder(upstream);
    if late {
        proxy = proxy.on(1, WireFault::ForwardLate);
    }
    proxy.start().await.unwrap()
}

/// Starts an emulator, lets others order machines, and puts a proxy before it for the program.
macro_rules! world {
    ($emulator:expr, $late:expr, $client:expr, $order:expr) => {{
        let emulator = $emulator.start().await.unwrap();
        let client = $client(emulator.base_url().as_str());
        for name in NAMES {
            drop($order(&client, name).await.unwrap());
        }
        let proxy = proxy(emulator.address(), $late).await;
        let url = emulator.base_url_via(proxy.address());
        World {
            client: Box::new($client(url.as_str())),
            url,
            proxy,
            machines: Box::new(move || emulator.machines()),
        }
    }};
}

impl World {
    pub(crate) async fn start(vendor: &str, late: bool, time: &ManualClock) -> Self {
        let clock = driven(time);
        match vendor {
            "glows" => {
                let emulator = Glows::builder().clock(clock).token(TOKEN);
                let emulator = emulator.behaviour(|how| {
                    (how.queued_for, how.releasing_for) = (Duration::ZERO, Duration::ZERO);
                });
                let client = |url: &str| glows(url, Some(time));
                world!(emulator, late, client, glows_order)
            }
            "mdc" => {
                let emulator = Mdc::builder().clock(clock).token(TOKEN).user_id(USER);
                let emulator = emulator.behaviour(|how| {
                    (how.creating_for, how.deleting_for) = (Duration::ZERO, Duration::ZERO);
                });
                let client = |url: &str| mdc(url, Some(time));
                world!(emulator, late, client, mdc_order)
            }
            _ => {
                let emulator = AcOpenApi::builder().clock(clock).token(TOKEN);
                let emulator = emulator.behaviour(|how| {
                    (how.waiting_for, how.deploying_for) = (Duration::ZERO, Duration::ZERO);
                    (how.stopping_for, how.deleting_for) = (Duration::ZERO, Duration::ZERO);
                });
                let client = |url: &str| ac(url, Some(time));
                world!(emulator, late, client, orders::ac)
            }
        }
    }

    /// Where the program finds the vendor.
    pub(crate) fn address(&self) -> &str {
        &self.url
    }

    pub(crate) async fn sweep(&self, leases: &Leases) {
        self.proxy.clear().unwrap(); // what was held is held on
        leases.sweep(&*self.client).await.unwrap();
    }

    /// Lets a create that was held act, and waits until it has.
    pub(crate) async fn deliver(&self) {
        let is_held = self.proxy.counts().stalls > 0;
        self.proxy.resume();
        for _ in (0..2_000).take_while(|_| is_held && self.own().0 == 0) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Machines of the program: made, and billing.
    pub(crate) fn own(&self) -> (usize, usize) {
        let machines = (self.machines)();
        let own: Vec<_> =
            machines.iter().filter(|one| !NAMES.contains(&one.key.as_str())).collect();
        let billing = own.iter().filter(|one| one.cost != Cost::Nothing);
        (own.len(), billing.count())
    }

    pub(crate) fn foreign_billing(&self) -> usize {
        let machines = (self.machines)();
        let foreign = machines.iter().filter(|one| NAMES.contains(&one.key.as_str()));
        foreign.filter(|one| one.cost != Cost::Nothing).count()
    }
}

/// The program, for one vendor.
pub(crate) async fn in_child(vendor: &str, url: &str, folder: &Path, dying: Dying) {
    let name = "replaced";
    match vendor {
        "glows" => {
            let client = glows(url, None);
            let order = glows_order(&client, name);
            live(client, order, folder, dying).await;
        }
        "mdc" => {
            let client = mdc(url, None);
            let order = mdc_order(&client, name);
            live(client, order, folder, dying).await;
        }
        _ => {
            let client = ac(url, None);
            let order = orders::ac(&client, name);
            live(client, order, folder, dying).await;
        }
    }
}

fn glows_order(client: &glows_client::Client, key: &str) -> glows_client::CreateInstance {
    orders::glows(client, "NVIDIA GeForce RTX 4090", key)
}

fn mdc_order(cluster: &mdc_client::Cluster, name: &str) -> mdc_client::CreateInstance {
    orders::mdc(cluster, "66", name)
}

/// How long a call of the program may take: a create that is held keeps it that long.
const LIMIT: Duration = Duration::from_millis(600);

fn settings(time: Option<&ManualClock>) -> Settings {
    let settings = Settings::new().no_proxy();
    match time {
        Some(time) => settings.clock(time.clock()),
        None => settings.timeout(LIMIT),
    }
}

fn glows(url: &str, time: Option<&ManualClock>) -> glows_client::Client {
    let builder = glows_client::Client::builder(TOKEN).base_url(url);
    builder.settings(settings(time)).build().unwrap()
}

fn mdc(url: &str, time: Option<&ManualClock>) -> mdc_client::Cluster {
    let credentials = mdc_client::Credentials::new(TOKEN, UserId::new(USER).unwrap());
    let builder = mdc_client::Client::builder(credentials, url).settings(settings(time));
    builder.build().unwrap().cluster(ClusterName::new("host-cluster").unwrap())
}

fn ac(url: &str, time: Option<&ManualClock>) -> ac_openapi_client::Client {
    let builder = ac_openapi_client::Client::builder(TOKEN, url);
    builder.settings(settings(time)).build().unwrap()
}
