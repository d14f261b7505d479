//! What became of instances that were stopped or deleted, probed one by one: the service answers a
//! batch without a word about each id.

mod confirmations;

use std::time::Duration;

use gpu_http::{
    BoxFuture, Confirmation, Confirming, GIVING_BACK, Goal, Http, Kind, Lookup, Release,
    ReleaseWatch, Search, Weight,
};

pub use confirmations::Confirmations;

use super::find_instance::search;
use super::{
    Instance, InstanceId, InstanceIds, ListForm, Phase, Status, delete_instances, get_instance,
    stop_instances,
};
use crate::{Error, ErrorCode, Result};

/// Probes each instance of a batch until all are gone.
pub(crate) fn confirm_deleted(
    http: Http,
    form: ListForm,
    ids: InstanceIds,
) -> Confirming<Confirmations> {
    let probe = move |http, ends, watch| -> BoxFuture<'static, Result<()>> {
        Box::pin(async move { probe_deletion(&http, ends, form, &watch).await })
    };
    confirm(http, ids, Goal::Gone, probe)
}

/// Probes each instance of a batch until all have ended.
pub(crate) fn confirm_stopped(http: Http, ids: InstanceIds) -> Confirming<Confirmations> {
    let probe = |http: Http, ends, watch: ReleaseWatch| -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            for id in watch.open() {
                let detail = get_instance(&http.until(ends), &InstanceId::from_known(&id));
                let found = match detail.await {
                    Ok(instance) => Lookup::Found(state(&instance, "its detail (documented)")),
                    Err(error) => unknown(error)?,
                };
                watch.note(&id, found, Weight::Full);
            }
            Ok(())
        })
    };
    confirm(http, ids, Goal::Ended, probe)
}

/// Stops and then deletes each instance of a batch, again and again until all are gone.
pub(crate) fn give_back(http: Http, form: ListForm, ids: InstanceIds) -> Confirming<Confirmations> {
    let probe = move |http: Http, ends, watch: ReleaseWatch| -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            for id in watch.due() {
                order(&http.until(ends), &watch, &id).await?;
            }
            probe_deletion(&http, ends, form, &watch).await
        })
    };
    confirm(http, ids, Goal::Gone, probe).limit(GIVING_BACK)
}

/// Stops an instance that has not been seen to have ended, and deletes any other, one that cannot be
/// stopped, and one that stays in a state nobody knows although its stop was accepted: what a delete does
/// to one that runs is not documented.
async fn order(http: &Http, watch: &ReleaseWatch, id: &str) -> Result<()> {
    let ids = || InstanceIds::from(InstanceId::from_known(id));
    let is_to_be_deleted = match watch.last(id) {
        Some(Release::Ended(_)) => true,
        Some(Release::StillThere(status)) => {
            let is_unknown = Status::from(status.as_str()).phase() == Phase::Unknown;
            is_unknown && watch.is_prepared(id)
        }
        _ => false,
    };
    if !is_to_be_deleted {
        match stop_instances(http, ids()).await {
            Err(error) if error.is_auth() => return Err(error),
            Err(error) if is_refused(&error) => {}
            stopped => {
                watch.prepared(id, stopped.err());
                return Ok(());
            }
        }
    }
    let delete = delete_instances(http, ids());
    watch.order(id, async { delete.await.map(drop) }).await
}

/// Whether the service has plainly refused an order about an instance.
pub(crate) fn is_refused(error: &Error) -> bool {
    error.kind() == Kind::Vendor && !error.is_transient() && !error.is_auth()
}

fn confirm(
    http: Http,
    ids: InstanceIds,
    goal: Goal,
    probe: impl Fn(Http, Duration, ReleaseWatch) -> BoxFuture<'static, Result<()>>
    + Send
    + Sync
    + 'static,
) -> Confirming<Confirmations> {
    let clock = http.clock().clone();
    let names = ids.iter().map(|id| id.as_str().to_owned()).collect();
    // All of it is over by then; each call has its own limit.
    let probe = move |watch: ReleaseWatch, remaining: Duration| {
        let ends = http.clock().monotonic().saturating_add(remaining);
        probe(http.clone(), ends, watch)
    };
    let gather = |found: Vec<(String, Confirmation)>| {
        let found = found.into_iter();
        Confirmations::new(found.map(|(id, one)| (InstanceId::from_known(&id), one)).collect())
    };
    let with_ids = move |error: Error| error.with_id(&ids.to_string());
    Confirming::of_release(&clock, names, goal, probe, gather, with_ids)
}

