//! What to wait for.

use std::sync::atomic::{AtomicBool, Ordering};

use gpu_http::{Condition, Verdict};

use super::{Instance, Phase};

/// What to wait for with [`Client::wait_until`](crate::Client::wait_until). Conditions combine with
/// `and`, `or` and `not`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Until;

impl Until {
    /// The instance runs. Hopeless once it has ended.
    #[must_use]
    pub fn running() -> Condition<Instance> {
        Condition::new("running", |instance: &Instance| match instance.phase() {
            Phase::Running => Verdict::Met,
            Phase::Ended => Verdict::Never(format!("it is {}", instance.status_text())),
            Phase::Pending | Phase::Unknown => Verdict::NotYet,
        })
    }

    /// The instance runs and every published port has its address. Hopeless once it has ended.
    #[must_use]
    pub fn addressed() -> Condition<Instance> {
        let addressed = Condition::new("addressed", |instance: &Instance| {
            let missing = instance.ports().any(|port| !port.access_url.is_set());
            if missing {
                Verdict::NotYet
            } else {
                Verdict::Met
            }
        });
        Self::running().and(addressed)
    }

    /// The instance runs again after a restart. That it is still shown as ended is no end of the
    /// wait until it was seen on its way: the service accepts a restart before it acts on it.
    #[must_use]
    pub fn restarted() -> Condition<Instance> {
        let left = AtomicBool::new(false);
        Condition::new("running again", move |instance: &Instance| {
            match instance.phase() {
                Phase::Running => Verdict::Met,
                Phase::Ended if left.load(Ordering::Relaxed) => {
                    Verdict::Never(format!("it is {} again", instance.status_text()))
                }
                Phase::Ended => Verdict::NotYet,
                Phase::Pending | Phase::Unknown => {
                    left.store(true, Ordering::Relaxed);
                    Verdict::NotYet
                }
            }
        })
    }

    /// The instance has completed, failed or been stopped.
    #[must_use]
    pub fn ended() -> Condition<Instance> {
        Condition::new("ended", |instance: &Instance| match instance.phase() {
            Phase::Ended => Verdict::Met,
            _ => Verdict::NotYet,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(status: &str, ports: &str) -> Instance {
        let json = format!(r#"{{"id":"a","status":"{status}","containerPortInfoList":{ports}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    fn verdict(condition: &Condition<Instance>, status: &str) -> char {
        match condition.check(&instance(status, "[]")) {
            Verdict::Met => 'm',
            Verdict::NotYet => '.',
            _ => 'x',
        }
    }

    #[test]
    fn each_status_is_judged() {
        let words = [
            "Waiting",
            "Deploying",
            "Running",
            "Completed",
            "Failed",
            "Terminated",
            "Odd",
        ];
        for (condition, verdicts) in [
            (Until::running(), "..mxxx."),
            (Until::addressed(), "..mxxx."),
            (Until::ended(), "...mmm."),
        ] {
            let judged: String = words.iter().map(|word| verdict(&condition, word)).collect();
            assert_eq!(judged, verdicts, "{}", condition.name());
        }
    }

    #[test]
    fn running_without_addresses_is_not_addressed() {
        for (ports, met) in [
            ("[]", true),
            ("null", true),
            (r#"[{"accessUrl":""}]"#, false),
            (r#"[{"accessUrl":"http://h/x"},{}]"#, false),
            (r#"[{"accessUrl":"http://h/x"}]"#, true),
        ] {
            let verdict = Until::addressed().check(&instance("Running", ports));
            assert_eq!(verdict == Verdict::Met, met, "{ports}");
        }
    }

    #[test]
    fn a_restart_may_be_slow_to_begin_but_not_fail() {
        let condition = Until::restarted();
        let words = ["Terminated", "Terminated", "Waiting", "Running", "Failed"];
        let judged: String = words.iter().map(|word| verdict(&condition, word)).collect();
        assert_eq!(judged, "...mx");
    }
}
