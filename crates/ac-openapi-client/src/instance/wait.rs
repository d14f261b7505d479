//! Waiting for one instance.

use gpu_http::{Condition, Http, Waiting};

use super::{Instance, InstanceId, get_instance};

/// Waits for a condition on one instance.
pub(crate) fn wait_until(
    http: Http,
    id: InstanceId,
    condition: Condition<Instance>,
) -> Waiting<Instance> {
    let clock = http.clock().clone();
    let asked = id.clone();
    let look = move |left: std::time::Duration| {
        get_instance(&http, &asked)
            .timeout(left.min(http.timeout()))
            .send()
    };
    let mark = move |error: crate::Error| error.with_id(id.as_str());
    Waiting::new(clock, condition, look, Instance::status_text, mark)
}
