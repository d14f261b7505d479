//! What became of a create that failed: a look before anything is said.

use std::time::Duration;

use gpu_http::{Http, Kind};

use crate::instance::look::{self, Sighting};
use crate::{Address, Error, Instance, MetaKey, Result};

/// Pauses before the looks. A create that timed out here may still be at work there.
const LOOKS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(3),
];

/// The pause before the look after a refusal that names none.
const AFTER_REFUSAL: Duration = Duration::from_secs(1);

/// How much of a call's time the create itself may take; the rest is for finding out what became of
/// it.
pub(super) fn share(whole: Duration) -> Duration {
    whole / 3 * 2
}

/// Finds out by the time `ends` what a failed create has done. Never creates again.
///
/// The instance if it exists after all; the error, with the key and whatever else was found out,
/// if it does not, or if nobody can tell.
pub(super) async fn settle(
    http: &Http,
    ends: Duration,
    key: &MetaKey,
    error: Error,
) -> Result<Instance> {
    let error = error.with_key(key.as_str());
    let address = Address::from(key);
    let left = || ends.saturating_sub(http.clock().monotonic());
    if error.was_rate_limited() {
        return settle_refusal(http, ends, &address, error).await;
    }
    if error.kind() == Kind::Vendor || !error.may_have_taken_effect() {
        return Err(refused(&http.with_timeout(left()), &address, error).await);
    }
    let mut looked = String::new();
    for pause in LOOKS {
        if !pause.is_zero() && pause >= left() {
            break;
        }
        http.clock().pause(pause).await;
        looked = match look::look(&http.with_timeout(left()), &address).await {
            Ok(Sighting::Found(instance)) if instance.is_beyond_use() => {
                let ended = "an instance with this key was found, but it has ended or is about to";
                return Err(with_instance(error.into_maybe_created(ended), &instance));
            }
            Ok(Sighting::Found(instance)) => return Ok(*instance),
            Ok(Sighting::Nowhere { .. }) => {
                "no instance with this key was found, which does not prove that none will come up"
                    .into()
            }
            Ok(Sighting::Unclear(why)) => format!("looking for it did not tell ({why})"),
            Err(failure) if ends_looking(&failure) => {
                looked = format!("looking for it failed ({failure})");
                break;
            }
            Err(failure) => format!("looking for it failed ({failure})"),
        };
    }
    Err(error.into_maybe_created(&looked))
}

/// Whether another look would fail, too. A look tries again by itself what fails on the way, but not
/// what was answered.
fn ends_looking(failure: &Error) -> bool {
    failure.is_auth() || !matches!(failure.kind(), Kind::Vendor | Kind::Unreadable)
}

/// The limiter that refused may stand behind what has acted already. One look, not before it is
/// welcome; if there is no instance, the refusal stays one.
async fn settle_refusal(
    http: &Http,
    ends: Duration,
    address: &Address,
    refusal: Error,
) -> Result<Instance> {
    let left = || ends.saturating_sub(http.clock().monotonic());
    let pause = refusal.retry_after().unwrap_or(AFTER_REFUSAL);
    if pause >= left() {
        return Err(refusal.into_maybe_created("no time was left to look for it"));
    }
    http.clock().pause(pause).await;
    let looked = match look::look(&http.with_timeout(left()), address).await {
        Ok(Sighting::Found(instance)) if instance.is_beyond_use() => {
            return Err(with_instance(refusal, &instance));
        }
        Ok(Sighting::Found(instance)) if was_refused_otherwise(&refusal) => {
            // It may have been there before, and the refusal be the truth.
            let there = "an instance with this key is there";
            return Err(with_instance(refusal.into_maybe_created(there), &instance));
        }
        Ok(Sighting::Found(instance)) => return Ok(*instance),
        Ok(Sighting::Nowhere { .. }) => return Err(refusal),
        Ok(Sighting::Unclear(why)) => format!("looking for it did not tell ({why})"),
        Err(failure) => format!("looking for it failed ({failure})"),
    };
    Err(refusal.into_maybe_created(&looked))
}

/// The last attempt was answered, and not with too many requests.
fn was_refused_otherwise(error: &Error) -> bool {
    error.kind() != Kind::Connect && !error.is_rate_limited()
}

/// A plain refusal stays one. But if an instance has the key, somebody may be paying for it: its
/// id goes on the error.
async fn refused(http: &Http, address: &Address, error: Error) -> Error {
    let about_the_order = error.code().is_some() && !error.is_auth() && !error.is_rate_limited();
    if !about_the_order {
        return error;
    }
    match look::look(http, address).await {
        Ok(Sighting::Found(instance)) => with_instance(error, &instance),
        _ => error,
    }
}

fn with_instance(error: Error, instance: &Instance) -> Error {
    error
        .with_id(instance.id.as_str())
        .with_last_state(instance.status_word())
}
