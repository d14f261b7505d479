//! Amounts of money that cannot be mixed up.

mod currency;
mod error;

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::currency::Currency;
pub use self::error::MoneyError;
use crate::{Decimal, Rounding};

/// An exact amount in one currency.
///
/// ```
/// use gpu_common::{Currency, Money};
///
/// let list = Money::new("10".parse()?, Currency::Cny);
/// let paid = list.checked_mul("0.48".parse()?)?;
/// assert_eq!(paid.to_string(), "4.80 CNY");
/// assert!(paid.checked_add(&Money::from_hundredths(65, Currency::Credit)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Amounts of different currencies are neither equal nor ordered: `<` and `>` are both `false`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// An amount in a currency.
    #[must_use]
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// So many cents, fen or hundredths of a credit: 65 is `0.65`.
    #[must_use]
    pub fn from_hundredths(hundredths: i64, currency: Currency) -> Self {
        Self::new(Decimal::hundredths(hundredths), currency)
    }

    /// The number.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// What it is counted in.
    #[must_use]
    pub fn currency(&self) -> &Currency {
        &self.currency
    }

    /// The sum.
    ///
    /// # Errors
    /// Different currencies; overflow.
    pub fn checked_add(&self, other: &Self) -> Result<Self, MoneyError> {
        self.combine(other, Decimal::checked_add)
    }

    /// The difference, which may be below zero.
    ///
    /// # Errors
    /// Different currencies; overflow.
    pub fn checked_sub(&self, other: &Self) -> Result<Self, MoneyError> {
        self.combine(other, Decimal::checked_sub)
    }

    /// The exact multiple, as for a discount or a number of machines.
    ///
    /// # Errors
    /// Overflow.
    pub fn checked_mul(&self, factor: Decimal) -> Result<Self, MoneyError> {
        self.with_amount(self.amount.checked_mul(factor))
    }

    /// The amount with at most `places` digits after the point, as [`Decimal::round`].
    #[must_use]
    pub fn round(&self, places: u32, rounding: Rounding) -> Self {
        Self::new(self.amount.round(places, rounding), self.currency.clone())
    }

    fn combine(
        &self,
        other: &Self,
        operation: impl FnOnce(Decimal, Decimal) -> Option<Decimal>,
    ) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            let (left, right) = (self.currency.clone(), other.currency.clone());
            return Err(MoneyError::CurrencyMismatch { left, right });
        }
        self.with_amount(operation(self.amount, other.amount))
    }

    pub(crate) fn with_amount(&self, amount: Option<Decimal>) -> Result<Self, MoneyError> {
        let amount = amount.ok_or(MoneyError::Overflow)?;
        Ok(Self::new(amount, self.currency.clone()))
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.amount.cmp(&other.amount))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}
