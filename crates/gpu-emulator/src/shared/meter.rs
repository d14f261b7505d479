//! What a machine costs: from when to when, at which price.

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
    /// What it comes to, in billionths of the vendor's unit. Rounded down by less than one.
    #[must_use]
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

/// The charges of one machine, past and to come. The last one of a kind may have no end yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter(Vec<Charge>);

impl Meter {
    /// Charges `hundredths` per `per` from `from` on. What was charged of that kind until then ends.
    pub(crate) fn start(&mut self, of: Cost, from: Duration, hundredths: u64, per: Duration) {
        self.stop(of, from);
        self.0.push(Charge { of, from, until: Duration::MAX, hundredths, per: Some(per) });
    }

    /// Charges once for the machine.
    pub(crate) fn pay(&mut self, at: Duration, hundredths: u64) {
        self.0.push(Charge { of: Cost::Machine, from: at, until: at, hundredths, per: None });
    }

    /// Ends whatever would be charged of this kind after `at`.
    pub(crate) fn stop(&mut self, of: Cost, at: Duration) {
        for charge in self.0.iter_mut().filter(|one| one.of == of) {
            charge.until = charge.until.min(at);
        }
        self.0.retain(|one| one.per.is_none() || one.from < one.until);
    }

    /// Ends all that would be charged after `at`.
    pub(crate) fn stop_all(&mut self, at: Duration) {
        self.stop(Cost::Machine, at);
        self.stop(Cost::Storage, at);
    }

    /// Changes the hourly price of what is charged for the machine at `now` or will be.
    pub(crate) fn change_price(&mut self, now: Duration, hundredths: u64) {
        let to_come =
            |one: &&Charge| one.of == Cost::Machine && one.per.is_some() && one.until > now;
        if let Some(last) = self.0.iter().rfind(to_come).copied() {
            self.start(Cost::Machine, now.max(last.from), hundredths, HOUR);
            if let Some(new) = self.0.last_mut() {
                new.until = last.until;
            }
        }
    }

    /// What has been charged by `now`.
    pub(crate) fn by(&self, now: Duration) -> Vec<Charge> {
        let begun = self.0.iter().filter(|one| one.from <= now);
        begun.map(|one| Charge { until: one.until.min(now), ..*one }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn cost(meter: &Meter, now: u64) -> u128 {
        meter.by(at(now)).iter().map(Charge::billionths).sum()
    }

    #[test]
    fn a_machine_costs_from_its_start_to_its_stop() {
        let mut meter = Meter::default();
        meter.start(Cost::Machine, at(10), 360, HOUR);
        meter.stop_all(at(20));
        // 3.60 an hour is a thousandth a second.
        let table = [(9, 0), (10, 0), (11, 1_000_000), (20, 10_000_000), (99, 10_000_000)];
        for (now, billionths) in table {
            assert_eq!(cost(&meter, now), billionths, "{now}");
        }
    }

    #[test]
    fn a_new_price_holds_from_then_on_and_a_stop_before_the_start_leaves_nothing() {
        let mut meter = Meter::default();
        meter.start(Cost::Machine, at(10), 360, HOUR);
        meter.change_price(at(20), 720);
        assert_eq!(cost(&meter, 30), 30_000_000);
        meter.stop_all(at(10));
        assert_eq!(cost(&meter, 30), 0);
        meter.pay(at(40), 100);
        assert_eq!(cost(&meter, 40), 1_000_000_000);
    }
}
