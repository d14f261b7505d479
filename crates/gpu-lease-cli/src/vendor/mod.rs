//! The vendors behind their features: what opens an account, and what the lease does not need of them.

#[cfg(feature = "ac-openapi")]
pub(crate) mod ac;
#[cfg(feature = "glows")]
pub(crate) mod glows;
#[cfg(feature = "mdc")]
pub(crate) mod mdc;

use gpu_lease::{Entry, Machine, Vendor};
use serde_json::Value;

use crate::exit::{Code, Failure, Result};
use crate::offers::Offer;
use crate::profile::{self, Profile};
use crate::world::World;

/// A vendor's client.
pub(crate) enum Client {
    #[cfg(feature = "glows")]
    Glows(glows_client::Client),
    #[cfg(feature = "mdc")]
    Mdc(mdc_client::Cluster, mdc_client::Client),
    #[cfg(feature = "ac-openapi")]
    Ac(ac_openapi_client::Client),
}

/// What the command line orders.
pub(crate) trait Order {
    type Vendor: Vendor + Clone;

    /// The account, and the orders that are to be placed with it.
    async fn plan(&self, world: &World, profile: &Profile) -> Result<Plan<Self::Vendor>>;
}

/// What is ordered, first to last, and the masked requests that would be sent.
pub(crate) struct Plan<V: Vendor> {
    pub(crate) client: V,
    pub(crate) orders: Vec<V::Order>,
    pub(crate) curl: Vec<String>,
}

/// A client and where its credentials come from.
pub(crate) struct Account {
    pub(crate) profile: String,
    pub(crate) client: Client,
}

impl Client {
    pub(crate) fn vendor(&self) -> &dyn Vendor {
        match self {
            #[cfg(feature = "glows")]
            Self::Glows(client) => client,
            #[cfg(feature = "mdc")]
            Self::Mdc(cluster, _) => cluster,
            #[cfg(feature = "ac-openapi")]
            Self::Ac(client) => client,
        }
    }

    /// How to log in to a machine, passwords included.
    pub(crate) async fn secrets(&self, machine: &Machine) -> Result<Value> {
        match self {
            #[cfg(feature = "glows")]
            Self::Glows(client) => glows::secrets(client, machine).await,
            #[cfg(feature = "mdc")]
            Self::Mdc(cluster, _) => mdc::secrets(cluster, machine).await,
            #[cfg(feature = "ac-openapi")]
            Self::Ac(client) => ac::secrets(client, machine).await,
        }
    }

    /// What can be rented here.
    pub(crate) async fn offers(&self) -> Result<Vec<Offer>> {
        match self {
            #[cfg(feature = "glows")]
            Self::Glows(_) => Ok(vec![Offer::unknown(
                "glows",
                "the API lists no offers; names and prices are in the console",
            )]),
            #[cfg(feature = "mdc")]
            Self::Mdc(cluster, client) => mdc::offers(cluster, client).await,
            #[cfg(feature = "ac-openapi")]
            Self::Ac(_) => Ok(vec![Offer::unknown(
                "ac",
                "the API tells no prices; resource groups are in the console",
            )]),
        }
    }

    /// One read that only good credentials can make.
    pub(crate) async fn check(&self) -> Result<&'static str, gpu_http::Error> {
        match self {
            #[cfg(feature = "glows")]
            Self::Glows(client) => client.check_token().await.map(|()| "GET /instance/stats"),
            #[cfg(feature = "mdc")]
            Self::Mdc(_, client) => client.list_regions().await.map(|_| "GET /regions"),
            #[cfg(feature = "ac-openapi")]
            Self::Ac(client) => ac::check(client).await,
        }
    }
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

pub(crate) async fn open(world: &World, profile: &Profile, vendor: &str) -> Result<Vec<Client>> {
    match vendor {
        #[cfg(feature = "glows")]
        "glows" => Ok(vec![Client::Glows(glows::open(world, profile)?)]),
        #[cfg(feature = "mdc")]
        "mdc" => mdc::open_all(world, profile).await,
        #[cfg(feature = "ac-openapi")]
        "ac" => Ok(vec![Client::Ac(ac::open(world, profile).await?)]),
        _ => Ok(Vec::new()),
    }
}

/// A client that cannot be made: what is wrong is one of its settings.
pub(crate) fn setting(error: gpu_http::Error) -> Failure {
    match error.kind() {
        gpu_http::Kind::Invalid => Failure::new(Code::Credentials, error),
        _ => error.into(),
    }
}
