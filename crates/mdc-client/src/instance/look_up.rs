//! After a create whose answer was lost: look before speaking.

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::Candidate;

use super::{DisplayName, Instance, InstanceList};
use crate::{Cluster, Error, Result};

/// How often the list is read: what was just created may take a moment to appear.
const LOOKS: u32 = 3;
/// The pause between two looks.
const PAUSE: Duration = Duration::from_secs(2);
/// By how much the vendor's clock may be behind ours.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// Looks for the instance that a failed create may have made. Gives it back only if its name
/// proves it; otherwise tells the failure as a create whose fate is unknown.
pub(super) async fn settle(
    cluster: &Cluster,
    name: &DisplayName,
    began: Timestamp,
    failure: Error,
) -> Result<Instance> {
    let mut looked = String::new();
    for look in 0..LOOKS {
        if look > 0 {
            cluster.http.clock().pause(PAUSE).await;
        }
        let list = match cluster.list_instances().await {
            Ok(list) => list,
            Err(error) => {
                looked = format!("the list of instances could not be read: {error}");
                break;
            }
        };
        looked = report(&list);
        let mut namesakes = namesakes(list, name, began);
        if name.is_unique() && namesakes.len() == 1 {
            return namesakes.pop().ok_or(failure);
        }
        if !namesakes.is_empty() {
            let candidates = namesakes.iter().map(candidate).collect();
            let looked = "the list of instances has candidates, and their name is no proof";
            return Err(failure
                .into_maybe_created(looked)
                .with_candidates(candidates));
        }
    }
    Err(failure.into_maybe_created(&looked))
}

/// What a list without the name says.
fn report(list: &InstanceList) -> String {
    match list.incomplete_because() {
        None => "it is not in the list of instances so far".to_owned(),
        Some(why) => format!("it is not in the list of instances so far ({why})"),
    }
}

/// The instances of that name. Those older than the call are left out, unless the name is unique:
/// then a second one is a riddle that the caller must see.
fn namesakes(list: InstanceList, name: &DisplayName, began: Timestamp) -> Vec<Instance> {
    let since = began.checked_sub(SKEW).unwrap_or(began);
    let is_young = |instance: &Instance| {
        instance
            .creation_timestamp
            .copied()
            .is_none_or(|created| created >= since)
    };
    let has_name = |instance: &Instance| {
        instance.display_name.get().map(String::as_str) == Some(name.as_str())
    };
    list.into_iter()
        .filter(|instance| has_name(instance) && (name.is_unique() || is_young(instance)))
        .collect()
}

fn candidate(instance: &Instance) -> Candidate {
    let mut candidate = Candidate::new(instance.name.as_str());
    candidate.name = instance.display_name.cloned();
    candidate.status = instance.status.get().map(ToString::to_string);
    candidate.created = instance.creation_timestamp.get().map(ToString::to_string);
    candidate
}
