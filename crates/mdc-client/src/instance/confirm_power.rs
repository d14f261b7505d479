//! Whether a power call has taken effect.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gpu_common::OneLine;
use gpu_http::{BoxFuture, Condition, Confirming, Verdict};

use super::{Instance, InstanceStatus, PowerState};
use crate::{Cluster, InstanceName, Result};

/// So long an undocumented status must stay the same before the probing ends.
const STABLE: Duration = Duration::from_secs(10);

/// What the last probe after a power call found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PowerFinding {
    /// It is as it was ordered.
    Confirmed,
    /// It is not, or not yet; the status in the vendor's spelling.
    NotYet(String),
    /// The probe did not tell; why.
    Unknown(String),
}

/// The result of confirming a power call: what was found, and what that relies on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "an unconfirmed power-off may still bill"]
pub struct PowerConfirmation {
    /// What was found.
    pub finding: PowerFinding,
    /// The evidence in one sentence, with its weight (documented, or the caller's word).
    pub relied_on: String,
    /// Whether no further probe will tell more.
    is_final: bool,
}

impl PowerConfirmation {
    fn new(finding: PowerFinding, relied_on: impl Into<String>) -> Self {
        Self { is_final: finding == PowerFinding::Confirmed, finding, relied_on: relied_on.into() }
    }

    /// An undocumented status that has stayed the same: what would help, and that no probe will.
    fn stable(mut self, status: &str) -> Self {
        self.finding = PowerFinding::Unknown(format!(
            "the status has been {} for {} s, which is not documented; if it means off, say so \
             by `ClientBuilder::off_status`",
            OneLine::short(status),
            STABLE.as_secs()
        ));
        self.is_final = true;
        self
    }

    /// Whether it is as it was ordered.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.finding == PowerFinding::Confirmed
    }

    /// What is known when probes have failed since: nothing.
    fn after_failed_probes(why: String, before: Option<Self>) -> Self {
        let relied_on = match before {
            Some(before) => format!("probes that failed; before them: {}", before.relied_on),
            None => "probes that failed".to_owned(),
        };
        Self::new(PowerFinding::Unknown(why), relied_on)
    }

    /// What an instance says that was ordered to be on.
    fn of_on(instance: &Instance) -> Self {
        let status = instance.status_text();
        match instance.power_state() {
            PowerState::On => Self::new(PowerFinding::Confirmed, documented(status)),
            PowerState::Starting => {
                Self::new(PowerFinding::NotYet(status.to_owned()), documented(status))
            }
            PowerState::Unknown => Self::undocumented(status),
        }
    }

    /// What an instance says that was ordered to be off. `off` is the caller's word for it.
    fn of_off(instance: &Instance, off: Option<&InstanceStatus>) -> Self {
        let status = instance.status_text();
        let shown = OneLine::short(status);
        match (instance.status.get(), off) {
            (Some(seen), Some(off)) if seen == off => Self::new(
                PowerFinding::Confirmed,
                format!("status {shown}, which the caller says means off (not documented)"),
            ),
            (Some(seen), Some(_)) => Self::new(
                PowerFinding::NotYet(seen.to_string()),
                format!("status {shown}, which is not the caller's word for off"),
            ),
            _ if instance.power_state() == PowerState::Unknown => Self::undocumented(status),
            _ => Self::new(PowerFinding::NotYet(status.to_owned()), documented(status)),
        }
    }

    fn undocumented(status: &str) -> Self {
        let why = format!("what status {} means is not documented", OneLine::short(status));
        Self::new(PowerFinding::Unknown(why), "a status that the page does not have")
    }
}

fn documented(status: &str) -> String {
    format!("status {} (documented)", OneLine::short(status))
}

impl fmt::Display for PowerConfirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.finding {
            PowerFinding::Confirmed => f.write_str("confirmed")?,
            PowerFinding::NotYet(status) => write!(f, "not yet ({})", OneLine::short(status))?,
            PowerFinding::Unknown(why) => write!(f, "unknown ({})", OneLine::message(why))?,
        }
        write!(f, "; relies on: {}", OneLine::message(&self.relied_on))
    }
}

pub(crate) fn confirm_powered_off(
    cluster: &Cluster,
    name: InstanceName,
) -> Confirming<PowerConfirmation> {
    confirm(cluster, name, "power off", PowerConfirmation::of_off)
}

pub(crate) fn confirm_powered_on(
    cluster: &Cluster,
    name: InstanceName,
) -> Confirming<PowerConfirmation> {
    confirm(cluster, name, "power on", |instance, _| PowerConfirmation::of_on(instance))
}

/// What was last seen of a status, and since when.
type Since = Arc<Mutex<(String, Duration)>>;

