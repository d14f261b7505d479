//! Prices over time.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::text_serde::text_serde;
use crate::{Decimal, InvalidInput, Money, MoneyError};

/// A price per hour, day, week or month.
///
/// ```
/// use std::time::Duration;
/// use gpu_common::{Period, Rate};
///
/// let rate: Rate = "4.80 CNY/hour".parse()?;
/// assert_eq!(rate.cost(Duration::from_secs(90 * 60))?.to_string(), "7.20 CNY");
/// assert_eq!(rate.per(Period::Day)?.to_string(), "115.20 CNY/day");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Shown, read and serialised as [`Money`], with the period behind it: `0.65 Credit/hour`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    money: Money,
    period: Period,
}

/// The time that a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Period {
    /// 3,600 seconds.
    Hour,
    /// 24 hours.
    Day,
    /// Seven days.
    Week,
    /// A calendar month, which has no fixed length.
    Month,
}

impl Period {
    const ALL: [Self; 4] = [Self::Hour, Self::Day, Self::Week, Self::Month];

    /// The word: `hour`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// How long it lasts; `None` for a month.
    pub const fn length(self) -> Option<Duration> {
        let hours = match self {
            Self::Hour => 1,
            Self::Day => 24,
            Self::Week => 7 * 24,
            Self::Month => return None,
        };
        Some(Duration::from_secs(hours * 60 * 60))
    }

    fn seconds(self) -> Result<u64, MoneyError> {
        self.length().map(|time| time.as_secs()).ok_or(MoneyError::NoFixedLength(self))
    }
}

impl Rate {
    /// The digits after the point to which a cost is computed, unless the price itself has more.
    const PLACES: u32 = 9;

    /// So much money for each period.
    pub const fn new(money: Money, period: Period) -> Self {
        Self { money, period }
    }

    /// The price of one period.
    pub const fn money(self) -> Money {
        self.money
    }

    /// The time that the price is for.
    pub const fn period(self) -> Period {
        self.period
    }

    /// What this long costs if time is charged in proportion, to the nanosecond.
    ///
    /// Computed exactly and rounded once, half to even, to nine digits after the point or as many
    /// as the price has; zeros beyond the price's own digits are left off. A service that charges
    /// by whole periods or has a minimum charges more: see
    /// [`cost_of_periods`](Self::cost_of_periods).
    ///
    /// # Errors
    /// [`MoneyError::NoFixedLength`] for a month; [`MoneyError::Overflow`].
    pub fn cost(self, time: Duration) -> Result<Money, MoneyError> {
        let seconds = self.period.seconds()?;
        self.scaled(Decimal::seconds(time), seconds)
    }

    /// What so many whole periods cost, exactly. The only computation that months allow.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn cost_of_periods(self, periods: u32) -> Result<Money, MoneyError> {
        self.money.checked_mul(periods.into())
    }

    /// The same price for another period, rounded as [`cost`](Self::cost) is where it is shorter.
    ///
    /// # Errors
    /// [`MoneyError::NoFixedLength`] if one of the two periods is a month and the other is not;
    /// [`MoneyError::Overflow`].
    pub fn per(self, period: Period) -> Result<Self, MoneyError> {
        if period == self.period {
            return Ok(self);
        }
        let (to, from) = (period.seconds()?, self.period.seconds()?);
        Ok(Self::new(self.scaled(to.into(), from)?, period))
    }

    /// Which of two prices is higher.
    ///
    /// # Errors
    /// Different currencies; different periods: [`per`](Self::per) converts one.
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        let (left, right) = (self.period, other.period);
        if left != right {
            return Err(MoneyError::PeriodMismatch { left, right });
        }
        self.money.compare(other.money)
    }

    /// The rate times a factor, as for a discount or a number of machines.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn checked_mul(self, factor: Decimal) -> Result<Self, MoneyError> {
        Ok(Self::new(self.money.checked_mul(factor)?, self.period))
    }

    /// The price × `factor` / `divisor`.
    fn scaled(self, factor: Decimal, divisor: u64) -> Result<Money, MoneyError> {
        let own_places = self.money.amount().scale();
        let places = own_places.max(Self::PLACES);
        let product = self.money.amount().checked_mul(factor);
        let amount = product
            .and_then(|all| all.divided(divisor, places))
            .map(|amount| amount.trimmed_to(own_places));
        self.money.with_amount(amount)
    }
}

impl FromStr for Period {
    type Err = InvalidInput;

    fn from_str(word: &str) -> Result<Self, InvalidInput> {
        let period = Self::ALL.into_iter().find(|period| period.as_str() == word);
        period.ok_or_else(|| InvalidInput::new("period", "is not hour, day, week or month"))
    }
}

impl FromStr for Rate {
    type Err = InvalidInput;

    /// Reads `0.65 Credit/hour`: a [`Money`], a `/`, a [`Period`].
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let refused = || InvalidInput::new("rate", "is not a price per period: 0.65 Credit/hour");
        let (money, period) = text.trim().split_once('/').ok_or_else(refused)?;
        Ok(Self::new(money.parse()?, period.trim_start().parse()?))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.money, f)?;
        write!(f, "/{}", self.period)
    }
}

/// The exact text.
impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

text_serde!(Rate, "{:#}");
