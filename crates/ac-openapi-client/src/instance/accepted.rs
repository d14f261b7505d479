//! "Yes" to a change: taken note of, not done.

use std::fmt;

use gpu_http::{Call, Http, Json, Request};

use super::InstanceIds;
use crate::{Result, envelope};

/// The service has accepted a change. That says nothing about when, or whether, it is done.
///
/// A restart was seen to leave its instance waiting for minutes, and nothing comes back per id: look
/// with [`wait_until`](crate::Client::wait_until),
/// [`confirm_stopped`](crate::Client::confirm_stopped) or
/// [`confirm_deleted`](crate::Client::confirm_deleted).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "accepted is not done"]
pub struct Accepted {
    /// The instances the change was for.
    pub ids: InstanceIds,
    /// What came with the acceptance: `null` or an id in the samples, unknown for stop and update.
    pub data: Json,
}

impl Accepted {
    /// A request that is answered with an acceptance.
    pub(super) fn request(http: &Http, call: Result<Call>, ids: InstanceIds) -> Request<Self> {
        Request::new(http, call, move |answer| {
            let data = envelope::open(answer)?.json();
            let ids = ids.clone();
            Ok(Self { ids, data })
        })
    }
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nobody knows what `data` may hold.
        f.debug_struct("Accepted").field("ids", &self.ids).finish_non_exhaustive()
    }
}
