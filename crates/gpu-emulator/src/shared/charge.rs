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
