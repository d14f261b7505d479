//! After a create whose fate is unclear: look before speaking, and never create again.

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::{Candidate, Kind};

use crate::instance::list::{Listing, read_all};
use crate::instance::{Instance, InstanceId, InstanceName, ListForm};
use crate::session::Session;
use crate::{Error, ErrorCode, Result};

/// The pauses before the looks: an instance may be listed a little later than it is made.
const PAUSES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(2),
    Duration::from_secs(5),
];

/// How far a service's civil time can lie behind UTC, and its clock behind ours.
const BEHIND: Duration = Duration::from_secs(12 * 3600 + 600);

/// The id of the instance that was made after all, or the error with what was found.
pub(super) async fn settle(
    session: &Session,
    form: ListForm,
    name: &InstanceName,
    began: Timestamp,
    error: Error,
) -> Result<InstanceId> {
    if !error.may_have_taken_effect() {
        return Err(error);
    }
    let mut listing = None;
    for pause in PAUSES {
        if !pause.is_zero() {
            session.http.clock().pause(pause).await;
        }
        let looked = read_all(session, form).await;
        let found = looked
            .as_ref()
            .map(|listing| of_name(listing, name))
            .unwrap_or_default();
        if let ([only], true) = (found.as_slice(), name.is_unique()) {
            return Ok(only.id.clone());
        }
        let settled = !found.is_empty();
        listing = Some(looked);
        if settled {
            break;
        }
    }
    Err(match listing {
        Some(Ok(listing)) => undecided(error, &listing, name, began),
        Some(Err(failed)) => error
            .into_maybe_created("the instances could not be listed")
            .with_source(&failed),
        None => error,
    })
}

/// The instances of this name.
fn of_name<'a>(listing: &'a Listing, name: &InstanceName) -> Vec<&'a Instance> {
    let is = |instance: &&Instance| {
        instance
            .name
            .get()
            .is_some_and(|text| text == name.as_str())
    };
    listing.instances.iter().filter(is).collect()
}

/// The error of a create that looking did not settle.
fn undecided(error: Error, listing: &Listing, name: &InstanceName, began: Timestamp) -> Error {
    let candidates: Vec<_> = of_name(listing, name)
        .into_iter()
        .filter(|instance| may_be_since(instance, began))
        .map(candidate)
        .collect();
    if !candidates.is_empty() {
        let looked = "instances of the same name exist, any of which it may have made";
        return error.into_maybe_created(looked).with_candidates(candidates);
    }
    if !listing.whole {
        return error.into_maybe_created("the list of instances could not be read whole");
    }
    // The service says that it failed, and the list agrees.
    if error.kind() == Kind::Vendor && error.code() == Some(ErrorCode::CREATE_FAILED) {
        return error;
    }
    error.into_maybe_created("the list shows no instance of its name yet; look again by name")
}

/// Whether an instance can have been created since then, whatever zone its time is in. One without
/// a time can.
fn may_be_since(instance: &Instance, began: Timestamp) -> bool {
    let utc = instance
        .create_time
        .get()
        .and_then(|time| time.at_offset(0).ok());
    let latest = utc.and_then(|time| time.checked_add(BEHIND));
    latest.is_none_or(|latest| latest >= began)
}

fn candidate(instance: &Instance) -> Candidate {
    let mut candidate = Candidate::new(instance.id.as_str());
    candidate.name = instance.name.cloned();
    candidate.status = instance.status.get().map(ToString::to_string);
    candidate.created = instance.create_time.get().map(ToString::to_string);
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_civil_time_rules_out_only_what_no_zone_allows() {
        let began: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
        for (created, possible) in [
            (r#""2026-01-01 20:00:01""#, true),
            (r#""2026-01-01 00:00:01""#, true),
            (r#""2025-12-31 23:00:00""#, false),
            (r#""2025-06-01 00:00:00""#, false),
            ("null", true),
            (r#""yesterday""#, true),
        ] {
            let json = format!(r#"{{"id":"a","createTime":{created}}}"#);
            let instance: Instance = serde_json::from_str(&json).unwrap();
            assert_eq!(may_be_since(&instance, began), possible, "{created}");
        }
    }
}
