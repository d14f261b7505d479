//! What a look at an instance is worth as evidence that it is gone.

use std::time::Duration;

use gpu_http::{Confirmation, Http, Kind, Release};

use super::Known;
use crate::instance::look::{Listing, read_all};
use crate::instance::{Instance, InstanceId, ListForm, Phase, get_instance};
use crate::{Error, ErrorCode, Result};

/// Looks at those that are not known to have ended, until `ends`; each call has its own limit.
pub(super) async fn of_stop(http: &Http, ends: Duration, known: &Known) -> Result<()> {
    for id in known.open() {
        let confirmation = match get_instance(&http.until(ends), &id).await {
            Ok(instance) => ended(&instance),
            Err(error) => unknown(error)?,
        };
        known.note(&id, confirmation);
    }
    Ok(())
}

fn ended(instance: &Instance) -> Confirmation {
    let status = instance.status_text();
    if instance.phase() == Phase::Ended {
        let relied_on = "its status (that it means ended is inferred from the console)";
        return Confirmation::new(Release::Ended(status), relied_on);
    }
    Confirmation::new(Release::StillThere(status), "its detail (documented)")
}

/// Looks at those that are not known to be gone, until `ends`; each call has its own limit.
///
/// No code for "no such instance" is documented, so a refused detail proves nothing by itself: only
/// together with a list that was read whole and does not have the id.
pub(super) async fn of_deletion(
    http: &Http,
    form: ListForm,
    ends: Duration,
    known: &Known,
) -> Result<()> {
    let mut looks = Looks {
        http,
        ends,
        form,
        listing: None,
    };
    for id in known.open() {
        known.note(&id, looks.at(&id).await?);
    }
    Ok(())
}

/// Looks at several instances, which share one reading of the list.
struct Looks<'a> {
    http: &'a Http,
    /// When all of them have to be over.
    ends: Duration,
    form: ListForm,
    /// The list, or what is known of an instance when it could not be read.
    listing: Option<Result<Listing, Confirmation>>,
}

impl Looks<'_> {
    async fn at(&mut self, id: &InstanceId) -> Result<Confirmation> {
        let detail = get_instance(&self.http.until(self.ends), id).await;
        let refusal = match detail {
            Ok(instance) => return Ok(still_there(&instance, "its detail (documented)")),
            Err(refusal) if may_mean_absent(&refusal) => refusal,
            Err(error) => return unknown(error),
        };
        Ok(match self.listing().await? {
            Ok(listing) => by_list(id, &refusal, listing),
            Err(unknown) => unknown.clone(),
        })
    }

    /// The list, read once for all.
    async fn listing(&mut self) -> Result<&Result<Listing, Confirmation>> {
        let listing = match self.listing.take() {
            Some(listing) => listing,
            None => match read_all(&self.http.until(self.ends), self.form).await {
                Ok(listing) => Ok(listing),
                Err(error) => Err(unknown(error)?),
            },
        };
        Ok(self.listing.insert(listing))
    }
}

/// Whether a refused detail can mean that the instance is gone: the service itself refused, and
/// not for a reason that has nothing to do with the instance.
fn may_mean_absent(error: &Error) -> bool {
    let unrelated = [
        ErrorCode::USER_FROZEN,
        ErrorCode::CONNECTION_INTERRUPTED,
        ErrorCode::DATABASE_ERROR,
    ];
    let unrelated = ErrorCode::of(error).is_some_and(|code| unrelated.contains(&code));
    error.kind() == Kind::Vendor && !error.is_auth() && !unrelated
}

/// What the list adds to a refused detail.
fn by_list(id: &InstanceId, refusal: &Error, listing: &Listing) -> Confirmation {
    if let Some(instance) = listing.instances.iter().find(|instance| instance.id == *id) {
        return still_there(instance, "the list, although its detail is refused");
    }
    if let Some(doubt) = &listing.doubt {
        let relied_on =
            "a refused detail, which alone proves nothing, and a list that does not settle it";
        return Confirmation::new(Release::Unknown(doubt.clone()), relied_on);
    }
    let relied_on = format!(
        "its detail was refused (code {}) and the whole list of {} does not have it (inferred: no \
         code for a missing instance is documented), so it is not in this client's region; an id \
         that never existed is answered alike",
        refusal.code().unwrap_or("none"),
        listing.instances.len(),
    );
    Confirmation::new(Release::Gone, relied_on)
}

fn still_there(instance: &Instance, relied_on: &str) -> Confirmation {
    Confirmation::new(Release::StillThere(instance.status_text()), relied_on)
}

/// The look failed. Refused credentials end the looking; everything else may be better next time.
fn unknown(error: Error) -> Result<Confirmation> {
    if error.is_auth() {
        return Err(error);
    }
    let release = Release::Unknown(error.to_string());
    Ok(Confirmation::new(release, "nothing: the look failed"))
}
