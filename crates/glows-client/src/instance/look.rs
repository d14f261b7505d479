//! A look for one instance: the query first, then the whole list.

use gpu_http::{Http, Kind};

use super::list_instances::{Listing, read_all};
use crate::instance::GetInstance;
use crate::{Address, Error, Instance, Result};

/// What a look found.
pub(super) enum Sighting {
    /// There it is.
    Found(Box<Instance>),
    /// The query was refused, and the list, fully read, does not have it.
    Nowhere {
        /// The query's refusal.
        refusal: Error,
        /// How many instances the list has.
        listed: usize,
    },
    /// The answers do not settle it, and why.
    Unclear(String),
}

/// Looks for an instance.
///
/// What the query answers for an unknown instance is not published, so a refusal alone proves
/// nothing: the list must agree.
///
/// # Errors
///
/// A failure that says nothing about the instance: network, token, an unreadable answer.
pub(super) async fn look(http: &Http, address: &Address) -> Result<Sighting> {
    let refusal = match GetInstance::new(http.clone(), address.clone()).await {
        Ok(instance) if address.is_of(&instance) == Some(false) => {
            return Ok(Sighting::Unclear("the query gave another instance".into()));
        }
        Ok(instance) => return Ok(Sighting::Found(Box::new(instance))),
        Err(error) if may_mean_absent(&error) => error,
        Err(error) => return Err(error),
    };
    let listing = read_all(http).await.map_err(|error| address.mark(error))?;
    Ok(in_list(listing, address, refusal))
}

/// A plain refusal that is not about the caller.
fn may_mean_absent(error: &Error) -> bool {
    let refused = error.kind() == Kind::Vendor || error.status() == Some(404);
    refused && !error.is_auth() && !error.is_rate_limited()
}

fn in_list(listing: Listing, address: &Address, refusal: Error) -> Sighting {
    let mut without_key = 0_usize;
    let listed = listing.instances.len();
    for instance in listing.instances {
        match address.is_of(&instance) {
            Some(true) => return Sighting::Found(Box::new(instance)),
            Some(false) => {}
            None => without_key += 1,
        }
    }
    match listing.flaw {
        Some(flaw) => Sighting::Unclear(flaw),
        None if without_key > 0 => Sighting::Unclear(format!(
            "{without_key} of {listed} listed instances show no meta key"
        )),
        None => Sighting::Nowhere { refusal, listed },
    }
}
