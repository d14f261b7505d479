//! What has been found so far of a machine that is to be gone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::{Clock, Confirmation, Error, Lookup, Release, trace};

/// Two probes this far apart have to agree that a machine is absent.
const APART: Duration = Duration::from_secs(2);
/// So long probes have to agree if no release was accepted.
const WITHOUT_RELEASE: Duration = Duration::from_secs(30);
/// The pause before an order that was accepted is repeated.
const BEFORE_REPEAT: Duration = Duration::from_secs(10);

/// What has been found so far of a machine that is to be gone (or to have ended), over all probes.
/// Clones share it.
///
/// A machine that is absent is gone if its release was accepted and two probes at least 2 s apart
/// agree; or, without an accepted release or with a part of the service in trouble, if they agree for
/// at least 30 s. A status that means the end is its own record, and no absence.
#[derive(Clone, Debug)]
pub struct ReleaseWatch {
    clock: Clock,
    name: Arc<str>,
    pub(crate) goal: Goal,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
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
    /// A part of the service was in trouble, or the answer may be older than the machine. Such an absence is
    /// believed only after 30 s.
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

impl Known {
    fn absent(&mut self, now: Duration, evidence: String, weight: Weight) -> Confirmation {
        let time = |since: &mut Option<Duration>| now.saturating_sub(*since.get_or_insert(now));
        let absent = time(&mut self.absent_since);
        let seconds = absent.as_secs();
        let is_plain = self.accepted && weight == Weight::Full;
        if is_plain && time(&mut self.plainly_absent_since) >= APART {
            let evidence = format!("its release was accepted, and {evidence}");
            return Confirmation::new(Release::Gone, "two probes agree", evidence);
        }
        if absent >= WITHOUT_RELEASE {
            let doubt = if self.accepted { "" } else { ", without an accepted release" };
            let relied_on = format!("absent for {seconds} s{doubt}");
            return Confirmation::new(Release::Gone, relied_on, evidence);
        }
        let why = match (is_plain, self.accepted) {
            (true, _) => "one probe did not find it, and another has to agree".to_owned(),
            (_, true) => {
                format!("absent for {seconds} s; with a service in trouble that takes 30 s")
            }
            _ => format!("absent for {seconds} s; without an accepted release that takes 30 s"),
        };
        Confirmation::unknown(why, evidence)
    }
}

impl ReleaseWatch {
    /// Begins to watch a machine, by its name.
    pub fn new(clock: &Clock, name: &str, goal: Goal) -> Self {
        Self { clock: clock.clone(), name: name.into(), goal, known: Arc::default() }
    }

    /// The machine's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the machine has come to its goal: no other probe is needed.
    pub fn is_settled(&self) -> bool {
        self.has_settled(&self.known())
    }

    fn has_settled(&self, known: &Known) -> bool {
        known.last.as_ref().is_some_and(|last| match self.goal {
            Goal::Gone => last.is_gone(),
            Goal::Ended => last.is_ended(),
        })
    }

    /// Whether the order has to be given now: it was not accepted yet, or the machine is still there.
    pub fn is_due(&self) -> bool {
        let known = self.known();
        if self.has_settled(&known) {
            return false;
        }
        let Some(ordered) = known.ordered else {
            return true;
        };
        let last = known.last.as_ref().map(|last| &last.release);
        let there = matches!(last, Some(Release::StillThere(_) | Release::Ended(_)));
        let pause = if known.accepted { BEFORE_REPEAT } else { APART };
        let ago = self.clock.monotonic().saturating_sub(ordered);
        (there || !known.accepted) && ago >= pause
    }

    /// What the last probe has found.
    pub fn last(&self) -> Option<Release> {
        self.known().last.as_ref().map(|last| last.release.clone())
    }

    /// Whether an order was accepted that prepares the release.
    pub fn is_prepared(&self) -> bool {
        self.known().prepared
    }

    /// Gives the order if it is due, and notes whether the release was accepted by it.
    ///
    /// # Errors
    ///
    /// That the credentials were rejected. Any other failure is noted, and the order is due again.
    pub async fn order<T>(
        &self,
        order: impl IntoFuture<Output = Result<T, Error>>,
    ) -> Result<(), Error> {
        if !self.is_due() {
            return Ok(());
        }
        let outcome = order.await;
        self.ordered(outcome.as_ref().err());
        match outcome {
            Err(error) if error.is_auth() => Err(error),
            _ => Ok(()),
        }
    }

    /// Notes that an order was given that only prepares the release, such as a stop.
    pub fn prepared(&self, failure: Option<&Error>) {
        self.gave(failure).prepared |= failure.is_none();
    }

    /// Notes that the order was given, and what it met if the release was not accepted.
    pub fn ordered(&self, failure: Option<&Error>) {
        self.gave(failure).accepted |= failure.is_none();
    }

    fn gave(&self, failure: Option<&Error>) -> MutexGuard<'_, Known> {
        let now = self.clock.monotonic();
        let mut known = self.known();
        known.ordered = Some(now);
        known.refused = failure.map(ToString::to_string);
        known
    }

    /// Notes that the release was accepted. An order that only ends a machine makes none go away.
    pub(crate) fn accept(&self) {
        self.known().accepted |= self.goal == Goal::Gone;
    }

