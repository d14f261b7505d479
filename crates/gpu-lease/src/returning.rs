//! Giving machines back: order, look, order again while they are seen, until they are gone. The same for one
//! machine and for a hundred, which are looked at by one listing. What absence means is gpu-http's rule.

use std::time::Duration;

use gpu_http::{Confirmation, Error as VendorError, Goal, Lookup, Release, ReleaseWatch, Weight};
use serde_json::json;

use crate::inner::Inner;
use crate::look::{look, not_listed};
use crate::{Accepted, Entry, EntryReport, Machine, Outcome, Phase, Price, State, Trigger, Vendor};

/// The first and the longest pause between looks.
const PAUSES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(15));

/// How to give back.
#[derive(Clone, Copy)]
pub(crate) struct How {
    /// How long to go on.
    pub(crate) limit: Duration,
    /// Whether to wait for the end of a quarantine rather than leave that to the next sweep.
    pub(crate) through_quarantine: bool,
}

/// What is being done about some entries of this process.
struct Returning<'a, V: ?Sized> {
    inner: &'a Inner,
    vendor: &'a V,
    how: How,
    fingerprint: String,
    watch: ReleaseWatch,
}

/// Gives machines back, as far as the limit allows. The entries belong to this process.
pub(crate) async fn give_back<V: Vendor + ?Sized>(
    inner: &Inner,
    vendor: &V,
    mut entries: Vec<Entry>,
    how: How,
) -> Vec<EntryReport> {
    let clock = inner.clock();
    let names = entries.iter().map(|entry| entry.key.clone()).collect();
    let watch = ReleaseWatch::new(clock.clone(), names, Goal::Gone);
    for entry in &mut entries {
        match entry.state {
            State::Creating => {
                inner.advance(entry, Trigger::Unclear, "the owner died while creating")
            }
            State::Held => inner.advance(entry, Trigger::ScopeEnded, "the owner died"),
            _ if entry.released => drop(watch.order(&entry.key, async { Ok(()) }).await),
            _ => {}
        }
    }
    let fingerprint = vendor.account().fingerprint;
    let this = Returning { inner, vendor, how, fingerprint, watch };
    let (mut reports, mut pause) = (Vec::new(), PAUSES.0);
    let ends = clock.monotonic().saturating_add(how.limit);
    loop {
        let looked = look(vendor, &entries).await;
        let rejected = looked.as_ref().err().is_some_and(VendorError::is_auth);
        let mut open = Vec::new();
        for mut entry in entries {
            let found = match &looked {
                Ok(found) => found.get(&entry.key).cloned().unwrap_or_else(not_listed),
                Err(error) => Lookup::Unknown(error.to_string()),
            };
            match this.weigh(&mut entry, found).await {
                Some(outcome) => reports.push(this.report(entry, Some(outcome))),
                None => open.push(entry),
            }
        }
        entries = open;
        if rejected || entries.is_empty() || clock.monotonic() >= ends {
            break;
        }
        clock.pause(pause).await;
        pause = (pause * 3 / 2).min(PAUSES.1);
    }
    reports.extend(entries.into_iter().map(|entry| this.report(entry, None)));
    reports
}

impl<V: Vendor + ?Sized> Returning<'_, V> {
    /// What a look means for an entry; `Some` if nothing more is to be done about it.
    async fn weigh(&self, entry: &mut Entry, found: Lookup<Machine>) -> Option<Outcome> {
        let here = entry.fingerprint.as_deref() == Some(&self.fingerprint);
        let found = match found {
            Lookup::Found(machine) => Lookup::Found(self.found(entry, &machine).await),
            Lookup::Absent(_) if !here => {
                Lookup::Unknown("not there, for other credentials than it was made with".to_owned())
            }
            other => other.map(|_| Confirmation::unknown("", "")),
        };
        let absent = found.is_absent();
        self.watch.note(&entry.key, found, Weight::Full);
        let gone = self.known(&entry.key).filter(Confirmation::is_gone);
        if entry.state == State::Returning {
            let gone = gone.as_ref()?;
            if entry.seen || !absent {
                return Some(self.gone(entry, gone));
            }
            self.inner.advance(entry, Trigger::Unseen, "its create may still take effect");
        }
        let quarantined = entry.in_state_for(&self.inner.now()).at_least;
        let remaining = self.inner.settings.quarantine.saturating_sub(quarantined);
        if !remaining.is_zero() {
            let why = "not there, but a late create may arrive: to be looked at again in";
            let leave = absent && !self.how.through_quarantine;
            return leave.then(|| Outcome::Unknown(format!("{why} {} s", remaining.as_secs())));
        }
        self.inner.advance(entry, Trigger::TimeOver, &gone?.relied_on);
        Some(Outcome::Gone)
    }

    /// It is there: it goes, whatever was known before.
    async fn found(&self, entry: &mut Entry, machine: &Machine) -> Confirmation {
        entry.id = Some(machine.id.clone());
        if !std::mem::replace(&mut entry.seen, true) {
            self.inner.note(entry, &json!({"seen": true, "id": machine.id}));
        }
        if entry.state == State::Quarantined {
            self.inner.advance(entry, Trigger::Found, "it came up late");
        }
        if machine.phase == Phase::Ended {
            return Confirmation::of_record(Release::Gone, "its own record says that it has ended");
        }
        let there = Release::StillThere(machine.status.clone());
        if !self.watch.due().contains(&entry.key) {
            return Confirmation::of_record(there, "an answer that shows it");
        }
        match self.vendor.give_back(machine).await {
            Ok(Accepted::Release) => {
                drop(self.watch.order(&entry.key, async { Ok(()) }).await);
                if !std::mem::replace(&mut entry.released, true) {
                    self.inner.note(entry, &json!({"released": true}));
                }
            }
            Ok(Accepted::Preparation) => self.watch.prepared(&entry.key, None),
            Err(error) => self.watch.prepared(&entry.key, Some(error)),
        }
        Confirmation::of_record(there, "an answer that shows it")
    }

    fn gone(&self, entry: &mut Entry, by: &Confirmation) -> Outcome {
        if let Some(rate) = entry.rate {
            let mut price = Price::metered(rate, "");
            price.prepaid = entry.prepaid;
            let age = entry.age(&self.inner.now());
            entry.cost = price.estimate(age.at_most).map(|cost| cost.high());
            self.inner.note(entry, &json!({"cost": entry.cost}));
        }
        self.inner.advance(entry, Trigger::Gone, &by.relied_on);
        if entry.released { Outcome::GivenBack } else { Outcome::Gone }
    }

    fn known(&self, key: &str) -> Option<Confirmation> {
        let mut found = self.watch.found().into_iter();
        found.find(|(name, _)| name == key).map(|(_, known)| known)
    }

    fn report(&self, entry: Entry, outcome: Option<Outcome>) -> EntryReport {
        let known = self.known(&entry.key);
        let (release, relied_on) = known.map_or((None, String::new()), |known| {
            (Some(known.release), format!("{}: {}", known.relied_on, known.evidence))
        });
        let outcome = outcome.unwrap_or_else(|| match release {
            Some(Release::StillThere(status) | Release::Ended(status)) => {
                Outcome::StillThere(status)
            }
            Some(Release::Unknown(why)) => Outcome::Unknown(why),
            _ => Outcome::Unknown("a create may still take effect".to_owned()),
        });
        let warning = !outcome.is_over() && entry.state != State::Quarantined;
        self.inner.notice(&entry.key, outcome.to_string(), warning);
        EntryReport { key: entry.key, id: entry.id, outcome, relied_on }
    }
}
