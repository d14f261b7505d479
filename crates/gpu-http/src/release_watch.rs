//! What has been found so far of machines that are to be gone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::{Clock, Confirmation, Error, Lookup, Release, trace};

/// Two probes this far apart have to agree that a machine is absent.
const APART: Duration = Duration::from_secs(2);
/// So long probes have to agree if no release was accepted.
const WITHOUT_RELEASE: Duration = Duration::from_secs(30);
/// The pause before an order that was accepted is repeated.
const BEFORE_REPEAT: Duration = Duration::from_secs(10);

/// What has been found so far of each machine that is to be gone (or to have ended), over all probes.
/// Clones share it.
///
/// A machine that is absent is gone if its release was accepted and two probes at least 2 s apart
/// agree; or, without an accepted release or with a part of the service in trouble, if they agree for
/// at least 30 s. A status that means the
/// end is its own record, and no absence.
#[derive(Clone, Debug)]
pub struct ReleaseWatch {
    clock: Clock,
    machines: Arc<Mutex<Vec<Watched>>>,
}

#[derive(Clone, Debug)]
struct Watched {
    name: String,
    goal: Goal,
    accepted: bool,
    /// An order that prepares the release was accepted.
    prepared: bool,
    ordered: Option<Duration>,
    /// What the last order that was not accepted met.
    refused: Option<String>,
    /// Since when probes have agreed that it is absent.
    absent_since: Option<Duration>,
    /// Since when probes of full weight have agreed on it, all of them after the release was accepted.
    plainly_absent_since: Option<Duration>,
    last: Option<Confirmation>,
}

/// What an absence is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weight {
    /// The service answered whatever it was asked.
    Full,
    /// A part of the service was in trouble: such an absence is believed only after 30 s.
    Weak,
}

/// What a machine is to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Goal {
    /// It is gone.
    Gone,
    /// It has ended, gone or not.
    Ended,
}

impl Watched {
    fn is_settled(&self) -> bool {
        self.last.as_ref().is_some_and(|last| match self.goal {
            Goal::Gone => last.is_gone(),
            Goal::Ended => last.is_ended(),
        })
    }

    /// Whether the order is due: for the first time, again because it was not accepted, or again
    /// because the machine is still there.
    fn is_due(&self, now: Duration) -> bool {
        let Some(ordered) = self.ordered else {
            return true;
        };
        let there = matches!(
            self.last.as_ref().map(|last| &last.release),
            Some(Release::StillThere(_) | Release::Ended(_))
        );
        let pause = if self.accepted { BEFORE_REPEAT } else { APART };
        (there || !self.accepted) && now.saturating_sub(ordered) >= pause
    }

    fn there(&mut self) {
        (self.absent_since, self.plainly_absent_since) = (None, None);
    }

    fn absent(&mut self, now: Duration, evidence: String, weight: Weight) -> Confirmation {
        let since = *self.absent_since.get_or_insert(now);
        let time = now.saturating_sub(since);
        let is_plain = self.accepted && weight == Weight::Full;
        let plain_time = is_plain.then(|| {
            let since = *self.plainly_absent_since.get_or_insert(now);
            now.saturating_sub(since)
        });
        if plain_time.is_some_and(|time| time >= APART) {
            let relied_on = "two probes agree";
            let evidence = format!("its release was accepted, and {evidence}");
            return Confirmation::new(Release::Gone, relied_on, evidence);
        }
        let seconds = time.as_secs();
        if time >= WITHOUT_RELEASE {
            let relied_on = if self.accepted {
                format!("absent for {seconds} s")
            } else {
                format!("absent for {seconds} s, without an accepted release")
            };
            return Confirmation::new(Release::Gone, relied_on, evidence);
        }
        let why = if is_plain {
            "one probe did not find it, and another has to agree".to_owned()
        } else if self.accepted {
            format!("absent for {seconds} s; with a service in trouble that takes 30 s")
        } else {
            format!("absent for {seconds} s; without an accepted release that takes 30 s")
        };
        Confirmation::unknown(why, evidence)
    }
}

impl ReleaseWatch {
    /// Begins to watch machines, by their names.
    #[must_use]
    pub fn new(clock: Clock, names: Vec<String>, goal: Goal) -> Self {
        let watched = |name| Watched {
            name,
            goal,
            accepted: false,
            prepared: false,
            ordered: None,
            refused: None,
            absent_since: None,
            plainly_absent_since: None,
            last: None,
        };
        Self { clock, machines: Arc::new(Mutex::new(names.into_iter().map(watched).collect())) }
    }

