//! `"ok"`: the order was taken, nothing more.

use gpu_http::Answer;

use crate::{InstanceName, Result};

/// The vendor answered `"ok"` to a power call or a delete: it has taken the order, nothing more.
/// Documented for power off and delete, inferred for power on.
///
/// It does not say that the instance is off, on or gone, nor that it has stopped billing. Ask
/// [`confirm_powered_off`](crate::Cluster::confirm_powered_off),
/// [`confirm_powered_on`](crate::Cluster::confirm_powered_on) or
/// [`confirm_deleted`](crate::Cluster::confirm_deleted).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "accepted is not done: confirm it, the instance may still bill"]
pub struct Accepted {
    /// The instance that the order was for.
    pub name: InstanceName,
}

impl Accepted {
    /// Checks an answer with a success status: the JSON string `"ok"` (documented for power off
    /// and delete) or a bare `ok`. Anything else, a web page above all, is not an acceptance.
    pub(crate) fn check(answer: &Answer, name: &InstanceName) -> Result<Self> {
        let text = answer.text();
        match text.trim() {
            "\"ok\"" | "ok" => Ok(Self { name: name.clone() }),
            _ => {
                let reason = "the answer is not \"ok\": whether the order was taken is unknown";
                Err(answer.unreadable(None, reason))
            }
        }
    }
}