/// Probes those that are not known to be gone; they share one reading of the list.
///
/// No code for "no such instance" is documented, so a refused detail proves nothing by itself: only
/// together with a list that was read whole and does not have the id.
async fn probe_deletion(
    http: &Http,
    ends: Duration,
    form: ListForm,
    watch: &ReleaseWatch,
) -> Result<()> {
    let mut listing = None;
    for id in watch.open() {
        let detail = get_instance(&http.until(ends), &InstanceId::from_known(&id));
        let mut weight = Weight::Full;
        let found = match detail.await {
            Ok(instance) => Lookup::Found(state(&instance, "its detail (documented)")),
            Err(refusal) if may_mean_absent(&refusal) => {
                let listing = match &listing {
                    Some(listing) => listing,
                    None => listing.insert(read_list(&http.until(ends), form).await?),
                };
                if !speaks_of_it(&refusal) {
                    weight = Weight::Weak;
                }
                by_list(&id, &refusal, listing)
            }
            Err(error) => unknown(error)?,
        };
        watch.note(&id, found, weight);
    }
    Ok(())
}

/// The list, or why it could not be read.
async fn read_list(http: &Http, form: ListForm) -> Result<Result<Search<Instance>, String>> {
    match search(http, form, |_| Some(true)).await {
        Err(error) if error.is_auth() => Err(error),
        searched => Ok(searched.map_err(|error| error.to_string())),
    }
}

/// Whether a refused detail can mean that the instance is gone: the service itself refused, and
/// not for a reason that has nothing to do with the instance.
fn may_mean_absent(error: &Error) -> bool {
    let unrelated =
        [ErrorCode::USER_FROZEN, ErrorCode::CONNECTION_INTERRUPTED, ErrorCode::DATABASE_ERROR];
    let unrelated = ErrorCode::of(error).is_some_and(|code| unrelated.contains(&code));
    (error.kind() == Kind::Vendor || error.is_not_found()) && !error.is_auth() && !unrelated
}

/// Whether a refusal speaks of the instance: it is not there (seen in use), or its id is no valid
/// parameter. An internal fault does not, nor does a code that nobody has described: with it the list has
/// to agree for longer.
fn speaks_of_it(refusal: &Error) -> bool {
    refusal.is_not_found() || ErrorCode::of(refusal) == Some(ErrorCode::PARAMETER_INVALID)
}

/// What the list adds to a refused detail.
fn by_list(
    id: &str,
    refusal: &Error,
    listing: &Result<Search<Instance>, String>,
) -> Lookup<Confirmation> {
    let listing = match listing {
        Ok(listing) => listing,
        Err(why) => return Lookup::Unknown(why.clone()),
    };
    match listing.lookup(id) {
        Lookup::Found(instance) => {
            let evidence = "the list, although its detail is refused";
            Lookup::Found(state(instance, evidence))
        }
        Lookup::Unreadable(why) => Lookup::Unreadable(why),
        Lookup::Unknown(why) => Lookup::Unknown(why),
        Lookup::Absent(evidence) => Lookup::Absent(format!(
            "its detail was refused (code {}) and {evidence} (inferred: no code for a missing \
             instance is documented), so it is not in this client's region; an id that never existed \
             is answered alike",
            refusal.code().unwrap_or("none"),
        )),
    }
}

fn state(instance: &Instance, evidence: &str) -> Confirmation {
    let status = instance.status_text().to_owned();
    if instance.phase() == Phase::Ended {
        let evidence =
            format!("{evidence}; that its status means ended is inferred from the console");
        return Confirmation::of_record(Release::Ended(status), evidence);
    }
    Confirmation::of_record(Release::StillThere(status), evidence)
}

/// The probe failed. Rejected credentials end the probing; everything else may be better next time.
fn unknown(error: Error) -> Result<Lookup<Confirmation>> {
    if error.is_auth() {
        return Err(error);
    }
    Ok(Lookup::Unknown(error.to_string()))
}
