//! Looking for instances: the whole list, read to its end.

use std::time::Duration;

use super::{Instance, ListForm, ListInstances};
use crate::Result;
use crate::reading::Reading;
use crate::session::Session;

/// How many instances a page is asked for when all are wanted.
const PAGE: u32 = 100;

/// All instances of the account, and why one that is not among them may exist nevertheless.
pub(super) struct Listing {
    pub(super) instances: Vec<Instance>,
    pub(super) doubt: Option<String>,
}

/// Reads the whole list, without a filter, within the time that one call may take. If the service
/// does not take this form of asking, the other one is tried.
pub(super) async fn read_all(session: &Session, form: ListForm) -> Result<Listing> {
    let ends = session.ends();
    let refused = match read_in(session, ends, form).await {
        Ok(listing) if listing.doubt.is_none() => return Ok(listing),
        Err(error) if error.is_auth() => return Err(error),
        doubtful => doubtful,
    };
    // Nothing is gained from the other form if it is no better.
    match read_in(session, ends, form.other()).await {
        Ok(listing) if listing.doubt.is_none() => Ok(listing),
        _ => refused,
    }
}

async fn read_in(session: &Session, ends: Duration, form: ListForm) -> Result<Listing> {
    let mut reading = Reading::default();
    let mut instances = Vec::new();
    while !reading.ended() {
        let request = ListInstances::new(session.until(ends), form).limit(PAGE);
        let page = request.fetch(reading.start()).await?;
        instances.extend(reading.take(page));
    }
    Ok(Listing {
        instances,
        doubt: reading.doubt(),
    })
}