    /// The machines that another probe is needed for.
    #[must_use]
    pub fn open(&self) -> Vec<String> {
        let machines = self.machines();
        let open = machines.iter().filter(|one| !one.is_settled());
        open.map(|one| one.name.clone()).collect()
    }

    /// The open machines that the order has to be given for now.
    #[must_use]
    pub fn due(&self) -> Vec<String> {
        let now = self.clock.monotonic();
        let machines = self.machines();
        let due = machines.iter().filter(|one| !one.is_settled() && one.is_due(now));
        due.map(|one| one.name.clone()).collect()
    }

    /// What the last probe has found of a machine.
    #[must_use]
    pub fn last(&self, name: &str) -> Option<Release> {
        let machines = self.machines();
        let one = machines.iter().find(|one| one.name == name);
        one.and_then(|one| one.last.as_ref()).map(|last| last.release.clone())
    }

    /// Whether an order was accepted that prepares the release.
    #[must_use]
    pub fn is_prepared(&self, name: &str) -> bool {
        self.machines().iter().any(|one| one.name == name && one.prepared)
    }

    /// Gives the order for one machine if it is due, and notes whether its release was accepted by it.
    ///
    /// # Errors
    ///
    /// That the credentials were rejected. Any other failure is noted, and the order is due again.
    pub async fn order<T>(
        &self,
        name: &str,
        order: impl IntoFuture<Output = Result<T, Error>>,
    ) -> Result<(), Error> {
        if !self.due().iter().any(|due| due == name) {
            return Ok(());
        }
        let outcome = order.await;
        self.ordered(name, outcome.as_ref().err());
        match outcome {
            Err(error) if error.is_auth() => Err(error),
            _ => Ok(()),
        }
    }

    /// Notes that an order was given that only prepares the release, such as a stop.
    pub fn prepared(&self, name: &str, failure: Option<Error>) {
        let now = self.clock.monotonic();
        self.with(name, |one| {
            one.ordered = Some(now);
            one.prepared |= failure.is_none();
            one.refused = failure.map(|failure| failure.to_string());
        });
    }

    /// Notes that the order was given, and what it met if its release was not accepted.
    pub fn ordered(&self, name: &str, failure: Option<&Error>) {
        let now = self.clock.monotonic();
        self.with(name, |one| {
            one.ordered = Some(now);
            one.accepted |= failure.is_none();
            one.refused = failure.map(ToString::to_string);
        });
    }

    /// Notes what a probe has found, and what an absence is worth.
    pub fn note(&self, name: &str, found: Lookup<Confirmation>, weight: Weight) {
        let now = self.clock.monotonic();
        self.with(name, |one| {
            let found = match found {
                Lookup::Absent(evidence) => one.absent(now, evidence, weight),
                Lookup::Found(confirmation) => {
                    one.there();
                    confirmation
                }
                Lookup::Unreadable(why) => {
                    one.there();
                    let status = "in an entry that cannot be read".to_owned();
                    Confirmation::of_record(Release::StillThere(status), why)
                }
                Lookup::Unknown(why) => Confirmation::unknown(why, "a probe that did not tell"),
            };
            let was_settled = one.is_settled();
            let found = one.last.insert(found).clone();
            if one.is_settled() && !was_settled {
                trace::over(&one.name, &found);
            }
        });
    }

    pub(crate) fn accept_all(&self) {
        for one in self.machines().iter_mut() {
            one.accepted = true;
        }
    }

    /// What is known of each.
    #[must_use]
    pub fn found(&self) -> Vec<(String, Confirmation)> {
        let not_yet = || Confirmation::unknown("no probe was made", "nothing");
        let machines = self.machines();
        let found = machines.iter().map(|one| {
            let mut last = one.last.clone().unwrap_or_else(not_yet);
            if let (Some(met), false) = (&one.refused, one.is_settled()) {
                last.evidence =
                    format!("{}; the last order was not accepted: {met}", last.evidence);
            }
            (one.name.clone(), last)
        });
        found.collect()
    }

    /// The same when the last probes have failed.
    pub(crate) fn after_failed_probes(&self, why: &str) -> Vec<(String, Confirmation)> {
        let mut found = self.found();
        for (_, last) in &mut found {
            *last = last.clone().after_failed_probes(why);
        }
        found
    }

