//! A probe for an instance: the query first, then the whole list.

use std::time::Duration;

use gpu_http::{Candidate, Delivery, Http, Kind, Listed, Lookup, Machine, Weight};

use super::get_instance;
use crate::{Address, Error, Instance, ListInstances, Result};

/// How many instances a probe asks for at once. The largest page is not published.
const PER_PAGE: u32 = 100;

impl Listed for Instance {
    fn id(&self) -> &str {
        self.id.bare()
    }
}

impl Machine for Instance {
    fn status(&self) -> &str {
        self.status_text()
    }

    fn is_over(&self) -> bool {
        self.is_beyond_use()
    }

    fn candidate(&self) -> Candidate {
        let mut candidate = Candidate::new(self.id.as_str());
        candidate.name = self.meta_key.as_str().map(str::to_owned);
        candidate.status = Some(self.status_text().to_owned());
        candidate.created = self.created_at().map(|time| time.to_string());
        candidate
    }
}

/// Looks for an instance, in as much time as one call may take. Of a key that was used again, those
/// that live come first.
///
/// What the query answers for an unknown instance is not published, so a refusal alone proves
/// nothing: the list must agree.
///
/// # Errors
///
/// A failure that says nothing about the instance: network, token, an unreadable answer.
pub(crate) async fn find_instance(http: &Http, address: &Address) -> Result<Lookup<Vec<Instance>>> {
    probe(http, address).await.map(|(found, _)| found)
}

/// The same, and what an absence is worth: behind a web page the list alone bears it.
pub(super) async fn probe(
    http: &Http,
    address: &Address,
) -> Result<(Lookup<Vec<Instance>>, Weight)> {
    let ends = http.ends();
    match get_instance(http, address).await {
        Ok(instance) => Ok((with_living(http, ends, address, instance).await?, Weight::Full)),
        Err(refusal) if may_mean_absent(&refusal) => {
            let weight = if refusal.says_nothing() { Weight::Weak } else { Weight::Full };
            let listed = search(http, ends, address, None).await?;
            let found = match listed {
                Lookup::Absent(evidence) => {
                    let code = refusal.code().unwrap_or("none");
                    Lookup::Absent(format!(
                        "the query for {address} was refused (code {code}), and {evidence}"
                    ))
                }
                listed => listed,
            };
            Ok((found, weight))
        }
        Err(error) => Err(error),
    }
}

/// The instance that a query gave, unless it has ended and another one that has its key lives.
///
/// # Errors
///
/// As [`find_instance`]; a transient one if the list does not tell.
pub(super) async fn current(http: &Http, address: &Address) -> Result<Instance> {
    let ends = http.ends();
    let instance = get_instance(http, address).await?;
    match with_living(http, ends, address, instance).await? {
        Lookup::Found(mut found) => Ok(found.swap_remove(0)),
        Lookup::Unreadable(why) | Lookup::Unknown(why) | Lookup::Absent(why) => {
            let error = Error::new(Kind::Unreadable, Delivery::Answered, why);
            Err(address.mark(error))
        }
    }
}

async fn with_living(
    http: &Http,
    ends: Duration,
    address: &Address,
    instance: Instance,
) -> Result<Lookup<Vec<Instance>>> {
    if instance.is_beyond_use() && address.key().is_some() {
        return search(http, ends, address, Some(instance)).await;
    }
    Ok(Lookup::Found(vec![instance]))
}

/// A plain refusal that is not about the caller.
fn may_mean_absent(error: &Error) -> bool {
    let refused = error.kind() == Kind::Vendor || error.status() == Some(404);
    refused && !error.is_auth() && !error.is_rate_limited()
}

/// A plain refusal of a list that may be about the length of its pages.
fn may_mean_too_long(error: &Error) -> bool {
    let answered = matches!(error.kind(), Kind::Vendor | Kind::Status);
    answered && !error.is_auth() && !error.is_transient()
}

/// Goes through the list, newest first. `ended` is what the query gave.
async fn search(
    http: &Http,
    ends: Duration,
    address: &Address,
    ended: Option<Instance>,
) -> Result<Lookup<Vec<Instance>>> {
    let name = match address {
        Address::Id(id) => id.bare(),
        Address::Key(key) => key.sought(),
    };
    let wanted = |one: &Instance| address.is_of(one);
    let in_pages = |request: ListInstances| {
        let reader = request.reader(Some(ends));
        reader.search(wanted, |one| !one.is_beyond_use())
    };
    let list = ListInstances::new(http.clone());
    let searched = match in_pages(list.clone().per_page(PER_PAGE)).await {
        Err(error) if may_mean_too_long(&error) => in_pages(list).await,
        searched => searched,
    };
    let mut search = searched.map_err(|error| address.mark(error))?;
    if let Some(ended) = ended {
        search.add(ended);
    }
    Ok(match address {
        Address::Id(_) => search.into_lookup(name),
        Address::Key(_) => search.into_lookup_by_name(name),
    })
}
