//! What something costs as far as it is known.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Money, MoneyError};

/// What something has cost or will cost: between two amounts, both included, and what that
/// relies on.
///
/// No vendor publishes how it rounds or from which moment it charges, so a cost is an interval. The
/// upper end is what to reserve, the lower end is what is certain.
///
/// ```
/// use gpu_common::Estimate;
///
/// let cost = Estimate::new("2.40 CNY".parse()?, "4.80 CNY".parse()?, "list price per hour")?;
/// assert_eq!(cost.to_string(), "2.40 to 4.80 CNY");
/// assert_eq!(format!("{cost:#}"), "2.40 to 4.80 CNY (list price per hour)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Ends")]
pub struct Estimate {
    low: Money,
    high: Money,
    relies_on: Cow<'static, str>,
}

/// An estimate as it is read, before its ends are compared.
#[derive(Deserialize)]
struct Ends {
    low: Money,
    high: Money,
    relies_on: String,
}

impl Estimate {
    /// From the least to the most, and what that relies on, in a few words: `list price per hour`.
    ///
    /// # Errors
    /// Different currencies; [`MoneyError::LowAboveHigh`].
    pub fn new(
        low: Money,
        high: Money,
        relies_on: impl Into<Cow<'static, str>>,
    ) -> Result<Self, MoneyError> {
        if low.compare(high)?.is_gt() {
            return Err(MoneyError::LowAboveHigh);
        }
        let relies_on = relies_on.into();
        Ok(Self { low, high, relies_on })
    }

    /// An amount that is known, and what that relies on.
    pub fn exact(money: Money, relies_on: impl Into<Cow<'static, str>>) -> Self {
        Self { low: money, high: money, relies_on: relies_on.into() }
    }

    /// The least that it can be.
    pub fn low(&self) -> Money {
        self.low
    }

    /// The most that it can be.
    pub fn high(&self) -> Money {
        self.high
    }

    /// What the estimate relies on, in a few words.
    pub fn relies_on(&self) -> &str {
        &self.relies_on
    }

    /// Both together, such as two machines or compute and storage. It relies on what either does.
    ///
    /// # Errors
    /// Different currencies; overflow.
    pub fn checked_add(&self, other: &Self) -> Result<Self, MoneyError> {
        let relies_on = if self.relies_on == other.relies_on {
            self.relies_on.clone()
        } else {
            Cow::Owned(format!("{}; {}", self.relies_on, other.relies_on))
        };
        let low = self.low.checked_add(other.low)?;
        let high = self.high.checked_add(other.high)?;
        Ok(Self { low, high, relies_on })
    }
}

impl TryFrom<Ends> for Estimate {
    type Error = MoneyError;

    fn try_from(ends: Ends) -> Result<Self, MoneyError> {
        Self::new(ends.low, ends.high, ends.relies_on)
    }
}

/// The amounts; with `{:#}` also what they rely on. One amount if both ends are shown alike. A low end
/// below the digits that are shown of the high end is `0`.
impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, high] = [self.low, self.high].map(|end| end.to_string());
        if low != high {
            let is_dust = self.low.is_dust() && !self.high.is_dust();
            let amount = if is_dust { "0" } else { low.split(' ').next().unwrap_or_default() };
            write!(f, "{amount} to ")?;
        }
        f.write_str(&high)?;
        if f.alternate() {
            write!(f, " ({})", self.relies_on)?;
        }
        Ok(())
    }
}
