//! Whether a power-off has taken effect.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gpu_common::OneLine;
use gpu_http::{Condition, Confirmation, Confirming, Release, Verdict};

use super::{Instance, InstanceStatus};
use crate::{Cluster, InstanceName};

/// So long an undocumented status must stay the same before the probing ends.
const STABLE: Duration = Duration::from_secs(10);

impl Cluster {
    /// Probes whether an instance is off, again and again for up to a minute. *Ended* means off.
    ///
    /// How the API spells "off" is not documented, so *ended* takes
    /// [`ClientBuilder::off_status`](crate::ClientBuilder::off_status): the word that the caller
    /// has seen. Without it a status other than `Running` and `Creating` is *unknown*: it may be
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
    /// println!("off: {}; {seen}", seen.is_ended());
    /// # Ok(()) });
    /// ```
    pub fn confirm_powered_off(&self, name: impl Into<InstanceName>) -> Confirming<Confirmation> {
        let (off, since) = (self.client.off_status.clone(), Since::default());
        let is_final = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&is_final);
        let settled = Condition::new("power off", move |_: &Confirmation| {
            if ended.load(Ordering::Relaxed) { Verdict::Met } else { Verdict::NotYet }
        });
        let probing = self.wait(
            name.into(),
            settled,
            move |cluster, name| {
                let (off, since, is_final) = (off.clone(), since.clone(), Arc::clone(&is_final));
                Box::pin(async move {
                    let instance = cluster.get_instance(name).await?;
                    let now = cluster.http().clock().monotonic();
                    let unchanged = since.unchanged(instance.status_text(), now);
                    let (found, ends) = evaluate(&instance, off.as_ref(), unchanged);
                    is_final.store(ends, Ordering::Relaxed);
                    Ok(found)
                })
            },
            Confirmation::to_string,
        );
        Confirming::new(probing, after_failed_probes)
    }
}

/// What is known when probes have failed since: nothing.
fn after_failed_probes(why: String, before: Option<Confirmation>) -> Confirmation {
    let before = before.map(|before| format!("; before them: {before}")).unwrap_or_default();
    Confirmation::unknown(why, format!("probes that failed{before}"))
}

/// What an instance says whose status has been the same for so long, and whether no further probe will
/// tell more.
fn evaluate(
    instance: &Instance,
    off: Option<&InstanceStatus>,
    unchanged: Duration,
) -> (Confirmation, bool) {
    use InstanceStatus::{Creating, Running};
    let status = instance.status_text();
    let shown = OneLine::short(status);
    let there = |evidence| {
        (Confirmation::of_record(Release::StillThere(status.to_owned()), evidence), false)
    };
    match (instance.status.get(), off) {
        (Some(seen), Some(off)) if seen == off => {
            let evidence =
                format!("status {shown}, which the caller says means off (not documented)");
            let release = Release::Ended(status.to_owned());
            (Confirmation::new(release, "the caller's word for off", evidence), true)
        }
        (Some(_), Some(_)) => {
            there(format!("status {shown}, which is not the caller's word for off"))
        }
        (Some(Running | Creating), None) => there(format!("status {shown} (documented)")),
        (seen, _) => {
            let is_stable = seen.is_some() && unchanged >= STABLE;
            let why = match is_stable {
                true => format!(
                    "the status has been {shown} for {} s, which is not documented; if it means off, \
                     say so by `ClientBuilder::off_status`",
                    STABLE.as_secs()
                ),
                false => format!("what status {shown} means is not documented"),
            };
            (Confirmation::unknown(why, "a status that the page does not have"), is_stable)
        }
    }
}

/// What was last seen of a status, and since when.
#[derive(Clone, Default)]
struct Since(Arc<Mutex<(String, Duration)>>);

impl Since {
    /// For how long the status has been this one.
    fn unchanged(&self, status: &str, now: Duration) -> Duration {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != status {
            *last = (status.to_owned(), now);
        }
        now.saturating_sub(last.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: &str, off: Option<&str>, seconds: u64) -> (Confirmation, bool) {
        let sent = serde_json::json!({ "name": "instance-1", "status": status, "Pods": [] });
        let instance = serde_json::from_value(sent).unwrap();
        evaluate(&instance, off.map(InstanceStatus::from).as_ref(), Duration::from_secs(seconds))
    }

    #[test]
    fn off_is_known_by_the_callers_word_only() {
        let there = |status: &str| Release::StillThere(status.to_owned());
        let unknown = |status: &str| {
            Release::Unknown(format!("what status {status} means is not documented"))
        };
        let off = Release::Ended("Shutdown".to_owned());
        for (status, word, release) in [
            ("Running", None, there("Running")),
            ("Creating", None, there("Creating")),
            ("Shutdown", None, unknown("Shutdown")),
            ("", None, unknown("no status")),
            ("Shutdown", Some("Shutdown"), off.clone()),
            ("ShuttingDown", Some("Shutdown"), there("ShuttingDown")),
            ("Running", Some("Shutdown"), there("Running")),
            ("", Some("Shutdown"), unknown("no status")),
        ] {
            let (seen, is_final) = of(status, word, 9);
            assert_eq!((&seen.release, is_final), (&release, release == off), "{status}");
            // An undocumented status that stays ends the probing.
            assert_eq!(of(status, word, 10).1, status == "Shutdown", "{status}");
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
            let seen = since.unchanged(status, Duration::from_secs(at));
            assert_eq!(seen, Duration::from_secs(unchanged), "{status} at {at}");
        }
    }

    #[test]
    fn a_status_cannot_break_the_line_or_hide_what_is_said_about_it() {
        let odd = format!("\u{1b}[2J\r\nGone\u{2028}\u{202e}{}", "x".repeat(100_000));
        let (unknown, _) = of(&odd, None, 0);
        let failed = after_failed_probes(odd.clone(), Some(unknown.clone()));
        for (seen, says) in [
            (unknown, "means is not documented"),
            (of(&odd, None, 10).0, "`ClientBuilder::off_status`"),
            (of(&odd, Some("Shutdown"), 0).0, "is not the caller's word for off"),
            (of(&odd, Some(&odd), 0).0, "the caller says means off (not documented)"),
            (failed, "before them: unknown (what status"),
        ] {
            let line = format!("{seen:#}");
            assert!(!line.contains(OneLine::is_odd), "{line}");
            assert!(line.contains(says) && line.len() < 5_000, "{says}: {line}");
            assert!(line.contains(r"\u{1b}[2J\u{d}\u{a}Gone\u{2028}\u{202e}"), "{line}");
        }
    }
}
