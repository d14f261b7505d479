//! The vendors: an emulator in the parent with machines of others on it, and a real client on both sides.

use std::time::Duration;

use gpu_emulator::proxy::{FaultProxy, WireFault};
use gpu_emulator::{AcOpenApi, Builder, Glows, Ledger, Mdc};
use gpu_http::{ManualClock, Settings};
use gpu_lease::{Leases, Vendor};
use gpu_lease_support::driven;
use mdc_client::{ClusterName, UserId};

const TOKEN: &str = "a-token-of-the-kill-test";
const USER: &str = "user-1";

/// Names that look like ours and are not.
const NAMES: [&str; 3] = ["production", "lease_production", "lease_aaaaaaaa_0123456789abcdefghj"];

/// A vendor and the machines that others have there.
pub(super) struct World {
    pub(super) ledger: Box<dyn Fn() -> Ledger>,
    client: Box<dyn Vendor>,
    pub(super) proxy: FaultProxy,
    /// Where the program finds the vendor.
    pub(super) url: String,
}

/// Starts an emulator with machines of others, and a proxy before it for the program.
async fn world<V: gpu_emulator::Vendor, C: Vendor>(
    emulator: Builder<V>,
    late: bool,
    client: impl FnOnce(&str) -> C,
) -> World {
    let emulator = emulator.start().await.unwrap();
    NAMES.iter().for_each(|name| drop(emulator.add_foreign(name)));
    let mut proxy = FaultProxy::builder(emulator.address());
    if late {
        proxy = proxy.on(1, WireFault::ForwardLate);
    }
    let proxy = proxy.start().await.unwrap();
    let url = emulator.base_url_via(proxy.address());
    let (client, ledger) = (Box::new(client(&url)), Box::new(move || emulator.ledger()));
    World { ledger, client, proxy, url }
}

impl World {
    pub(super) async fn start(vendor: &str, late: bool, time: &ManualClock) -> Self {
        let clock = driven(time);
        match vendor {
            "glows" => {
                let emulator = Glows::builder().clock(clock).token(TOKEN).behaviour(|how| {
                    (how.queued_for, how.releasing_for) = (Duration::ZERO, Duration::ZERO);
                });
                world(emulator, late, |url| glows(url, time)).await
            }
            "mdc" => {
                let emulator = Mdc::builder().clock(clock).token(TOKEN).user_id(USER);
                let emulator = emulator.behaviour(|how| {
                    (how.creating_for, how.deleting_for) = (Duration::ZERO, Duration::ZERO);
                });
                world(emulator, late, |url| mdc(url, time)).await
            }
            _ => {
                let emulator = AcOpenApi::builder().clock(clock).token(TOKEN).behaviour(|how| {
                    (how.waiting_for, how.deploying_for) = (Duration::ZERO, Duration::ZERO);
                    (how.stopping_for, how.deleting_for) = (Duration::ZERO, Duration::ZERO);
                });
                world(emulator, late, |url| ac(url, time)).await
            }
        }
    }

    pub(super) async fn sweep(&self, leases: &Leases) {
        self.proxy.clear().unwrap(); // what was held is held on
        leases.sweep(&*self.client).await.unwrap();
    }

    /// Lets a create that was held act, and waits until it has.
    pub(super) async fn deliver(&self) {
        let is_held = self.proxy.counts().stalls > 0;
        self.proxy.resume();
        for _ in (0..2_000).take_while(|_| is_held && (self.ledger)().created == 0) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

fn settings(time: &ManualClock) -> Settings {
    Settings::new().no_proxy().clock(time.clock())
}

pub(super) fn glows(url: &str, time: &ManualClock) -> glows_client::Client {
    let builder = glows_client::Client::builder(TOKEN).base_url(url);
    builder.settings(settings(time)).build().unwrap()
}

pub(super) fn mdc(url: &str, time: &ManualClock) -> mdc_client::Cluster {
    let credentials = mdc_client::Credentials::new(TOKEN, UserId::new(USER).unwrap());
    let builder = mdc_client::Client::builder(credentials, url).settings(settings(time));
    builder.build().unwrap().cluster(ClusterName::new("host-cluster").unwrap())
}

pub(super) fn ac(url: &str, time: &ManualClock) -> ac_openapi_client::Client {
    let builder = ac_openapi_client::Client::builder(TOKEN, url);
    builder.settings(settings(time)).build().unwrap()
}
