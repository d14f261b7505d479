//! Prices over time.

mod period;

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::period::Period;
use crate::{Decimal, Money, MoneyError, Rounding};

/// A price per hour, day, week or month.
///
/// ```
/// use std::time::Duration;
/// use gpu_common::{Currency, Money, Period, Rate};
///
/// let rate = Rate::new(Money::from_hundredths(480, Currency::Cny), Period::Hour);
/// assert_eq!(rate.to_string(), "4.80 CNY/hour");
/// assert_eq!(rate.cost(Duration::from_secs(90 * 60))?.to_string(), "7.20 CNY");
/// # Ok::<(), gpu_common::MoneyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rate {
    money: Money,
    period: Period,
}

impl Rate {
    /// The least number of digits after the point to which [`cost`](Self::cost) reckons.
    pub const COST_PLACES: u32 = 9;

    /// So much money for each period.
    #[must_use]
    pub fn new(money: Money, period: Period) -> Self {
        Self { money, period }
    }

    /// The price of one period.
    #[must_use]
    pub fn money(&self) -> &Money {
        &self.money
    }

    /// The time that the price is for.
    #[must_use]
    pub fn period(&self) -> &Period {
        &self.period
    }

    /// What this long costs if time is charged in proportion, to the nanosecond.
    ///
    /// Reckoned exactly and rounded once, half to even, to nine digits after the point or as many
    /// as the price has; zeros beyond the price's own digits are left off. A service that
    /// charges by whole periods or has a minimum charges more than this: see
    /// [`cost_of_periods`](Self::cost_of_periods) and [`cost_rounded`](Self::cost_rounded).
    ///
    /// # Errors
    /// [`MoneyError::NoFixedLength`] for a month; [`MoneyError::Overflow`].
    pub fn cost(&self, time: Duration) -> Result<Money, MoneyError> {
        let own_places = self.money.amount().scale();
        let places = own_places.max(Self::COST_PLACES);
        let cost = self.cost_rounded(time, places, Rounding::HalfEven)?;
        Ok(Money::new(
            cost.amount().trimmed_to(own_places),
            cost.currency().clone(),
        ))
    }

    /// What this long costs in proportion, with exactly `places` digits after the point.
    ///
    /// Rounds once, from the exact cost; rounding what [`cost`](Self::cost) gives would be a
    /// second rounding.
    ///
    /// # Errors
    /// [`MoneyError::NoFixedLength`] for a month; [`MoneyError::Overflow`].
    pub fn cost_rounded(
        &self,
        time: Duration,
        places: u32,
        rounding: Rounding,
    ) -> Result<Money, MoneyError> {
        let Some(seconds) = self.period.seconds() else {
            return Err(MoneyError::NoFixedLength(self.period.clone()));
        };
        let amount = self.money.amount().checked_mul(Decimal::seconds(time));
        let cost = amount.and_then(|all| all.checked_div(seconds.into(), places, rounding));
        self.money.with_amount(cost)
    }

    /// What so many whole periods cost, exactly. The one reckoning there is for months.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn cost_of_periods(&self, periods: u32) -> Result<Money, MoneyError> {
        self.money.checked_mul(periods.into())
    }

    /// The rate times a factor, as for a discount or a number of machines.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn checked_mul(&self, factor: Decimal) -> Result<Self, MoneyError> {
        Ok(Self::new(
            self.money.checked_mul(factor)?,
            self.period.clone(),
        ))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.money, self.period)
    }
}
