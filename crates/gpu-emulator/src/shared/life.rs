//! The life of a machine: in which phase it is when, and what that costs. Nothing here runs by itself.

use std::time::Duration;

/// An hour, the unit of most prices.
pub(crate) const HOUR: Duration = Duration::from_secs(3600);

/// What a machine costs at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cost {
    /// Nothing yet, but it will as soon as it is placed: queued, being created.
    Pending,
    /// The machine itself (and its storage, where that is charged).
    Machine,
    /// Only storage: powered off, but kept.
    Storage,
    /// Nothing any more: ended or released.
    Nothing,
}

/// A stretch of time that a machine was paid for, or one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Charge {
    /// What is charged: [`Cost::Machine`] or [`Cost::Storage`].
    pub of: Cost,
    /// From when, as time since 1970-01-01T00:00:00Z.
    pub from: Duration,
    /// Until when; the moment of asking if it is still being charged.
    pub until: Duration,
    /// The price in hundredths of the vendor's unit (Credit, CNY).
    pub hundredths: u64,
    /// What that price is for. `None` for one payment, whatever the time.
    pub per: Option<Duration>,
}

impl Charge {
    /// One payment for the machine.
    pub(crate) fn once(at: Duration, hundredths: u64) -> Self {
        Self { of: Cost::Machine, from: at, until: at, hundredths, per: None }
    }

    /// What it comes to, in billionths of the vendor's unit. Rounded down by less than one.
    pub fn billionths(&self) -> u128 {
        let price = u128::from(self.hundredths) * 10_000_000;
        match self.per {
            None => price,
            Some(per) => {
                let lasted = self.until.saturating_sub(self.from).as_nanos();
                price.saturating_mul(lasted).checked_div(per.as_nanos()).unwrap_or_default()
            }
        }
    }
}

/// The phases of a machine, past and to come, and the prices that it is charged at.
#[derive(Debug, Clone)]
pub(crate) struct Life<P> {
    first: Stage<P>,
    /// In the order of time.
    later: Vec<Stage<P>>,
    /// What the machine itself is charged at from when on; empty if it is not charged by time.
    prices: Vec<(Duration, Price)>,
    /// What its storage is charged at as long as it costs anything.
    pub(crate) storage: Option<Price>,
    /// What was paid beforehand.
    pub(crate) paid: Option<Charge>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Stage<P> {
    pub(crate) since: Duration,
    pub(crate) phase: P,
    pub(crate) cost: Cost,
}

/// In hundredths of the vendor's unit, and for how long.
pub(crate) type Price = (u64, Duration);

impl<P: Copy> Life<P> {
    /// Begins at `since` in this phase, which costs nothing yet.
    pub(crate) fn new(since: Duration, phase: P, price: Option<Price>) -> Self {
        Self {
            first: Stage { since, phase, cost: Cost::Pending },
            later: Vec::new(),
            prices: price.map(|price| (since, price)).into_iter().collect(),
            storage: None,
            paid: None,
        }
    }

    /// It is in `phase` from `since` on, whatever was to come. The past stays as it was.
    pub(crate) fn then(&mut self, since: Duration, phase: P, cost: Cost) {
        let stage = Stage { since, phase, cost };
        self.later.retain(|one| one.since <= since);
        if since >= self.first.since {
            self.later.push(stage);
        } else {
            self.first = stage;
        }
    }

    /// Charges the machine itself at another hourly price from now on, if it is charged by time.
    pub(crate) fn change_price(&mut self, now: Duration, hundredths: u64) {
        if !self.prices.is_empty() {
            self.prices.push((now, (hundredths, HOUR)));
        }
    }

    /// The stages that have begun by `now`, oldest first.
    pub(crate) fn begun(&self, now: Duration) -> impl DoubleEndedIterator<Item = Stage<P>> {
        let later = self.later.iter().copied().filter(move |one| one.since <= now);
        std::iter::once(self.first).chain(later)
    }

    /// The stage at `now`; before the beginning the first one.
    pub(crate) fn stage(&self, now: Duration) -> Stage<P> {
        self.begun(now).next_back().unwrap_or(self.first)
    }

    pub(crate) fn phase(&self, now: Duration) -> P {
        self.stage(now).phase
    }

    pub(crate) fn begins(&self) -> Duration {
        self.first.since
    }

    pub(crate) fn last(&self) -> Stage<P> {
        self.stage(Duration::MAX)
    }

    pub(crate) fn charges(&self, now: Duration) -> Vec<Charge> {
        let mut charges: Vec<_> = self.paid.into_iter().filter(|one| one.from <= now).collect();
        let stages: Vec<_> = self.begun(now).collect();
        for (at, stage) in stages.iter().enumerate() {
            let until = stages.get(at + 1).map_or(now, |next| next.since);
            if let Some(price) = self.storage.filter(|_| stage.cost != Cost::Nothing) {
                charge(&mut charges, Cost::Storage, (stage.since, until), price);
            }
            if stage.cost == Cost::Machine {
                for (at, &(since, price)) in self.prices.iter().enumerate() {
                    let next = self.prices.get(at + 1).map_or(until, |(next, _)| until.min(*next));
                    charge(&mut charges, Cost::Machine, (since.max(stage.since), next), price);
                }
            }
        }
        charges
    }
}

/// Adds a stretch of time to the charges, or to the one that it continues.
fn charge(
    charges: &mut Vec<Charge>,
    of: Cost,
    (from, until): (Duration, Duration),
    (hundredths, per): Price,
) {
    if from >= until {
        return;
    }
    let new = Charge { of, from, until, hundredths, per: Some(per) };
    let continued = |one: &&mut Charge| {
        (one.of, one.until, one.hundredths, one.per) == (of, from, hundredths, new.per)
    };
    match charges.iter_mut().find(continued) {
        Some(one) => one.until = until,
        None => charges.push(new),
    }
}
