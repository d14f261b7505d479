//! A look for one instance: the query first, then the whole list.

use std::time::Duration;

use gpu_http::{Http, Kind};

use super::get_instance::get_instance;
use super::list_instances::Reading;
use crate::{Address, Error, Instance, ListInstances, Result};

/// How many instances a look asks for at once. The largest page is not published.
const PER_PAGE: u32 = 100;

/// What a look found.
pub(super) enum Sighting {
    /// There it is.
    Found(Box<Instance>),
    /// The query was refused, and the list, fully read, does not have it.
    Nowhere {
        /// The query's refusal.
        refusal: Error,
        /// How many instances the list has.
        listed: u64,
    },
    /// The answers do not settle it, and why.
    Unclear(String),
}

/// Looks for an instance, in as much time as one call may take.
///
/// What the query answers for an unknown instance is not published, so a refusal alone proves
/// nothing: the list must agree.
///
/// # Errors
///
/// A failure that says nothing about the instance: network, token, an unreadable answer.
pub(super) async fn look(http: &Http, address: &Address) -> Result<Sighting> {
    let ends = http.clock().monotonic().saturating_add(http.timeout());
    let refusal = match get_instance(http, address).await {
        Ok(instance) if address.is_of(&instance) == Some(false) => {
            return Ok(Sighting::Unclear("the query gave another instance".into()));
        }
        Ok(instance) => return Ok(Sighting::Found(Box::new(instance))),
        Err(error) if may_mean_absent(&error) => error,
        Err(error) => return Err(error),
    };
    let searched = search(http, ends, address, refusal).await;
    searched.map_err(|error| address.mark(error))
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

/// Goes through the list, newest first, until it finds the instance.
async fn search(
    http: &Http,
    ends: Duration,
    address: &Address,
    refusal: Error,
) -> Result<Sighting> {
    let mut reading = Reading::default();
    let mut keyless = 0_u64;
    let mut long_pages = true;
    while !reading.ended() {
        let left = ends.saturating_sub(http.clock().monotonic());
        let mut request = ListInstances::new(http.with_timeout(left));
        if long_pages {
            request = request.per_page(PER_PAGE);
        }
        let page = match reading.next(&request).await {
            Err(error) if long_pages && !reading.began() && may_mean_too_long(&error) => {
                long_pages = false;
                continue;
            }
            page => page?,
        };
        for instance in page {
            match address.is_of(&instance) {
                Some(true) => return Ok(Sighting::Found(Box::new(instance))),
                Some(false) => {}
                None => keyless += 1,
            }
        }
    }
    let listed = reading.items();
    let keyless =
        (keyless > 0).then(|| format!("{keyless} of {listed} listed instances show no meta key"));
    Ok(match reading.doubt().or(keyless) {
        Some(doubt) => Sighting::Unclear(doubt),
        None => Sighting::Nowhere { refusal, listed },
    })
}
