//! What became of instances that were stopped or deleted, looked up one by one.

use std::fmt;

use gpu_http::{Confirmation, Kind, Release};

use super::list::{Listing, read_all};
use super::{GetInstance, Instance, InstanceId, InstanceIds, ListForm, Phase};
use crate::session::Session;
use crate::{Error, ErrorCode, Result};

/// What became of each instance of a batch.
///
/// The service answers a batch without a word about each id, so each is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an instance that is not gone may cost"]
pub struct Confirmations(Vec<(InstanceId, Confirmation)>);

impl Confirmations {
    /// Whether every instance is known to be gone (or, after a stop, to have ended).
    #[must_use]
    pub fn all_gone(&self) -> bool {
        self.0
            .iter()
            .all(|(_, confirmation)| confirmation.is_gone())
    }

    /// What became of one; `None` if it was not asked about.
    pub fn get(&self, id: &InstanceId) -> Option<&Confirmation> {
        self.iter()
            .find(|(asked, _)| *asked == id)
            .map(|(_, confirmation)| confirmation)
    }

    /// Each id and what became of it, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&InstanceId, &Confirmation)> {
        self.0.iter().map(|(id, confirmation)| (id, confirmation))
    }
}

/// One line: each id and what became of it.
impl fmt::Display for Confirmations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (id, confirmation)) in self.iter().enumerate() {
            let lead = if index == 0 { "" } else { "; " };
            write!(f, "{lead}{id}: {confirmation}")?;
        }
        Ok(())
    }
}

/// Looks whether instances have ended.
pub(crate) async fn confirm_stopped(session: &Session, ids: &InstanceIds) -> Confirmations {
    let mut confirmations = Vec::with_capacity(ids.len());
    for id in ids {
        let looked = GetInstance::new(session.clone(), id.clone()).await;
        confirmations.push((id.clone(), ended(looked)));
    }
    Confirmations(confirmations)
}

fn ended(looked: Result<Instance>) -> Confirmation {
    let relied_on = "the status in its detail; what a status means is inferred from the console";
    let release = match looked {
        Ok(instance) if instance.phase() == Phase::Ended => Release::Gone,
        Ok(instance) => Release::StillThere(instance.status_text()),
        Err(error) => return unknown(&error),
    };
    Confirmation::new(release, relied_on)
}

/// Looks whether instances are gone.
///
/// No code for "no such instance" is documented, so a refused detail proves nothing by itself: only
/// together with a list that was read whole and does not have the id.
pub(crate) async fn confirm_deleted(
    session: &Session,
    form: ListForm,
    ids: &InstanceIds,
) -> Confirmations {
    let mut confirmations = Vec::with_capacity(ids.len());
    let mut listing = None;
    for id in ids {
        let confirmation = match GetInstance::new(session.clone(), id.clone()).await {
            Ok(instance) => still_there(&instance, "its detail"),
            Err(error) if !tells_something(&error) => unknown(&error),
            Err(error) => {
                if listing.is_none() {
                    listing = Some(read_all(session, form).await);
                }
                by_list(id, &error, listing.as_ref())
            }
        };
        confirmations.push((id.clone(), confirmation));
    }
    Confirmations(confirmations)
}

/// Whether a refused detail can mean that the instance is gone: the service itself refused, and
/// not for a reason that has nothing to do with the instance.
fn tells_something(error: &Error) -> bool {
    let unrelated = [
        ErrorCode::USER_FROZEN,
        ErrorCode::CONNECTION_INTERRUPTED,
        ErrorCode::DATABASE_ERROR,
    ];
    let unrelated = error.code().is_some_and(|code| unrelated.contains(&code));
    error.kind() == Kind::Vendor && !error.is_auth() && !unrelated
}

fn by_list(id: &InstanceId, refused: &Error, listing: Option<&Result<Listing>>) -> Confirmation {
    let listing = match listing {
        Some(Ok(listing)) => listing,
        Some(Err(error)) => return unknown(error),
        None => return unknown(refused),
    };
    if let Some(instance) = listing.instances.iter().find(|instance| instance.id == *id) {
        return still_there(instance, "the list, although its detail is refused");
    }
    let code = refused.raw_code().unwrap_or("none");
    if !listing.whole {
        let why =
            format!("its detail is refused (code {code}), but the list could not be read whole");
        return Confirmation::new(Release::Unknown(why), "nothing");
    }
    let relied_on = format!(
        "its detail is refused (code {code}; no code for a missing instance is documented) and the \
         list, read whole, does not have it"
    );
    Confirmation::new(Release::Gone, relied_on)
}

fn still_there(instance: &Instance, relied_on: &str) -> Confirmation {
    Confirmation::new(Release::StillThere(instance.status_text()), relied_on)
}

fn unknown(error: &Error) -> Confirmation {
    Confirmation::new(
        Release::Unknown(error.to_string()),
        "nothing: the look failed",
    )
}