fn confirm(
    cluster: &Cluster,
    name: InstanceName,
    order: &str,
    evaluate: fn(&Instance, Option<&InstanceStatus>) -> PowerConfirmation,
) -> Confirming<PowerConfirmation> {
    let done = Condition::new(
        order,
        |seen: &PowerConfirmation| {
            if seen.is_final { Verdict::Met } else { Verdict::NotYet }
        },
    );
    let since = Since::default();
    let probe = move |cluster: Cluster,
                      name: InstanceName|
          -> BoxFuture<'static, Result<PowerConfirmation>> {
        let since = Arc::clone(&since);
        Box::pin(async move {
            let instance = cluster.get_instance(name).await?;
            let seen = evaluate(&instance, cluster.off_status.as_ref());
            let now = cluster.http.clock().monotonic();
            let unchanged = unchanged_for(&since, instance.status_text(), now);
            let is_unknown = matches!(seen.finding, PowerFinding::Unknown(_));
            Ok(match instance.status.get() {
                Some(status) if is_unknown && unchanged >= STABLE => seen.stable(status.as_str()),
                _ => seen,
            })
        })
    };
    let probing = cluster.wait(name, done, probe, PowerConfirmation::to_string);
    Confirming::new(probing, PowerConfirmation::after_failed_probes)
}

/// For how long the status has been this one.
fn unchanged_for(since: &Since, status: &str, now: Duration) -> Duration {
    let mut last = since.lock().unwrap_or_else(PoisonError::into_inner);
    if last.0 != status {
        *last = (status.to_owned(), now);
    }
    now.saturating_sub(last.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn off_is_known_by_the_callers_word_only() {
        let not_yet = |status: &str| PowerFinding::NotYet(status.to_owned());
        let unknown = |status: &str| {
            PowerFinding::Unknown(format!("what status {status} means is not documented"))
        };
        for (status, off, finding) in [
            ("Running", None, not_yet("Running")),
            ("Creating", None, not_yet("Creating")),
            ("Shutdown", None, unknown("Shutdown")),
            ("", None, unknown("no status")),
            ("Shutdown", Some("Shutdown"), PowerFinding::Confirmed),
            ("ShuttingDown", Some("Shutdown"), not_yet("ShuttingDown")),
            ("Running", Some("Shutdown"), not_yet("Running")),
            ("", Some("Shutdown"), unknown("no status")),
        ] {
            let json = format!(r#"{{"name":"instance-1","status":"{status}","Pods":[]}}"#);
            let instance = serde_json::from_str(&json).unwrap();
            let off = off.map(InstanceStatus::from);
            let seen = PowerConfirmation::of_off(&instance, off.as_ref());
            assert_eq!(seen.finding, finding, "{status} {off:?}");
        }
    }

    #[test]
    fn on_is_running_and_nothing_else() {
        for (status, confirmed) in [("Running", true), ("Creating", false), ("Starting", false)] {
            let json = format!(r#"{{"name":"instance-1","status":"{status}"}}"#);
            let instance = serde_json::from_str(&json).unwrap();
            let seen = PowerConfirmation::of_on(&instance);
            assert_eq!(seen.is_confirmed(), confirmed, "{status}");
        }
    }

    #[test]
    fn a_status_that_changes_begins_anew() {
        let since = Since::default();
        for (status, at, unchanged) in [
            ("ShuttingDown", 100, 0),
            ("ShuttingDown", 105, 5),
            ("Shutdown", 107, 0),
            ("Shutdown", 117, 10),
        ] {
            let seen = unchanged_for(&since, status, Duration::from_secs(at));
            assert_eq!(seen, Duration::from_secs(unchanged), "{status} at {at}");
        }
    }

    #[test]
    fn a_status_cannot_break_the_line_or_hide_what_is_said_about_it() {
        let odd = format!(
            "\u{1b}]0;x\u{7}\u{1b}[2J\r\nGone\u{85}\u{2028}\u{202e}\u{200b}{}",
            "x".repeat(100_000)
        );
        let instance = |status: &str| -> Instance {
            serde_json::from_value(serde_json::json!({ "name": "instance-1", "status": status }))
                .unwrap()
        };
        let of_off = |status: &str, off: Option<&str>| {
            PowerConfirmation::of_off(&instance(status), off.map(InstanceStatus::from).as_ref())
        };
        let unknown = of_off(&odd, None);
        let failed = PowerConfirmation::after_failed_probes(odd.clone(), Some(unknown.clone()));
        for (seen, says) in [
            (unknown.clone(), "means is not documented"),
            (unknown.stable(&odd), "`ClientBuilder::off_status`"),
            (of_off(&odd, Some("Shutdown")), "is not the caller's word for off"),
            (of_off(&odd, Some(&odd)), "the caller says means off (not documented)"),
            (PowerConfirmation::of_on(&instance(&odd)), "means is not documented"),
            (failed, "before them: a status that the page does not have"),
        ] {
            let line = seen.to_string();
            assert!(!line.contains(OneLine::is_odd), "{line}");
            assert!(line.contains(says) && line.len() < 5_000, "{says}: {line}");
            assert!(
                line.contains(
                    r"\u{1b}]0;x\u{7}\u{1b}[2J\u{d}\u{a}Gone\u{85}\u{2028}\u{202e}\u{200b}"
                ),
                "{line}"
            );
        }
    }
}