    /// Notes what a probe has found, and what an absence is worth.
    pub fn note(&self, found: Lookup<Confirmation>, weight: Weight) {
        let now = self.clock.monotonic();
        let mut known = self.known();
        if matches!(found, Lookup::Found(_) | Lookup::Unreadable(_)) {
            (known.absent_since, known.plainly_absent_since) = (None, None);
        }
        let found = match found {
            Lookup::Absent(evidence) => known.absent(now, evidence, weight),
            Lookup::Found(confirmation) => confirmation,
            Lookup::Unreadable(why) => {
                let status = "in an entry that cannot be read".to_owned();
                Confirmation::of_record(Release::StillThere(status), why)
            }
            Lookup::Unknown(why) => Confirmation::unknown(why, "a probe that did not tell"),
        };
        let was_settled = self.has_settled(&known);
        known.last = Some(found.clone());
        if self.has_settled(&known) && !was_settled {
            trace::over(&self.name, &found);
        }
    }

    /// What is known.
    pub fn found(&self) -> Confirmation {
        let known = self.known();
        let not_yet = || Confirmation::unknown("no probe was made", "nothing");
        let mut last = known.last.clone().unwrap_or_else(not_yet);
        if let (Some(met), false) = (&known.refused, self.has_settled(&known)) {
            last.evidence.push_str(&format!("; the last order was not accepted: {met}"));
        }
        last
    }

    /// Never held across an `await`, and whoever panics in between has broken nothing.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Delivery, Kind, ManualClock};

    fn watch(time: &ManualClock) -> ReleaseWatch {
        ReleaseWatch::new(&time.clock(), "a", Goal::Gone)
    }

    fn absent() -> Lookup<Confirmation> {
        Lookup::Absent("no list has it".to_owned())
    }

    fn there() -> Confirmation {
        Confirmation::of_record(Release::StillThere("Running".to_owned()), "")
    }

    #[test]
    fn absence_is_gone_after_a_release_and_two_probes_or_after_half_a_minute() {
        let one = "unknown (one probe did not find it, and another has to agree)";
        let trouble = "unknown (absent for 29 s; with a service in trouble that takes 30 s)";
        let without = "unknown (absent for 29 s; without an accepted release that takes 30 s)";
        // Probes that find nothing, each so many seconds after the one before.
        for (accepted, weight, steps, told) in [
            (true, Weight::Weak, &[0, 2, 3, 24][..], trouble),
            (true, Weight::Weak, &[0, 2, 28], "gone (absent for 30 s)"),
            (true, Weight::Full, &[0], one),
            (true, Weight::Full, &[0, 1], one),
            (true, Weight::Full, &[0, 1, 1], "gone (two probes agree)"),
            (true, Weight::Full, &[0, 2], "gone (two probes agree)"),
            (false, Weight::Full, &[0, 2, 3, 24], without),
            (
                false,
                Weight::Full,
                &[0, 2, 3, 25],
                "gone (absent for 30 s, without an accepted release)",
            ),
        ] {
            let time = ManualClock::new();
            let watch = watch(&time);
            if accepted {
                watch.accept();
            }
            for &step in steps {
                time.advance(Duration::from_secs(step));
                watch.note(absent(), weight);
            }
            assert_eq!(watch.found().to_string(), told, "{accepted} {steps:?}");
        }
    }

    #[test]
    fn a_sighting_begins_the_absence_anew_and_a_probe_that_does_not_tell_does_not() {
        for (between, gone) in [
            (Lookup::Unknown("a 503".to_owned()), true),
            (Lookup::Unreadable("entry 3".to_owned()), false),
            (Lookup::Found(there()), false),
        ] {
            let time = ManualClock::new();
            let watch = watch(&time);
            watch.accept();
            for found in [absent(), between, absent()] {
                watch.note(found, Weight::Full);
                time.advance(APART);
            }
            assert_eq!(watch.found().is_gone(), gone);
        }
    }

    #[test]
    fn only_probes_of_full_weight_after_the_release_agree_with_one_another() {
        let time = ManualClock::new();
        let watch = watch(&time);
        let is_gone_by = |weight| {
            watch.note(absent(), weight);
            time.advance(APART);
            watch.found().is_gone()
        };
        assert!(!is_gone_by(Weight::Full), "before the release");
        watch.accept();
        assert!(!is_gone_by(Weight::Weak));
        assert!(!is_gone_by(Weight::Full), "the first that counts");
        assert!(is_gone_by(Weight::Full));
    }

    #[test]
    fn an_order_is_due_until_it_is_accepted_and_again_while_the_machine_is_there() {
        let time = ManualClock::new();
        let watch = watch(&time);
        assert!(watch.is_due());
        watch.ordered(Some(&Error::invalid("a", "b")));
        assert!(!watch.is_due());
        time.advance(APART);
        assert!(watch.is_due());
        watch.ordered(None);
        time.advance(BEFORE_REPEAT);
        assert!(!watch.is_due(), "accepted, and not seen since");
        watch.note(Lookup::Found(there()), Weight::Full);
        assert!(watch.is_due());
        watch.ordered(None);
        assert!(!watch.is_due());
    }
    #[tokio::test]
    async fn only_rejected_credentials_are_an_error_of_an_order() {
        for (status, is_error) in [(401, true), (409, false), (503, false)] {
            let error = Error::new(Kind::Status, Delivery::Answered, "").with_status(status);
            let watch = watch(&ManualClock::new());
            let given = watch.order(async { Err::<(), _>(error) }).await;
            assert_eq!(given.is_err(), is_error, "{status}");
        }
    }
}
