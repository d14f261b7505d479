//! The vendors behind their features: what opens an account, and what the lease does not need of them.

#[cfg(feature = "ac-openapi")]
pub(crate) mod ac;
#[cfg(feature = "glows")]
pub(crate) mod glows;
#[cfg(feature = "mdc")]
pub(crate) mod mdc;

use gpu_http::BoxFuture;
use gpu_lease::{Entry, Machine, Vendor};
use serde_json::Value;

use crate::exit::{Code, Failure, Result};
use crate::offers::Offer;
use crate::profile::{self, Profile};
use crate::world::World;

/// What the command needs of a vendor's client, beside the lease.
pub(crate) trait Client {
    fn vendor(&self) -> &dyn Vendor;

    /// How to log in to a machine, passwords included.
    fn secrets<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Value>>;

    /// What can be rented here.
    fn offers(&self) -> BoxFuture<'_, Result<Vec<Offer>>>;

    /// One read that only good credentials can make, and its name.
    fn check(&self) -> BoxFuture<'_, Result<&'static str, gpu_http::Error>>;
}

/// What the command line orders.
pub(crate) trait Order {
    type Vendor: Vendor + Clone;

    /// The account, and what is to be ordered there, first to last, each with the masked request.
    async fn plan(&self, world: &World, profile: &Profile) -> Result<Plan<Self::Vendor>>;
}

pub(crate) type Plan<V> = (V, Vec<(<V as Vendor>::Order, String)>);

/// A client and where its credentials come from.
pub(crate) struct Account {
    pub(crate) profile: String,
    pub(crate) client: Box<dyn Client>,
}

impl Account {
    /// Whether the lists of this account look where the entry's machine is.
    pub(crate) fn holds(&self, entry: &Entry) -> bool {
        entry.is_in(&self.client.vendor().account())
    }
}

/// All accounts that are set up, and those that could not be opened.
pub(crate) async fn open_all(world: &World) -> Result<(Vec<Account>, Vec<Failure>)> {
    let (mut accounts, mut failures) = (Vec::<Account>::new(), Vec::new());
    for profile in profile::all(world)? {
        for vendor in profile.vendors() {
            match open(world, &profile, vendor).await {
                Ok(opened) => {
                    for client in opened {
                        let account = client.vendor().account();
                        let known = |one: &Account| one.client.vendor().account() == account;
                        if !accounts.iter().any(known) {
                            let profile = profile.name.clone();
                            accounts.push(Account { profile, client });
                        }
                    }
                }
                Err(failure) => failures.push(failure.about(vendor, &profile.name)),
            }
        }
    }
    Ok((accounts, failures))
}

/// As [`open_all`], for a verb that cannot do without an account.
pub(crate) async fn open_some(world: &World) -> Result<Vec<Account>> {
    let (accounts, mut failures) = open_all(world).await?;
    if !accounts.is_empty() {
        failures.iter().for_each(|failure| world.tell(failure));
        return Ok(accounts);
    }
    Err(failures.pop().unwrap_or_else(none_set_up))
}

/// What to say where nothing is set up.
pub(crate) fn none_set_up() -> Failure {
    let what =
        "no vendor is set up: set GLOWS_SDK_TOKEN, MDC_TOKEN or AC_TOKEN, or try `gpu-lease demo`";
    Failure::new(Code::Credentials, what)
}

pub(crate) async fn open(
    world: &World,
    profile: &Profile,
    vendor: &str,
) -> Result<Vec<Box<dyn Client>>> {
    Ok(match vendor {
        #[cfg(feature = "glows")]
        "glows" => vec![Box::new(glows::open(world, profile)?)],
        #[cfg(feature = "mdc")]
        "mdc" => mdc::open_all(world, profile).await?,
        #[cfg(feature = "ac-openapi")]
        "ac" => vec![Box::new(ac::open(world, profile).await?)],
        _ => Vec::new(),
    })
}

/// A client that cannot be made: what is wrong is one of its settings.
pub(crate) fn setting(error: gpu_http::Error) -> Failure {
    match error.kind() {
        gpu_http::Kind::Invalid => Failure::new(Code::Credentials, error),
        _ => error.into(),
    }
}
