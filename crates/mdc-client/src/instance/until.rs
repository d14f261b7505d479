//! What to wait for.

use gpu_http::{Condition, Verdict};

use super::{Instance, InstanceStatus};

/// Conditions for [`Cluster::wait_until`](crate::Cluster::wait_until). They combine by `and`, `or`
/// and `not`.
///
/// No failed or final state is documented, so none of them gives up by itself: the wait's limit
/// does.
#[derive(Debug)]
#[non_exhaustive]
pub struct Until;

impl Until {
    /// The status is `Running` (documented). Running is not reachable: see
    /// [`ssh_ready`](Self::ssh_ready) and [`Waiting::reachable`](gpu_http::Waiting::reachable).
    #[must_use]
    pub fn running() -> Condition<Instance> {
        Self::status(InstanceStatus::Running)
    }

    /// The status is `Running` and the SSH command is there. One walkthrough on the vendor's blog
    /// took about two minutes to get there.
    #[must_use]
    pub fn ssh_ready() -> Condition<Instance> {
        let has_ssh = Condition::new("SSH access", |instance: &Instance| {
            met(instance.ssh().is_some())
        });
        Self::running().and(has_ssh)
    }

    /// The status is this one, in the vendor's spelling: for words that the page does not have,
    /// such as the one for "off".
    #[must_use]
    pub fn status(status: impl Into<InstanceStatus>) -> Condition<Instance> {
        let status = status.into();
        let name = format!("status {status}");
        Condition::new(name, move |instance: &Instance| {
            met(instance.status.get() == Some(&status))
        })
    }

    /// There is a status and it is neither `Running` nor `Creating`: a power-off has begun to
    /// take effect. Not necessarily off: a state of shutting down exists.
    #[must_use]
    pub fn not_running() -> Condition<Instance> {
        Condition::new("leaving Running", |instance: &Instance| {
            let status = instance.status.get();
            met(status.is_some_and(|status| {
                !matches!(status, InstanceStatus::Running | InstanceStatus::Creating)
            }))
        })
    }
}

fn met(is_met: bool) -> Verdict {
    if is_met {
        Verdict::Met
    } else {
        Verdict::NotYet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_condition_holds_where_it_should() {
        let ssh = r#""servers":{"SSH":{"sshAddr":"ssh -p1 root@h"}}"#;
        for (fields, running, ssh_ready, not_running) in [
            (r#""status":"Creating""#.to_owned(), false, false, false),
            (r#""status":"Running""#.to_owned(), true, false, false),
            (format!(r#""status":"Running",{ssh}"#), true, true, false),
            (format!(r#""status":"Creating",{ssh}"#), false, false, false),
            (r#""status":"Shutting Down""#.to_owned(), false, false, true),
            (r#""status":"""#.to_owned(), false, false, false),
            (r#""replicas":1"#.to_owned(), false, false, false),
        ] {
            let json = format!(r#"{{"name":"instance-1",{fields}}}"#);
            let instance: Instance = serde_json::from_str(&json).unwrap();
            let holds = |condition: Condition<Instance>| condition.check(&instance) == Verdict::Met;
            let seen = (
                holds(Until::running()),
                holds(Until::ssh_ready()),
                holds(Until::not_running()),
            );
            assert_eq!(seen, (running, ssh_ready, not_running), "{json}");
        }
    }
}
