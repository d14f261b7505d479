//! After a create whose answer was lost: look before speaking.

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::Candidate;

use super::{DisplayName, Instance, InstanceList};
use crate::{Cluster, Error, Result};

/// Pauses before the looks. A create that timed out here may still be at work there.
const LOOKS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(3),
];

/// By how much the vendor's clock may be behind ours.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// Looks for the instance that a failed create may have made. Never creates again.
///
/// The instance, if its name proves that it is the one; otherwise the failure, told as a create
/// whose fate is unknown, with what may be it.
pub(super) async fn settle(
    cluster: &Cluster,
    name: &DisplayName,
    began: Timestamp,
    failure: Error,
) -> Result<Instance> {
    let mut looked = String::new();
    for pause in LOOKS {
        cluster.http.clock().pause(pause).await;
        let list = match cluster.list_instances().await {
            Ok(list) => list,
            Err(error) => {
                looked = format!("the list of instances could not be read ({error})");
                continue;
            }
        };
        looked = not_listed(&list);
        let mut namesakes = namesakes(&list, name, began);
        match namesakes.pop() {
            Some(found) if name.is_unique() && namesakes.is_empty() => return Ok(found),
            Some(found) => {
                namesakes.push(found);
                return Err(undecided(failure, &namesakes));
            }
            None => {}
        }
    }
    Err(failure.into_maybe_created(&looked))
}

/// What a list without the name says.
fn not_listed(list: &InstanceList) -> String {
    const ABSENT: &str =
        "no instance of this name is listed, which does not prove that none will come up";
    match list.incomplete_because() {
        None => ABSENT.to_owned(),
        Some(why) => format!("{ABSENT}; also, {why}"),
    }
}

fn undecided(failure: Error, namesakes: &[Instance]) -> Error {
    let looked = "instances of this name are listed, and the name does not prove which is meant";
    failure
        .into_maybe_created(looked)
        .with_candidates(namesakes.iter().map(candidate).collect())
}

/// The instances of that name. Those older than the call are left out, unless the name is unique:
/// then a second one is a riddle that the caller must see.
fn namesakes(list: &InstanceList, name: &DisplayName, began: Timestamp) -> Vec<Instance> {
    let since = began.checked_sub(SKEW).unwrap_or(began);
    let is_young = |instance: &Instance| {
        let created = instance.creation_timestamp.copied();
        created.is_none_or(|created| created >= since)
    };
    list.named(name.as_str())
        .filter(|instance| name.is_unique() || is_young(instance))
        .cloned()
        .collect()
}

fn candidate(instance: &Instance) -> Candidate {
    let mut candidate = Candidate::new(instance.name.as_str());
    candidate.name = instance.display_name.cloned();
    candidate.status = instance.status.get().map(ToString::to_string);
    candidate.created = instance.creation_timestamp.get().map(ToString::to_string);
    candidate
}
