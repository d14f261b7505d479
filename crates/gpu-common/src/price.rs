//! A price, and what so much time costs at it.

use std::cmp::Ordering;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Estimate, Money, Rate};

/// A price, and what it relies on.
///
/// ```
/// use std::time::Duration;
///
/// use gpu_common::Price;
///
/// let hourly = Price::metered("2 CNY/hour".parse()?, "the price list");
/// let by_day = Price::prepaid("40 CNY/day".parse()?, "the price list");
/// let nine_hours = Duration::from_secs(9 * 3600);
/// assert_eq!(hourly.estimate(nine_hours).unwrap().to_string(), "18.00 CNY");
/// assert_eq!(by_day.estimate(nine_hours).unwrap().to_string(), "40.00 CNY");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Price {
    /// Money per time.
    pub rate: Rate,
    /// Whether whole periods are paid, in advance.
    pub prepaid: bool,
    /// How many periods are paid at once, at least, if they are paid in advance.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub periods: u32,
    /// Where the number and its unit come from, in a few words: `inferred from one sample`.
    pub relied_on: String,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_one(periods: &u32) -> bool {
    *periods == one()
}

impl Price {
    /// A price for the time that a machine is there.
    pub fn metered(rate: Rate, relied_on: impl Into<String>) -> Self {
        let relied_on = relied_on.into();
        Self { rate, prepaid: false, periods: one(), relied_on }
    }

    /// A price for whole periods, paid in advance.
    pub fn prepaid(rate: Rate, relied_on: impl Into<String>) -> Self {
        Self { prepaid: true, ..Self::metered(rate, relied_on) }
    }

    /// The same price where at least so many periods are paid at once.
    #[must_use]
    pub fn for_periods(self, periods: u32) -> Self {
        Self { periods, ..self }
    }

    /// What so much time costs; `None` for prepaid months, which have no fixed length.
    pub fn estimate(&self, time: Duration) -> Option<Estimate> {
        Some(Estimate::exact(self.cost_at_most(time)?, self.relied_on.clone()))
    }

    /// What a machine has cost that was charged for at least and at most so long; `None` for prepaid
    /// months.
    pub fn cost(&self, at_least: Duration, at_most: Duration) -> Option<Estimate> {
        let low = self.rate.cost(at_least).ok()?;
        Estimate::new(low, self.cost_at_most(at_most)?, self.relied_on.clone()).ok()
    }

    fn cost_at_most(&self, time: Duration) -> Option<Money> {
        if !self.prepaid {
            return self.rate.cost(time).ok();
        }
        let period = self.rate.period().length()?;
        let periods = time.as_nanos().div_ceil(period.as_nanos()).max(self.periods.into());
        let periods = u32::try_from(periods).ok()?;
        self.rate.cost_of_periods(periods).ok()
    }

    /// The longest time, in whole seconds, that costs no more than `limit`; `None` if there is none.
    pub fn affordable(&self, limit: Money) -> Option<Duration> {
        let fits = |secs| {
            let cost = self.cost_at_most(Duration::from_secs(secs));
            cost.is_some_and(|cost| cost.compare(limit).is_ok_and(Ordering::is_le))
        };
        let (mut fit, mut too_long) = (1, 1_u64 << 32);
        if !fits(fit) {
            return None;
        }
        while too_long - fit > 1 {
            let middle = fit.midpoint(too_long);
            *if fits(middle) { &mut fit } else { &mut too_long } = middle;
        }
        Some(Duration::from_secs(fit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prepaid_time_costs_whole_periods_and_metered_time_what_it_takes() {
        let hours = |hours: u64| Duration::from_secs(hours * 3600);
        let daily: Rate = "24 CNY/day".parse().unwrap();
        let (metered, prepaid) = (Price::metered(daily, ""), Price::prepaid(daily, ""));
        for (time, by_the_hour, in_advance) in [
            (0, "0.00 CNY", "24.00 CNY"),
            (24, "24.00 CNY", "24.00 CNY"),
            (25, "25.00 CNY", "48.00 CNY"),
        ] {
            assert_eq!(metered.cost_at_most(hours(time)).unwrap().to_string(), by_the_hour);
            assert_eq!(prepaid.cost_at_most(hours(time)).unwrap().to_string(), in_advance);
        }
        let limit = "30 CNY".parse().unwrap();
        assert_eq!(metered.affordable(limit), Some(hours(30)));
        assert_eq!(prepaid.affordable(limit), Some(hours(24)));
        assert_eq!(prepaid.affordable("23 CNY".parse().unwrap()), None);
        let three_days = prepaid.for_periods(3);
        assert_eq!(three_days.cost_at_most(hours(1)).unwrap().to_string(), "72.00 CNY");
        assert_eq!(three_days.affordable("71 CNY".parse().unwrap()), None);
        assert_eq!(three_days.affordable("72 CNY".parse().unwrap()), Some(hours(72)));
    }
}
