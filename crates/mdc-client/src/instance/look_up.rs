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

/// The pause before the look after a refusal that names none.
const AFTER_REFUSAL: Duration = Duration::from_secs(1);

/// How much of a call's time the create itself may take; the rest is for finding out what became
/// of it.
pub(super) fn share(whole: Duration) -> Duration {
    whole / 3 * 2
}

/// What is looked for, and how long.
pub(super) struct Lost<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) name: &'a DisplayName,
    /// When the create was sent.
    pub(super) began: Timestamp,
    /// By when an answer is owed to the caller, on the monotonic clock.
    pub(super) ends: Duration,
}

impl Lost<'_> {
    /// Looks for the instance that a failed create may have made. Never creates again.
    ///
    /// The instance, if its name proves that it is the one; otherwise the failure, told as a create
    /// whose fate is unknown, with what may be it.
    pub(super) async fn settle(&self, failure: Error) -> Result<Instance> {
        let failure = failure.with_key(self.name.as_str());
        if failure.is_rate_limited() {
            return self.settle_refusal(failure).await;
        }
        if !failure.may_have_taken_effect() {
            return Err(failure);
        }
        let mut looked = String::new();
        for pause in LOOKS {
            if !pause.is_zero() && pause >= self.left() {
                break;
            }
            match self.look_after(pause).await {
                Ok(list) => match self.young_namesakes(&list) {
                    young if young.is_empty() => looked = self.not_listed(&list),
                    young => return self.proven(&young).ok_or(undecided(failure, &young)),
                },
                Err(error) => {
                    // A look tries again by itself.
                    looked = unread(&error);
                    break;
                }
            }
        }
        Err(failure.into_maybe_created(&looked))
    }

    /// The limiter that refused may stand behind what has acted already. One look, not before it
    /// is welcome; if no instance of the name, however old, is among all there are, the refusal stays
    /// one.
    async fn settle_refusal(&self, refusal: Error) -> Result<Instance> {
        let pause = refusal.retry_after().unwrap_or(AFTER_REFUSAL);
        if pause >= self.left() {
            return Err(refusal.into_maybe_created("no time was left to look for it"));
        }
        match self.look_after(pause).await {
            Ok(list) if list.is_complete() && self.namesakes(&list).next().is_none() => {
                Err(refusal)
            }
            Ok(list) => match self.young_namesakes(&list) {
                young if young.is_empty() => {
                    Err(refusal.into_maybe_created(&self.not_listed(&list)))
                }
                young => self.proven(&young).ok_or(undecided(refusal, &young)),
            },
            Err(error) => Err(refusal.into_maybe_created(&unread(&error))),
        }
    }

    fn left(&self) -> Duration {
        let now = self.cluster.http.clock().monotonic();
        self.ends.saturating_sub(now)
    }

    async fn look_after(&self, pause: Duration) -> Result<InstanceList> {
        self.cluster.http.clock().pause(pause).await;
        self.cluster.until(self.ends).list_instances().await
    }

    fn namesakes<'l>(&self, list: &'l InstanceList) -> impl Iterator<Item = &'l Instance> {
        list.named(self.name.as_str())
    }

    /// The instances of the name that may be the one. Those older than the call are left out, unless
    /// the name is unique: then a second one is a riddle that the caller must see.
    fn young_namesakes(&self, list: &InstanceList) -> Vec<Instance> {
        let since = self.began.checked_sub(SKEW).unwrap_or(self.began);
        let is_young = |instance: &&Instance| {
            let created = instance.creation_timestamp.copied();
            self.name.is_unique() || created.is_none_or(|created| created >= since)
        };
        self.namesakes(list).filter(is_young).cloned().collect()
    }

    /// What a list without a namesake that is young enough says.
    fn not_listed(&self, list: &InstanceList) -> String {
        let cluster = self.cluster.name();
        let older: Vec<_> = self.namesakes(list).map(|one| one.name.as_str()).collect();
        let absent = if older.is_empty() {
            format!("no instance of this name is listed in cluster {cluster}")
        } else {
            let older = older.join(", ");
            format!(
                "of this name only {older} is listed in cluster {cluster}, older than the call if the clocks agree"
            )
        };
        let proof = "which does not prove that none will come up";
        match list.incomplete_because() {
            None => format!("{absent}, {proof}"),
            Some(why) => format!("{absent}, {proof}; also, {why}"),
        }
    }

    /// The one instance that a unique name proves to be meant.
    fn proven(&self, namesakes: &[Instance]) -> Option<Instance> {
        match namesakes {
            [only] if self.name.is_unique() => Some(only.clone()),
            _ => None,
        }
    }
}

fn unread(error: &Error) -> String {
    format!("the list of instances could not be read ({error})")
}

fn undecided(failure: Error, namesakes: &[Instance]) -> Error {
    let looked = "instances of this name are listed, and the name does not prove which is meant";
    failure
        .into_maybe_created(looked)
        .with_candidates(candidates(namesakes))
}

fn candidates(namesakes: &[Instance]) -> Vec<Candidate> {
    namesakes.iter().map(candidate).collect()
}

fn candidate(instance: &Instance) -> Candidate {
    let mut candidate = Candidate::new(instance.name.as_str());
    candidate.name = instance.display_name.cloned().map(String::from);
    candidate.status = instance.status.get().map(ToString::to_string);
    candidate.created = instance.creation_timestamp.get().map(ToString::to_string);
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_thirds_are_for_the_create_and_no_limit_is_too_long() {
        assert_eq!(share(Duration::from_secs(60)), Duration::from_secs(40));
        assert!(share(Duration::MAX) > Duration::MAX / 2);
    }
}
