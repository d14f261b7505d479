//! Whether a power call has taken effect.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gpu_common::OneLine;
use gpu_http::{Condition, Confirming, Verdict};

use super::{Instance, InstanceStatus};
use crate::{Cluster, InstanceName};

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

    /// Whether it is as it was ordered.
    pub fn is_confirmed(&self) -> bool {
        self.finding == PowerFinding::Confirmed
    }

    /// What is known when probes have failed since: nothing.
    fn after_failed_probes(why: String, before: Option<Self>) -> Self {
        let before = before.map(|before| format!("; before them: {}", before.relied_on));
        let relied_on = format!("probes that failed{}", before.unwrap_or_default());
        Self::new(PowerFinding::Unknown(why), relied_on)
    }

    /// What an instance says, whose status has been the same for so long.
    fn of(instance: &Instance, wanted: &Wanted, unchanged: Duration) -> Self {
        use InstanceStatus::{Creating, Running};
        let status = instance.status_text();
        let not_yet = || PowerFinding::NotYet(status.to_owned());
        let shown = OneLine::short(status);
        let (finding, relied_on) = match (instance.status.get(), wanted) {
            (Some(Running), Wanted::On) => {
                (PowerFinding::Confirmed, format!("status {shown} (documented)"))
            }
            (Some(seen), Wanted::Off(Some(off))) if seen == off => (
                PowerFinding::Confirmed,
                format!("status {shown}, which the caller says means off (not documented)"),
            ),
            (Some(_), Wanted::Off(Some(_))) => {
                (not_yet(), format!("status {shown}, which is not the caller's word for off"))
            }
            (Some(Running | Creating), _) => (not_yet(), format!("status {shown} (documented)")),
            (seen, _) => {
                let is_stable = seen.is_some() && unchanged >= STABLE;
                let why = match is_stable {
                    true => format!(
                        "the status has been {shown} for {} s, which is not documented; if it means \
                         off, say so by `ClientBuilder::off_status`",
                        STABLE.as_secs()
                    ),
                    false => format!("what status {shown} means is not documented"),
                };
                let relied_on = "a status that the page does not have";
                let unknown = Self::new(PowerFinding::Unknown(why), relied_on);
                return Self { is_final: is_stable, ..unknown };
            }
        };
        Self::new(finding, relied_on)
    }
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

/// What was ordered.
#[derive(Clone)]
enum Wanted {
    On,
    /// The caller's word for it, if there is one.
    Off(Option<InstanceStatus>),
}

impl Cluster {
    /// Probes whether an instance is off, again and again for up to a minute.
    ///
    /// How the API spells "off" is not documented, so `Confirmed` takes
    /// [`ClientBuilder::off_status`](crate::ClientBuilder::off_status): the word that the caller
    /// has seen. Without it a status other than `Running` and `Creating` is `Unknown`: it may be
    /// "shutting down", which may still bill. Once such a status has been the same for 10 s the probing
    /// ends, and the finding names it.
    ///
    /// Off is not gone: paid storage goes on being charged, and the data is wiped after a time. See
    /// [`power_off`](Self::power_off).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let _accepted = cluster.power_off(&instance).await?;
    /// let seen = cluster.confirm_powered_off(&instance).await?;
    /// println!("off: {}; {seen}", seen.is_confirmed());
    /// # Ok(()) });
    /// ```
    pub fn confirm_powered_off(
        &self,
        name: impl Into<InstanceName>,
    ) -> Confirming<PowerConfirmation> {
        self.confirm_power(name.into(), "power off", Wanted::Off(self.client.off_status.clone()))
    }

    /// Probes whether an instance is on, again and again for up to a minute: its status is
    /// `Running` (documented).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let seen = cluster.confirm_powered_on(&instance).await?;
    /// assert!(seen.is_confirmed());
    /// # Ok(()) });
    /// ```
    pub fn confirm_powered_on(
        &self,
        name: impl Into<InstanceName>,
    ) -> Confirming<PowerConfirmation> {
        self.confirm_power(name.into(), "power on", Wanted::On)
    }

