//! Giving machines back: order, look, order again while they are seen, until they are gone. The same for one
//! machine and for a hundred, which are looked at by one listing. What absence means is gpu-http's rule.

use std::time::Duration;

use gpu_http::{Confirmation, Error as VendorError, Goal, Lookup, Release, ReleaseWatch, Weight};

use crate::journal::Journal;
use crate::{Accepted, Entry, EntryReport, Machine, Outcome, Phase, State, Vendor};

/// How far a list may lag behind.
const LIST_LAG: Duration = Duration::from_secs(30);

/// One entry of this process, and what has been found of its machine.
struct One<'a> {
    journal: &'a Journal,
    vendor: &'a dyn Vendor,
    entry: Entry,
    watch: ReleaseWatch,
}

/// Gives machines back, as far as the time allows. The entries belong to this process. `through_quarantine`
/// waits for the end of a quarantine rather than leave that to the next sweep.
pub(crate) async fn give_back(
    journal: &Journal,
    vendor: &dyn Vendor,
    entries: Vec<Entry>,
    through_quarantine: bool,
) -> Vec<EntryReport> {
    let begin = |entry| One::begin(journal, vendor, entry);
    let mut open: Vec<_> = entries.into_iter().map(begin).collect();
    let (clock, mut pauses, mut reports) = (journal.clock(), pauses(), Vec::new());
    let mut limit = journal.settings.return_within;
    if through_quarantine {
        limit += journal.settings.quarantine;
    }
    let ends = clock.monotonic().saturating_add(limit);
    while !open.is_empty() {
        let (looked, is_listed) = (look(vendor, &open).await, open.len() > 1);
        let rejected = looked.as_ref().is_err_and(VendorError::is_auth);
        let unknown = |error: VendorError| vec![Lookup::Unknown(error.to_string()); open.len()];
        let looked = looked.unwrap_or_else(unknown);
        let mut remaining = Vec::new();
        for (mut one, found) in open.into_iter().zip(looked) {
            match one.weigh(found, is_listed, through_quarantine).await {
                Some(outcome) => reports.push(one.report(Some(outcome))),
                None => remaining.push(one),
            }
        }
        open = remaining;
        if open.is_empty() || rejected || clock.monotonic() >= ends {
            break;
        }
        clock.pause(pauses.next().unwrap_or(limit)).await;
    }
    reports.extend(open.into_iter().map(|one| one.report(None)));
    reports
}

/// One look for all entries: a find for one, a listing of the account for more. The service may have
/// changed what stands before a key's unique end.
async fn look(vendor: &dyn Vendor, open: &[One<'_>]) -> Result<Vec<Lookup<Machine>>, VendorError> {
    if let [only] = open {
        return Ok(vec![vendor.find(&only.entry.key).await?]);
    }
    let listing = vendor.list("").await?;
    Ok(open.iter().map(|one| listing.lookup(&one.entry.key)).collect())
}

/// The pauses between looks: 2 s at first, then longer, up to 15 s.
pub(crate) fn pauses() -> impl Iterator<Item = Duration> {
    let longer = |pause: &Duration| Some((*pause * 3 / 2).min(Duration::from_secs(15)));
    std::iter::successors(Some(Duration::from_secs(2)), longer)
}

impl<'a> One<'a> {
    fn begin(journal: &'a Journal, vendor: &'a dyn Vendor, mut entry: Entry) -> Self {
        let watch = ReleaseWatch::new(&journal.clock(), &entry.key, Goal::Gone);
        match entry.state {
            State::Creating => journal.advance(&mut entry, State::Quarantined, "its owner died"),
            State::Held => journal.advance(&mut entry, State::Returning, "its owner died"),
            _ if entry.released => watch.ordered(None),
            _ => {}
        }
        Self { journal, vendor, entry, watch }
    }

    /// What a look means for the entry; `Some` if nothing more is to be done about it.
    async fn weigh(
        &mut self,
        found: Lookup<Machine>,
        is_listed: bool,
        through_quarantine: bool,
    ) -> Option<Outcome> {
        let found = match found {
            Lookup::Found(machine) => Lookup::Found(self.found(&machine).await),
            Lookup::Absent(_)
                if self.entry.fingerprint != Some(self.vendor.account().fingerprint) =>
            {
                Lookup::Unknown("not there, for other credentials than it was made with".to_owned())
            }
            other => other.map(|_| Confirmation::unknown("", "")),
        };
        let absent = found.is_absent();
        // A list may be older than the machine, although a find has shown it.
        let is_old = self.entry.age(&self.journal.now()).at_least >= LIST_LAG;
        let weight = if is_listed && !is_old { Weight::Weak } else { Weight::Full };
        self.watch.note(found, weight);
        let known = self.watch.found();
        let Self { journal, entry, .. } = self;
        if entry.state == State::Returning {
            if !known.is_gone() {
                return None;
            }
            if entry.seen || !absent {
                let age = entry.age(&journal.now()).at_most;
                entry.cost =
                    entry.price.as_ref().and_then(|price| Some(price.estimate(age)?.high()));
                journal.advance(entry, State::Closed, &known.relied_on);
                return Some(if entry.released { Outcome::GivenBack } else { Outcome::Gone });
            }
            journal.advance(entry, State::Quarantined, "its create may still take effect");
        }
        let quarantined = journal.now().since(entry.changed.as_ref()).at_least;
        let remaining = journal.settings.quarantine.saturating_sub(quarantined);
        if !remaining.is_zero() {
            let why = "not there, but a late create may arrive: to be looked at again in";
            let leave = absent && !through_quarantine;
            return leave.then(|| Outcome::Unknown(format!("{why} {} s", remaining.as_secs())));
        }
        known.is_gone().then(|| {
            journal.advance(entry, State::Closed, &known.relied_on);
            Outcome::Gone
        })
    }

    /// It is there: it goes, whatever was known before.
    async fn found(&mut self, machine: &Machine) -> Confirmation {
        let Self { journal, vendor, entry, watch } = self;
        journal.saw(entry, machine);
        if entry.state == State::Quarantined {
            journal.advance(entry, State::Returning, "it came up late");
        }
        if machine.phase == Phase::Ended {
            return Confirmation::of_record(Release::Gone, "its own record says that it has ended");
        }
        if watch.is_due() {
            match vendor.give_back(machine).await {
                Ok(Accepted::Release) => {
                    watch.ordered(None);
                    journal.mark(entry, |entry| &mut entry.released);
                }
                other => watch.prepared(other.as_ref().err()),
            }
        }
        let there = Release::StillThere(machine.status.clone());
        Confirmation::of_record(there, "an answer that shows it")
    }

    fn report(self, outcome: Option<Outcome>) -> EntryReport {
        let (known, Self { journal, entry, .. }) = (self.watch.found(), self);
        let outcome = outcome.unwrap_or_else(|| match known.release {
            Release::StillThere(status) | Release::Ended(status) => Outcome::StillThere(status),
            Release::Unknown(why) => Outcome::Unknown(why),
            _ => Outcome::Unknown("a create may still take effect".to_owned()),
        });
        let warning = !outcome.is_over() && entry.state != State::Quarantined;
        journal.notice(&entry.key, outcome.to_string(), warning);
        let relied_on = format!("{}: {}", known.relied_on, known.evidence);
        EntryReport::new(entry.key, entry.id, outcome, relied_on)
    }
}
