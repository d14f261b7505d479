//! What it costs in requests to wait for many machines: all together, and each for itself.

use std::time::Duration;

use ac_openapi_client as ac;
use glows_client as glows;
use gpu_http::{Condition, ManualClock, Verdict};
use mdc_client as mdc;

use crate::call::Failure;
use crate::fleet::{Fleet, name};

/// How long a wait lasts. It is the clients' clock: nobody waits here.
const MINUTE: Duration = Duration::from_secs(60);

/// How many instances a page has, where there are pages.
pub const PAGE: u32 = 100;

/// The vendors, as the command line takes them.
pub const VENDORS: [&str; 3] = ["glows", "mdc", "ac"];

/// Requests in the first minute of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requests {
    /// By one `wait_all`.
    pub together: u64,
    /// By one `wait_until` for each machine.
    pub each: u64,
}

/// Waits a minute for machines that never get ready: so many, spread evenly over an account of so many.
///
/// # Errors
/// When a wait ends in another way than by its limit, or the account is smaller than the wait.
pub async fn a_minute(vendor: &str, machines: usize, account: usize) -> Result<Requests, Failure> {
    let apart = account.checked_div(machines).filter(|apart| *apart > 0);
    let apart = apart.ok_or("an account has the machines that are waited for, and one at least")?;
    let names = (0..machines).map(|machine| name(machine * apart)).collect();
    let fleet = Fleet::start(account).await?;
    let time = ManualClock::new();
    let base = format!("http://127.0.0.1:{}", fleet.port);
    match vendor {
        "glows" => of_glows(&fleet, &base, &time, names).await,
        "mdc" => of_mdc(&fleet, &base, &time, names).await,
        "ac" => of_ac(&fleet, &base, &time, names).await,
        _ => Err(format!("no vendor `{vendor}`; there are {VENDORS:?}").into()),
    }
}

async fn of_glows(
    fleet: &Fleet,
    base: &str,
    time: &ManualClock,
    names: Vec<String>,
) -> Result<Requests, Failure> {
    let builder = glows::Client::builder("token").base_url(base);
    let client = builder.settings(gpu_http::Settings::new().clock(time.clock())).build()?;
    let keys: Result<Vec<_>, _> = names.into_iter().map(glows::MetaKey::new).collect();
    let keys = keys?;
    let list = client.list_instances().per_page(PAGE);
    let all = list.wait_all(keys.clone(), never()).limit(MINUTE).await;
    for settled in all {
        expired(settled.result)?;
    }
    let together = fleet.take_requests();
    for key in keys {
        expired(client.wait_until(key, never()).limit(MINUTE).await)?;
    }
    let each = fleet.take_requests();
    Ok(Requests { together, each })
}

async fn of_mdc(
    fleet: &Fleet,
    base: &str,
    time: &ManualClock,
    names: Vec<String>,
) -> Result<Requests, Failure> {
    let credentials = mdc::Credentials::new("token", mdc::UserId::new("user")?);
    let builder = mdc::Client::builder(credentials, base);
    let client = builder.settings(gpu_http::Settings::new().clock(time.clock())).build()?;
    let cluster = client.cluster(mdc::ClusterName::new("cluster")?);
    let names: Result<Vec<_>, _> = names.into_iter().map(mdc::InstanceName::new).collect();
    let names = names?;
    let list = cluster.list_instances();
    for settled in list.wait_all(names.clone(), never()).limit(MINUTE).await {
        expired(settled.result)?;
    }
    let together = fleet.take_requests();
    for name in names {
        expired(cluster.wait_until(name, never()).limit(MINUTE).await)?;
    }
    let each = fleet.take_requests();
    Ok(Requests { together, each })
}

async fn of_ac(
    fleet: &Fleet,
    base: &str,
    time: &ManualClock,
    names: Vec<String>,
) -> Result<Requests, Failure> {
    let builder = ac::Client::builder("token", format!("{base}/ai"));
    let client = builder.settings(gpu_http::Settings::new().clock(time.clock())).build()?;
    let ids: Result<Vec<_>, _> = names.into_iter().map(ac::InstanceId::new).collect();
    let ids = ids?;
    let list = client.list_instances().form(ac::ListForm::Query).per_page(PAGE);
    let all = ac::InstanceIds::try_from(ids.clone())?;
    for settled in list.wait_all(all, never()).limit(MINUTE).await {
        expired(settled.result)?;
    }
    let together = fleet.take_requests();
    for id in ids {
        expired(client.wait_until(&id, never()).limit(MINUTE).await)?;
    }
    let each = fleet.take_requests();
    Ok(Requests { together, each })
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
