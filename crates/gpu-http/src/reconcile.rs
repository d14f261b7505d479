//! What became of a create that failed: probes before anything is said.

use std::time::Duration;

use gpu_common::Timestamp;

use crate::mask::Redactor;
use crate::{Candidate, Creation, Error, Http, Kind, Lookup, Machine, trace};

/// Pauses before the probes, which so come 0, 1, 3, 6 and 10 s after the create. One that failed here
/// may still be at work there, and a list may lag.
const PAUSES: [Duration; 5] = [
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(3),
    Duration::from_secs(4),
];

/// The pause before the first probe after a 429 that names none.
const AFTER_LIMITER: Duration = Duration::from_secs(1);

/// So long a machine must have been absent before a refusal is taken for the truth.
const ABSENT: Duration = Duration::from_secs(5);

/// Finds out what a failed create has done. Never creates again.
pub(crate) struct Reconciler<'a, C> {
    pub(crate) http: Http,
    pub(crate) creation: &'a C,
    /// When the create began, by the time of day.
    pub(crate) began: Timestamp,
    /// By when an answer is owed to the caller, on the monotonic clock.
    pub(crate) ends: Duration,
    /// Hides the secrets of the create: the answer to a probe may repeat them.
    pub(crate) redactor: Redactor,
}

impl<C: Creation> Reconciler<'_, C> {
    /// Finds out what became of a create that failed like this. The error is the failure itself if it is plain
    /// that nothing was made; the same as a *refusal* if a refusing answer came and no probe found anything;
    /// otherwise the same as a create whose fate is unknown, with everything that finds the machine.
    pub(crate) async fn run(&self, failure: Error) -> Result<C::Machine, Error> {
        self.probe(failure).await.inspect_err(|error| {
            if error.may_have_taken_effect() {
                trace::unsettled(error);
            }
        })
    }

    async fn probe(&self, failure: Error) -> Result<C::Machine, Error> {
        if !failure.may_have_taken_effect() {
            return Err(failure);
        }
        let mut seen = Seen::Nothing;
        let mut absent = Absent::default();
        for (index, pause) in PAUSES.into_iter().enumerate() {
            let pause = match (index, failure.was_rate_limited()) {
                (0, true) => failure.retry_after().unwrap_or(AFTER_LIMITER),
                _ => pause,
            };
            let remaining = self.ends.saturating_sub(self.http.clock().monotonic());
            if !pause.is_zero() && pause >= remaining {
                break;
            }
            self.http.clock().pause(pause).await;
            match self.creation.find(self.http.until(self.ends)).await {
                Ok(Lookup::Found(machines)) => match self.pick(machines) {
                    Ok(machine) if absent.probes == 0 && self.may_be_older(&failure) => {
                        let there = "a machine of this name is there, and may have been before";
                        let failure = failure.into_maybe_created(there);
                        let failure = failure.with_id(&machine.candidate().id);
                        return Err(failure.with_last_state(machine.status()));
                    }
                    Ok(machine) => return Ok(machine),
                    Err(others) => seen = others,
                },
                Ok(Lookup::Absent(evidence)) => {
                    absent.note(self.http.clock().monotonic(), evidence);
                    seen = seen.unless_machines(Seen::Nothing);
                }
                Ok(Lookup::Unreadable(why)) => {
                    let why = self.redactor.redact(&why);
                    let listed = Seen::Listed(format!("it was listed ({why})"));
                    seen = seen.unless_machines(listed);
                }
                Ok(Lookup::Unknown(why)) => {
                    let why = self.redactor.redact(&why);
                    let unclear = format!("looking for it did not tell ({why})");
                    seen = seen.unless_machines(Seen::Unclear(unclear));
                }
                Err(error) => {
                    let why = self.redactor.redact(&error.to_string());
                    let unclear = format!("looking for it failed ({why})");
                    seen = seen.unless_machines(Seen::Unclear(unclear));
                    if error.is_auth() {
                        break;
                    }
                }
            }
        }
        Err(conclude(failure, seen, &absent))
    }

    /// A refusal may be the truth, and the machine older than the create that was refused.
    fn may_be_older(&self, failure: &Error) -> bool {
        self.creation.key_is_enforced()
            && !self.creation.key_is_unique()
            && refuses(failure)
            && !failure.is_rate_limited()
    }

    /// The one living machine that the name proves to be meant, or what there is instead.
    fn pick(&self, machines: Vec<C::Machine>) -> Result<C::Machine, Seen> {
        let is_unique = self.creation.key_is_unique();
        let may_be_made = |one: &C::Machine| is_unique || C::may_be_made(one, self.began);
        let (young, older): (Vec<_>, Vec<_>) = machines.into_iter().partition(may_be_made);
        let (ended, mut living): (Vec<_>, Vec<_>) = young.into_iter().partition(Machine::is_over);
        let candidates = || living.iter().chain(&ended).map(Machine::candidate).collect();
        match (is_unique || self.creation.key_is_enforced(), living.len(), ended.first()) {
            (_, 0, None) => Err(Seen::Older(older.iter().map(Machine::candidate).collect())),
            (false, ..) | (_, 2.., _) => Err(Seen::Several(candidates())),
            (_, 0, Some(first)) => Err(Seen::Ended(first.candidate(), first.status().to_owned())),
            (_, 1, _) => Ok(living.swap_remove(0)),
        }
    }
}