    fn confirm_power(
        &self,
        name: InstanceName,
        order: &str,
        wanted: Wanted,
    ) -> Confirming<PowerConfirmation> {
        let done = Condition::new(order, |seen: &PowerConfirmation| match seen.is_final {
            true => Verdict::Met,
            false => Verdict::NotYet,
        });
        let since = Since::default();
        let probing = self.wait(
            name,
            done,
            move |cluster, name| {
                let (since, wanted) = (Arc::clone(&since), wanted.clone());
                Box::pin(async move {
                    let instance = cluster.get_instance(name).await?;
                    let now = cluster.http().clock().monotonic();
                    let unchanged = unchanged_for(&since, instance.status_text(), now);
                    Ok(PowerConfirmation::of(&instance, &wanted, unchanged))
                })
            },
            PowerConfirmation::to_string,
        );
        Confirming::new(probing, PowerConfirmation::after_failed_probes)
    }
}

/// What was last seen of a status, and since when.
type Since = Arc<Mutex<(String, Duration)>>;

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

    fn of(status: &str, wanted: &Wanted, seconds: u64) -> PowerConfirmation {
        let sent = serde_json::json!({ "name": "instance-1", "status": status, "Pods": [] });
        let instance = serde_json::from_value(sent).unwrap();
        PowerConfirmation::of(&instance, wanted, Duration::from_secs(seconds))
    }

    #[test]
    fn off_is_known_by_the_callers_word_only_and_on_is_running_and_nothing_else() {
        let off = |word: &str| Wanted::Off(Some(InstanceStatus::from(word)));
        let not_yet = |status: &str| PowerFinding::NotYet(status.to_owned());
        let unknown = |status: &str| {
            PowerFinding::Unknown(format!("what status {status} means is not documented"))
        };
        for (status, wanted, finding) in [
            ("Running", Wanted::Off(None), not_yet("Running")),
            ("Creating", Wanted::Off(None), not_yet("Creating")),
            ("Shutdown", Wanted::Off(None), unknown("Shutdown")),
            ("", Wanted::Off(None), unknown("no status")),
            ("Shutdown", off("Shutdown"), PowerFinding::Confirmed),
            ("ShuttingDown", off("Shutdown"), not_yet("ShuttingDown")),
            ("Running", off("Shutdown"), not_yet("Running")),
            ("", off("Shutdown"), unknown("no status")),
            ("Running", Wanted::On, PowerFinding::Confirmed),
            ("Creating", Wanted::On, not_yet("Creating")),
            ("Starting", Wanted::On, unknown("Starting")),
        ] {
            let seen = of(status, &wanted, 9);
            assert_eq!(seen.finding, finding, "{status}");
            assert_eq!(seen.is_final, finding == PowerFinding::Confirmed);
            let ends = ["Shutdown", "Starting"].contains(&status) || seen.is_final;
            assert_eq!(of(status, &wanted, 10).is_final, ends, "{status}");
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
        let escapes = "\u{1b}]0;x\u{7}\u{1b}[2J\r\nGone\u{85}\u{2028}\u{202e}\u{200b}";
        let odd = format!("{escapes}{}", "x".repeat(100_000));
        let off = |word: &str| Wanted::Off(Some(InstanceStatus::from(word)));
        let unknown = of(&odd, &Wanted::Off(None), 0);
        let failed = PowerConfirmation::after_failed_probes(odd.clone(), Some(unknown.clone()));
        for (seen, says) in [
            (unknown, "means is not documented"),
            (of(&odd, &Wanted::Off(None), 10), "`ClientBuilder::off_status`"),
            (of(&odd, &off("Shutdown"), 0), "is not the caller's word for off"),
            (of(&odd, &off(&odd), 0), "the caller says means off (not documented)"),
            (of(&odd, &Wanted::On, 0), "means is not documented"),
            (failed, "before them: a status that the page does not have"),
        ] {
            let line = seen.to_string();
            assert!(!line.contains(OneLine::is_odd), "{line}");
            assert!(line.contains(says) && line.len() < 5_000, "{says}: {line}");
            let shown = r"\u{1b}]0;x\u{7}\u{1b}[2J\u{d}\u{a}Gone\u{85}\u{2028}\u{202e}\u{200b}";
            assert!(line.contains(shown), "{line}");
        }
    }
}
