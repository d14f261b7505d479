//! Giving machines back: order, look, order again while they are seen, until they are gone. The same for one
//! machine and for a hundred, which are looked at by one listing.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use gpu_http::Error as VendorError;
use serde_json::json;

use crate::inner::Inner;
use crate::{Entry, EntryReport, Lookup, Machine, Outcome, Phase, Prefix, State, Trigger, Vendor};

/// Two looks that agree are at least this far apart.
const AGREE: Duration = Duration::from_secs(2);

/// Without an accepted order, absence has to last.
const ABSENT: Duration = Duration::from_secs(30);

/// The longest pause between looks.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What is being done about one entry.
struct Case {
    entry: Entry,
    /// When it was first not there, in an unbroken row of such looks; and how many those are.
    absent: Option<(Duration, u32)>,
    ordered: bool,
    outcome: Outcome,
    relied_on: String,
    done: bool,
}

/// How to give back.
#[derive(Clone, Copy)]
pub(crate) struct How {
    /// How long to go on.
    pub(crate) limit: Duration,
    /// Whether to wait for the end of a quarantine rather than leave that to the next sweep.
    pub(crate) through_quarantine: bool,
}

/// Gives machines back, as far as the limit allows. The entries belong to this process.
pub(crate) async fn give_back<V: Vendor + ?Sized>(
    inner: &Inner,
    vendor: &V,
    entries: Vec<Entry>,
    how: How,
) -> Vec<EntryReport> {
    let began = inner.clock().monotonic();
    let fingerprint = vendor.account().fingerprint;
    let mut cases: Vec<Case> = entries.into_iter().map(Case::new).collect();
    for case in &mut cases {
        case.abandon(inner);
    }
    let mut pause = AGREE;
    loop {
        let looked = look(vendor, &cases).await;
        let rejected = looked.as_ref().err().is_some_and(VendorError::is_auth);
        for case in cases.iter_mut().filter(|case| !case.done) {
            match &looked {
                Ok(found) => case.weigh(inner, vendor, found, &fingerprint, how).await,
                Err(error) => case.unknown(error.to_string()),
            }
        }
        let spent = inner.clock().monotonic().saturating_sub(began);
        if rejected || spent >= how.limit || cases.iter().all(|case| case.done) {
            break;
        }
        inner.clock().pause(pause).await;
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
    cases.into_iter().map(|case| case.report(inner)).collect()
}

/// One look for all cases that are not done: a find for one, a listing by prefix for more.
async fn look<V: Vendor + ?Sized>(
    vendor: &V,
    cases: &[Case],
) -> Result<HashMap<String, Lookup>, VendorError> {
    let keys = || {
        cases
            .iter()
            .filter(|case| !case.done)
            .map(|case| case.entry.key.as_str())
    };
    let mut found = HashMap::new();
    if let (Some(only), None) = (keys().next(), keys().nth(1)) {
        found.insert(only.to_owned(), vendor.find(only).await?);
        return Ok(found);
    }
    let prefixes: HashSet<String> = keys()
        .filter_map(Prefix::of)
        .map(|prefix| prefix.as_str().to_owned())
        .collect();
    for prefix in prefixes {
        let listing = vendor.list(&prefix).await?;
        for machine in listing.machines {
            found.insert(machine.key.clone(), Lookup::Found(Box::new(machine)));
        }
        for key in keys().filter(|key| Prefix::of(key).is_some_and(|own| own.as_str() == prefix)) {
            found
                .entry(key.to_owned())
                .or_insert_with(|| match &listing.incomplete {
                    None => Lookup::Absent("the whole list does not have it".to_owned()),
                    Some(why) => Lookup::Unknown(why.clone()),
                });
        }
    }
    Ok(found)
}

impl Case {
    fn new(entry: Entry) -> Self {
        Self {
            entry,
            absent: None,
            ordered: false,
            outcome: Outcome::Unknown("nobody has looked yet".to_owned()),
            relied_on: String::new(),
            done: false,
        }
    }

    /// Nobody wants the machine any more.
    fn abandon(&mut self, inner: &Inner) {
        match self.entry.state {
            State::Creating => inner.advance(
                &mut self.entry,
                Trigger::Unclear,
                "the owner died while creating",
            ),
            State::Held => inner.advance(&mut self.entry, Trigger::ScopeEnded, "the owner died"),
            _ => {}
        }
    }

    async fn weigh<V: Vendor + ?Sized>(
        &mut self,
        inner: &Inner,
        vendor: &V,
        found: &HashMap<String, Lookup>,
        fingerprint: &str,
        how: How,
    ) {
        match found.get(&self.entry.key) {
            Some(Lookup::Found(machine)) => self.found(inner, vendor, machine).await,
            Some(Lookup::Absent(_)) if self.entry.fingerprint.as_deref() != Some(fingerprint) => {
                self.unknown("not there, for other credentials than it was made with".to_owned());
            }
            Some(Lookup::Absent(relied_on)) => self.absent(inner, relied_on, how),
            Some(Lookup::Unknown(why)) => self.unknown(why.clone()),
            None => self.unknown("the key is not one that can be listed".to_owned()),
        }
    }

    /// It is there: it goes, whatever was known before.
    async fn found<V: Vendor + ?Sized>(&mut self, inner: &Inner, vendor: &V, machine: &Machine) {
        self.absent = None;
        self.entry.id = Some(machine.id.clone());
        if self.entry.state == State::Quarantined {
            inner.advance(&mut self.entry, Trigger::Found, "it came up late");
        }
        if machine.phase == Phase::Ended {
            return self.gone(inner, "its own record says that it has ended");
        }
        self.outcome = Outcome::StillThere(machine.status.clone());
        self.relied_on = "an answer that shows it".to_owned();
        match vendor.give_back(machine).await {
            Ok(()) => {
                self.ordered = true;
                if !std::mem::replace(&mut self.entry.released, true) {
                    let note = json!({"released": true, "id": machine.id});
                    inner.note(&self.entry, &note);
                }
            }
            Err(error) => {
                self.relied_on = format!("an answer that shows it; the order failed: {error}")
            }
        }
    }

    fn absent(&mut self, inner: &Inner, relied_on: &str, how: How) {
        let now = inner.clock().monotonic();
        let (since, looks) = self
            .absent
            .map_or((now, 1), |(since, looks)| (since, looks + 1));
        self.absent = Some((since, looks));
        let lasted = now.saturating_sub(since);
        let agreed = looks > 1 && lasted >= if self.entry.released { AGREE } else { ABSENT };
        if self.entry.state == State::Returning {
            self.outcome = Outcome::Unknown("not there, and another look has to agree".to_owned());
            if agreed {
                self.gone(inner, relied_on);
            }
            return;
        }
        let quarantined = self.entry.in_state_for(&inner.now()).at_least;
        self.relied_on = relied_on.to_owned();
        if quarantined < inner.settings.quarantine {
            let left = (inner.settings.quarantine - quarantined).as_secs();
            let why =
                format!("not there, but a late create may arrive: looked at again in {left} s");
            self.outcome = Outcome::Unknown(why);
            self.done = !how.through_quarantine;
        } else if agreed {
            inner.advance(&mut self.entry, Trigger::TimeOver, relied_on);
            (self.outcome, self.done) = (Outcome::Gone, true);
        }
    }

    fn gone(&mut self, inner: &Inner, relied_on: &str) {
        if let Some(rate) = self.entry.rate {
            let age = self.entry.age(&inner.now());
            let prepaid = self.entry.prepaid;
            let price = crate::Price {
                prepaid,
                ..crate::Price::metered(rate, "")
            };
            self.entry.cost = price.cost_at_most(age.at_most);
            let note = json!({"cost": self.entry.cost});
            inner.note(&self.entry, &note);
        }
        inner.advance(&mut self.entry, Trigger::Gone, relied_on);
        let ordered = self.ordered || self.entry.released;
        self.outcome = if ordered {
            Outcome::GivenBack
        } else {
            Outcome::Gone
        };
        relied_on.clone_into(&mut self.relied_on);
        self.done = true;
    }

    fn unknown(&mut self, why: String) {
        self.absent = None;
        self.outcome = Outcome::Unknown(why);
        self.relied_on = "looks that did not tell".to_owned();
    }

    fn report(self, inner: &Inner) -> EntryReport {
        let warning = !self.outcome.is_over() && self.entry.state != State::Quarantined;
        inner.notice(&self.entry.key, self.outcome.to_string(), warning);
        EntryReport {
            key: self.entry.key,
            id: self.entry.id,
            outcome: self.outcome,
            relied_on: self.relied_on,
        }
    }
}