    fn with(&self, name: &str, change: impl FnOnce(&mut Watched)) {
        if let Some(one) = self.machines().iter_mut().find(|one| one.name == name) {
            change(one);
        }
    }

    /// Never held across an `await`, and whoever panics in between has broken nothing.
    fn machines(&self) -> MutexGuard<'_, Vec<Watched>> {
        self.machines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    /// What a watch says after probes that find nothing, each so many seconds after the one before.
    fn after(accepted: bool, weight: Weight, steps: &[u64]) -> String {
        let time = ManualClock::new();
        let watch = ReleaseWatch::new(time.clock(), vec!["a".to_owned()], Goal::Gone);
        if accepted {
            watch.accept_all();
        }
        for &step in steps {
            time.advance(Duration::from_secs(step));
            watch.note("a", Lookup::Absent("no list has it".to_owned()), weight);
        }
        watch.found()[0].1.to_string()
    }

    #[test]
    fn absence_is_gone_after_a_release_and_two_probes_or_after_half_a_minute() {
        let one = "unknown (one probe did not find it, and another has to agree)";
        for (accepted, weight, steps, told) in [
            (
                true,
                Weight::Weak,
                &[0, 2, 3, 24][..],
                "unknown (absent for 29 s; with a service in trouble that takes 30 s)",
            ),
            (true, Weight::Weak, &[0, 2, 28], "gone (absent for 30 s)"),
            (true, Weight::Full, &[0], one),
            (true, Weight::Full, &[0, 1], one),
            (true, Weight::Full, &[0, 1, 1], "gone (two probes agree)"),
            (true, Weight::Full, &[0, 2], "gone (two probes agree)"),
            (
                false,
                Weight::Full,
                &[0, 2, 3, 24],
                "unknown (absent for 29 s; without an accepted release that takes 30 s)",
            ),
            (
                false,
                Weight::Full,
                &[0, 2, 3, 25],
                "gone (absent for 30 s, without an accepted release)",
            ),
        ] {
            assert_eq!(after(accepted, weight, steps), told, "{accepted} {steps:?}");
        }
    }

    #[test]
    fn a_sighting_begins_the_absence_anew_and_a_probe_that_does_not_tell_does_not() {
        for (between, gone) in [
            (Lookup::Unknown("a 503".to_owned()), true),
            (Lookup::Unreadable("entry 3".to_owned()), false),
        ] {
            let time = ManualClock::new();
            let watch = ReleaseWatch::new(time.clock(), vec!["a".to_owned()], Goal::Gone);
            watch.accept_all();
            let absent = || Lookup::Absent("no list has it".to_owned());
            for found in [absent(), between, absent()] {
                watch.note("a", found, Weight::Full);
                time.advance(Duration::from_secs(2));
            }
            assert_eq!(watch.found()[0].1.is_gone(), gone);
        }
    }

    #[test]
    fn only_probes_of_full_weight_after_the_release_agree_with_one_another() {
        let time = ManualClock::new();
        let watch = ReleaseWatch::new(time.clock(), vec!["a".to_owned()], Goal::Gone);
        let is_gone_by = |weight| {
            watch.note("a", Lookup::Absent("no list has it".to_owned()), weight);
            time.advance(APART);
            watch.found()[0].1.is_gone()
        };
        assert!(!is_gone_by(Weight::Full), "before the release");
        watch.accept_all();
        assert!(!is_gone_by(Weight::Weak));
        assert!(!is_gone_by(Weight::Full), "the first that counts");
        assert!(is_gone_by(Weight::Full));
    }

    #[test]
    fn an_order_is_due_until_it_is_accepted_and_again_while_the_machine_is_there() {
        let time = ManualClock::new();
        let watch = ReleaseWatch::new(time.clock(), vec!["a".to_owned()], Goal::Gone);
        let is_due = || !watch.due().is_empty();
        assert!(is_due());
        watch.ordered("a", Some(&Error::invalid("a", "b")));
        assert!(!is_due());
        time.advance(APART);
        assert!(is_due());
        watch.ordered("a", None);
        time.advance(BEFORE_REPEAT);
        assert!(!is_due(), "accepted, and not seen since");
        let there = Confirmation::of_record(Release::StillThere("Running".to_owned()), "");
        watch.note("a", Lookup::Found(there), Weight::Full);
        assert!(is_due());
        watch.ordered("a", None);
        assert!(!is_due());
    }
}
