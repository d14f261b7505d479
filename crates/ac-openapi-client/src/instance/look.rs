//! Looking for instances: the whole list, read to its end.

use std::collections::HashSet;
use std::time::Duration;

use gpu_http::{Delivery, Http, Kind};

use super::{Instance, InstanceName, ListForm, ListInstances};
use crate::reading::Reading;
use crate::{Error, Result};

/// How many instances a page is asked for when all are wanted.
const PAGE: u32 = 100;

/// All instances of the account, and why one that is not among them may exist nevertheless.
pub(super) struct Listing {
    pub(super) instances: Vec<Instance>,
    pub(super) doubt: Option<String>,
}

/// Reads the whole list, without a filter, within the time that one call may take. If the service
/// does not take this form of asking, the other one is tried: a gateway that drops the body of a GET
/// may let it hang, so there is time left for that.
pub(super) async fn read_all(http: &Http, form: ListForm) -> Result<Listing> {
    let ends = http.ends();
    let half = ends.saturating_sub(http.timeout() / 2);
    let first = match read_in(http, half, form).await {
        Ok(listing) if listing.doubt.is_none() => return Ok(listing),
        Err(error) if error.is_auth() => return Err(error),
        doubtful => doubtful,
    };
    match (first, read_in(http, ends, form.other()).await) {
        (Ok(first), Ok(second)) => Ok(second.with(first)),
        (Err(_), Ok(second)) => Ok(second),
        (first, Err(_)) => first,
    }
}

/// All instances of a name: none only if a whole list has none.
pub(crate) async fn find_by_name(
    http: &Http,
    form: ListForm,
    name: &InstanceName,
) -> Result<Vec<Instance>> {
    let listing = read_all(http, form).await;
    let Listing { instances, doubt } = listing.map_err(|error| error.with_key(name.as_str()))?;
    let is = |one: &Instance| one.name.as_str() == Some(name.as_str());
    let found: Vec<_> = instances.into_iter().filter(is).collect();
    match doubt {
        Some(doubt) if found.is_empty() => {
            let what = format!("it was not found, but the list may not be whole ({doubt})");
            let error = Error::new(Kind::Unreadable, Delivery::Answered, what);
            Err(error.with_key(name.as_str()))
        }
        _ => Ok(found),
    }
}

impl Listing {
    /// With what only an earlier, doubtful one has: an instance that was listed is no less there for
    /// a doubt about others.
    fn with(mut self, earlier: Self) -> Self {
        let id = |one: &Instance| one.id.as_str().to_owned();
        let ids: HashSet<String> = self.instances.iter().map(id).collect();
        let only = earlier.instances.into_iter();
        self.instances
            .extend(only.filter(|one| !ids.contains(one.id.as_str())));
        self
    }
}

async fn read_in(http: &Http, ends: Duration, form: ListForm) -> Result<Listing> {
    let mut reading = Reading::default();
    let mut instances = Vec::new();
    while !reading.ended() {
        let request = ListInstances::new(http.until(ends), form).limit(PAGE);
        let page = request.fetch(reading.start()).await?;
        instances.extend(reading.take(page));
    }
    Ok(Listing {
        instances,
        doubt: reading.doubt(),
    })
}
