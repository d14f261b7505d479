//! Waiting for one instance.

use gpu_http::{Condition, Waiting};

use super::{GetInstance, Instance, InstanceId};
use crate::session::Session;

/// Waits for a condition on one instance.
pub(crate) fn wait_until(
    session: Session,
    id: InstanceId,
    condition: Condition<Instance>,
) -> Waiting<Instance> {
    let clock = session.http.clock().clone();
    let asked = id.clone();
    let look = move |left| GetInstance::new(session.within(left), asked.clone()).into_future();
    let mark = move |error: crate::Error| error.with_id(id.as_str());
    Waiting::new(clock, condition, look, Instance::status_text, mark)
}
