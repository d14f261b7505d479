//! What became of a create that failed: a look before anything is said.

mod candidates;

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::{Http, Kind};

use crate::instance::look::{Listing, read_all};
use crate::instance::{Instance, InstanceId, InstanceName, ListForm, Phase};
use crate::{Error, Result};

/// Pauses before the looks. A create that timed out here may still be at work there.
const LOOKS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(3),
];

/// The pause before the look after a refusal that names none.
const AFTER_REFUSAL: Duration = Duration::from_secs(1);

/// How much of a call's time the create itself may take; the rest is for finding out what became
/// of it.
pub(super) fn share(whole: Duration) -> Duration {
    whole / 3 * 2
}

/// What is looked for, and how.
pub(super) struct Lost<'a> {
    pub(super) http: &'a Http,
    pub(super) form: ListForm,
    pub(super) name: &'a InstanceName,
    /// When the create was sent.
    pub(super) began: Timestamp,
    /// By when an answer is owed to the caller.
    pub(super) ends: Duration,
}

impl Lost<'_> {
    /// Finds out what a failed create has done. Never creates again.
    ///
    /// The id if the instance exists after all; the error, with the name as its key and whatever
    /// else was found out, if it does not, or if nobody can tell.
    pub(super) async fn settle(&self, error: Error) -> Result<InstanceId> {
        let error = error.with_key(self.name.as_str());
        // A limiter that refused was that of the token: the create itself never left.
        if !error.may_have_been_sent() {
            return Err(error);
        }
        if error.is_rate_limited() {
            return self.settle_refusal(error).await;
        }
        if !error.may_have_taken_effect() {
            return Err(error);
        }
        match self.look().await {
            (Some(listing), _) if self.has_any(&listing) => self.decide(error, &listing),
            (_, Some(failure)) => Err(look_failed(error, &failure)),
            (Some(listing), None) => Err(not_found(error, &listing)),
            (None, None) => Err(no_time(error)),
        }
    }

    /// The limiter that refused may stand behind what has acted already. One look, not before it
    /// is welcome; if no instance of the name is among all there are, the refusal stays one.
    async fn settle_refusal(&self, refusal: Error) -> Result<InstanceId> {
        let pause = refusal.retry_after().unwrap_or(AFTER_REFUSAL);
        if pause >= self.left() {
            return Err(no_time(refusal));
        }
        match self.look_after(pause).await {
            Ok(listing) if self.has_any(&listing) => self.decide(refusal, &listing),
            Ok(listing) if listing.doubt.is_none() => Err(refusal),
            Ok(listing) => Err(not_found(refusal, &listing)),
            Err(failure) => Err(look_failed(refusal, &failure)),
        }
    }

    fn left(&self) -> Duration {
        let now = self.http.clock().monotonic();
        self.ends.saturating_sub(now)
    }

    async fn look_after(&self, pause: Duration) -> Result<Listing> {
        self.http.clock().pause(pause).await;
        read_all(&self.http.until(self.ends), self.form).await
    }

    /// Looks until there is proof or no time: what was seen last, and what ended the looking.
    async fn look(&self) -> (Option<Listing>, Option<Error>) {
        let (mut seen, mut failed) = (None, None);
        for pause in LOOKS {
            if !pause.is_zero() && pause >= self.left() {
                break;
            }
            match self.look_after(pause).await {
                Ok(listing) => {
                    let proven = self.name.is_unique() && self.has_any(&listing);
                    (seen, failed) = (Some(listing), None);
                    // A name that proves nothing is looked for to the end: ours may come last.
                    if proven {
                        break;
                    }
                }
                Err(failure) if failure.is_auth() => return (seen, Some(failure)),
                // A refusal behind a 200 is not tried again by the look itself.
                Err(failure) => failed = Some(failure),
            }
        }
        (seen, failed)
    }

    fn of_name<'a>(&self, listing: &'a Listing) -> impl Iterator<Item = &'a Instance> {
        let name = self.name.as_str();
        let is = move |instance: &&Instance| instance.name.get().is_some_and(|text| text == name);
        listing.instances.iter().filter(is)
    }

    /// Whether there is one that it may have made. A unique name outweighs any time.
    fn has_any(&self, listing: &Listing) -> bool {
        self.of_name(listing)
            .any(|instance| self.name.is_unique() || candidates::may_be_since(instance, self.began))
    }

    /// There are instances of the name. Only one that the name proves to be ours is taken.
    fn decide(&self, error: Error, listing: &Listing) -> Result<InstanceId> {
        let found: Vec<_> = self.of_name(listing).collect();
        match found.as_slice() {
            [only] if self.name.is_unique() && only.phase() == Phase::Ended => {
                let ended = "an instance of this unique name was found, but it has ended";
                Err(error
                    .into_maybe_created(ended)
                    .with_id(only.id.as_str())
                    .with_last_state(only.status_text()))
            }
            [only] if self.name.is_unique() => Ok(only.id.clone()),
            several => {
                let candidates = candidates::since(several, self.began);
                let looked = "instances of its name exist, any of which it may have made";
                Err(error.into_maybe_created(looked).with_candidates(candidates))
            }
        }
    }
}

fn look_failed(error: Error, failure: &Error) -> Error {
    error.into_maybe_created(&format!("looking for it failed ({failure})"))
}

fn no_time(error: Error) -> Error {
    error.into_maybe_created("no time was left to look for it")
}

/// No instance of the name is listed.
fn not_found(error: Error, listing: &Listing) -> Error {
    if let Some(doubt) = &listing.doubt {
        return error.into_maybe_created(&format!("looking for it did not tell ({doubt})"));
    }
    // The service says no, and not in a way that may be a hiccup; the list agrees.
    if error.kind() == Kind::Vendor && !error.is_transient() {
        return error;
    }
    error.into_maybe_created(
        "no instance of its name was found, which does not prove that none will come up",
    )
}
