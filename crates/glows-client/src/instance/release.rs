//! Giving an instance back (`DELETE /instance`), and whether it is really gone.

use std::time::Duration;

use gpu_http::{
    BoxFuture, Call, Confirmation, Confirming, GIVING_BACK, Http, Lookup, Order, Release, Request,
    Weight,
};

use super::find_instance::probe;
use crate::{Address, Instance, Result, envelope};

/// Glows.ai accepted a release. Nothing published says when the instance is gone: confirm it
/// with [`Client::confirm_released`](crate::Client::confirm_released).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "accepted is not gone: confirm the release"]
#[non_exhaustive]
pub struct ReleaseAccepted {
    /// What was released.
    pub address: Address,
}

pub(crate) fn release_instance(http: &Http, address: Address) -> Request<ReleaseAccepted> {
    let call = address.add_to(Call::delete("release instance", "/instance"));
    Request::new(http, Ok(call), move |answer| {
        envelope::accepted(&answer)?;
        let address = address.clone();
        Ok(ReleaseAccepted { address })
    })
}

pub(crate) fn confirm_released(http: Http, address: Address) -> Confirming<Confirmation> {
    probing(http, address, None)
}

pub(crate) fn give_back(http: Http, address: Address) -> Confirming<Confirmation> {
    let (ordering, asked) = (http.clone(), address.clone());
    let order: Order = Box::new(move |remaining| {
        let order = release_instance(&ordering.within(remaining), asked.clone());
        Box::pin(async move { order.await.map(drop) })
    });
    probing(http, address, Some(order)).limit(GIVING_BACK)
}

fn probing(http: Http, address: Address, order: Option<Order>) -> Confirming<Confirmation> {
    let clock = http.clock().clone();
    let asked = address.clone();
    let probe =
        move |remaining: Duration| -> BoxFuture<'static, Result<(Lookup<Confirmation>, Weight)>> {
            let (http, address) = (http.within(remaining), asked.clone());
            Box::pin(async move {
                let (found, weight) = probe(&http, &address).await?;
                Ok((evaluate(found), weight))
            })
        };
    let name = address.to_string();
    Confirming::of_one(&clock, name, order, probe, move |error| address.mark(error))
}

/// What the instances that were found say of the release. Those that live come first.
fn evaluate(found: Lookup<Vec<Instance>>) -> Lookup<Confirmation> {
    if let Lookup::Absent(evidence) = found {
        return Lookup::Absent(format!(
            "{evidence} (inferred: what either means is not published, and instances made in the web \
             console may not be listed)"
        ));
    }
    found.map(|instances| match instances.iter().find(|one| !one.has_ended()) {
        Some(there) => Confirmation::of_record(
            Release::StillThere(there.status_text().to_owned()),
            "an answer that shows the instance (documented)",
        ),
        None => Confirmation::new(
            Release::Gone,
            "its status is Released",
            "the web console's word for an ended instance (inferred that the API means the same)",
        ),
    })
}