/// What the probes have seen, other than the machine.
enum Seen {
    Nothing,
    /// Only machines that are older than the create, if the clocks agree.
    Older(Vec<Candidate>),
    /// One that has ended.
    Ended(Candidate, String),
    /// Some that may be it.
    Several(Vec<Candidate>),
    /// One that may be it, in an entry that cannot be read.
    Listed(String),
    /// It did not tell.
    Unclear(String),
}

impl Seen {
    /// What another probe adds that saw no machine: it does not take back those that were seen.
    fn unless_machines(self, next: Self) -> Self {
        match self {
            Self::Nothing | Self::Unclear(_) => next,
            machines => machines,
        }
    }
}

/// Probes that have found nothing.
#[derive(Default)]
struct Absent {
    probes: u32,
    first: Option<Duration>,
    last: Duration,
    evidence: String,
}

impl Absent {
    fn note(&mut self, now: Duration, evidence: String) {
        self.probes += 1;
        self.first.get_or_insert(now);
        self.last = now;
        self.evidence = evidence;
    }

    /// For how long it was seen to be absent.
    fn time(&self) -> Duration {
        self.last.saturating_sub(self.first.unwrap_or(self.last))
    }
}

/// Whether the service, or what stands in front of it, has said no. A service in trouble has not.
fn refuses(failure: &Error) -> bool {
    match failure.kind() {
        Kind::Vendor => !failure.is_transient(),
        Kind::Status => failure.status().is_some_and(crate::error::refuses),
        _ => false,
    }
}

fn conclude(failure: Error, seen: Seen, absent: &Absent) -> Error {
    match seen {
        Seen::Several(candidates) => {
            let looked =
                "machines of this name are there, and the name does not prove which is meant";
            failure.into_maybe_created(looked).with_candidates(candidates)
        }
        Seen::Ended(machine, status) => {
            let ended = "a machine of this name was found, but it has ended or is about to";
            let failure = failure.into_maybe_created(ended).with_id(&machine.id);
            failure.with_last_state(status)
        }
        Seen::Listed(why) | Seen::Unclear(why) => failure.into_maybe_created(&why),
        Seen::Older(machines) => {
            let ids: Vec<_> = machines.iter().map(ToString::to_string).collect();
            let ids = ids.join(", ");
            failure.into_maybe_created(&format!(
                "of this name only {ids} was found, older than the call if the clocks agree"
            ))
        }
        Seen::Nothing if absent.probes == 0 => {
            failure.into_maybe_created("no time was left to look for it")
        }
        Seen::Nothing => {
            let seconds = absent.time().as_secs();
            let looked = format!(
                "{} probes in {seconds} s did not find it ({})",
                absent.probes, absent.evidence
            );
            let was_refused = refuses(&failure) || failure.was_rate_limited();
            if was_refused && absent.probes > 1 && absent.time() >= ABSENT {
                return failure.into_refused(&looked);
            }
            let proof = "which does not prove that none will come up";
            failure.into_maybe_created(&format!("{looked}, {proof}"))
        }
    }
}

#[cfg(test)]
mod tests;
