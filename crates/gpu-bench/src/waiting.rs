//! What it costs to wait for many machines: all together, and each for itself.

use std::time::Duration;

use ac_openapi_client as ac;
use glows_client as glows;
use gpu_http::{Condition, Machine, ManualClock, Settings, Verdict, WaitingAll};
use mdc_client as mdc;

use crate::call::Failure;
use crate::fleet::{Fleet, name};
use crate::program;

/// How long a wait lasts. It is the clients' clock: nobody waits here.
const MINUTE: Duration = Duration::from_secs(60);

/// How often a wait looks in its first minute: at 0, 2, 5, 9.5, 16.25, … seconds.
pub const LOOKS: u64 = 8;

/// How many instances a page has, where there are pages.
pub const PAGE: u32 = 100;

/// The vendors, as the command line takes them.
pub const VENDORS: [&str; 3] = ["glows", "mdc", "ac"];

/// So many machines that never get ready, spread evenly over an account of so many.
pub struct Waiting {
    vendor: Vendor,
    names: Vec<String>,
    fleet: Fleet,
    caller: tokio::runtime::Runtime,
    /// Apart from the caller, whose thread alone is measured.
    _server: tokio::runtime::Runtime,
}

enum Vendor {
    Glows(glows::Client),
    Mdc(mdc::Cluster),
    Ac(ac::Client),
}

impl Waiting {
    /// Gets ready.
    pub fn new(vendor: &str, machines: usize, account: usize) -> Result<Self, Failure> {
        let apart = account.checked_div(machines).filter(|apart| *apart > 0);
        let apart = apart.ok_or("an account has the machines that are waited for, and one")?;
        let (server, caller) = (program::runtime(2)?, program::runtime(1)?);
        let fleet = server.block_on(Fleet::start(account))?;
        let base = format!("http://127.0.0.1:{}", fleet.port);
        let settings = Settings::new().clock(ManualClock::new().clock());
        let vendor = match vendor {
            "glows" => {
                let builder = glows::Client::builder("token").base_url(base);
                Vendor::Glows(builder.settings(settings).build()?)
            }
            "mdc" => {
                let credentials = mdc::Credentials::new("token", mdc::UserId::new("user")?);
                let client = mdc::Client::builder(credentials, &base).settings(settings).build()?;
                Vendor::Mdc(client.cluster(mdc::ClusterName::new("cluster")?))
            }
            "ac" => {
                let builder = ac::Client::builder("token", format!("{base}/ai"));
                Vendor::Ac(builder.settings(settings).build()?)
            }
            _ => return Err(format!("no vendor `{vendor}`; there are {VENDORS:?}").into()),
        };
        let names = (0..machines).map(|machine| name(machine * apart)).collect();
        Ok(Self { vendor, names, fleet, caller, _server: server })
    }

    /// Waits a minute for all of them by one `wait_all`, and says how many requests that took.
    pub fn together(&self) -> Result<u64, Failure> {
        let names = self.names.iter().map(String::as_str);
        match &self.vendor {
            Vendor::Glows(client) => {
                let keys = names.map(glows::MetaKey::new).collect::<Result<Vec<_>, _>>()?;
                let list = client.list_instances().per_page(PAGE);
                self.expire(list.wait_all(keys, never()))?;
            }
            Vendor::Mdc(cluster) => {
                let names = names.map(mdc::InstanceName::new).collect::<Result<Vec<_>, _>>()?;
                self.expire(cluster.list_instances().wait_all(names, never()))?;
            }
            Vendor::Ac(client) => {
                let ids = names.map(ac::InstanceId::new).collect::<Result<Vec<_>, _>>()?;
                let list = client.list_instances().form(ac::ListForm::Query).per_page(PAGE);
                self.expire(list.wait_all(ac::InstanceIds::try_from_iter(ids)?, never()))?;
            }
        }
        Ok(self.fleet.take_requests())
    }

    fn expire<T: Machine + Send + Sync + Unpin + 'static>(
        &self,
        wait: WaitingAll<T>,
    ) -> Result<(), Failure> {
        let waits = self.caller.block_on(wait.limit(MINUTE).into_future());
        waits.into_iter().try_for_each(|settled| expired(settled.result))
    }

    /// The same by one `wait_until` for each.
    pub fn each(&self) -> Result<u64, Failure> {
        for name in &self.names {
            self.caller.block_on(async {
                match &self.vendor {
                    Vendor::Glows(client) => {
                        let key = glows::MetaKey::new(name)?;
                        expired(client.wait_until(key, never()).limit(MINUTE).await)
                    }
                    Vendor::Mdc(cluster) => {
                        let name = mdc::InstanceName::new(name)?;
                        expired(cluster.wait_until(name, never()).limit(MINUTE).await)
                    }
                    Vendor::Ac(client) => {
                        let id = ac::InstanceId::new(name)?;
                        expired(client.wait_until(&id, never()).limit(MINUTE).await)
                    }
                }
            })?;
        }
        Ok(self.fleet.take_requests())
    }
}

/// A condition that no machine meets.
fn never<T: 'static>() -> Condition<T> {
    Condition::new("never", |_| Verdict::NotYet)
}

/// A wait must have ended by its limit, with the machine seen.
fn expired<T>(result: Result<T, gpu_http::Error>) -> Result<(), Failure> {
    let error = result.err().ok_or("a machine got ready")?;
    if error.kind() == gpu_http::Kind::WaitLimit && error.last_state().is_some() {
        return Ok(());
    }
    Err(error.to_string().into())
}
