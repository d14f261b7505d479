//! Amounts of money that cannot be mixed up.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::text_serde::text_serde;
use crate::{Currency, Decimal, InvalidInput, Period};

/// An exact amount in one currency.
///
/// ```
/// use gpu_common::Money;
///
/// let list: Money = "10 CNY".parse()?;
/// let paid = list.checked_mul("0.48".parse()?)?;
/// assert_eq!(paid.to_string(), "4.80 CNY");
/// assert!(paid.checked_add("0.65 Credit".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Text
///
/// `Display` shows two to four digits after the point, rounded to the nearest; an amount that
/// would be shown as zero and is not is shown with all its digits. `{:#}` shows exactly the digits
/// that there are. [`FromStr`] reads an amount, a blank and a [`Currency`]. Serialised as that
/// text, exactly: `"3.50 CNY"`.
///
/// ```
/// let cost: gpu_common::Money = "2.000694444 CNY".parse()?;
/// assert_eq!(format!("{cost}, exactly {cost:#}"), "2.0007 CNY, exactly 2.000694444 CNY");
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
///
/// Amounts of different currencies are not equal, and [`compare`](Self::compare) refuses them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

/// Why amounts or prices could not be computed with. The clients' `Error` takes it with `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MoneyError {
    /// The two amounts are in different currencies, and no rate of exchange is known here.
    CurrencyMismatch {
        /// The first amount's currency.
        left: Currency,
        /// The second amount's currency.
        right: Currency,
    },
    /// The two prices are for different periods. [`Rate::per`](crate::Rate::per) converts one.
    PeriodMismatch {
        /// The first price's period.
        left: Period,
        /// The second price's period.
        right: Period,
    },
    /// The result, or a step on the way to it, has more than 38 digits.
    Overflow,
    /// A month has no fixed length to compute with.
    NoFixedLength(Period),
    /// The low end of an [`Estimate`](crate::Estimate) is above its high end.
    LowAboveHigh,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CurrencyMismatch { left, right } => {
                write!(f, "{left} and {right} are different currencies")
            }
            Self::PeriodMismatch { left, right } => {
                write!(f, "a price per {left} and a price per {right} cannot be compared")
            }
            Self::Overflow => f.write_str("the amount has more than 38 digits"),
            Self::NoFixedLength(period) => write!(f, "a {period} has no fixed length"),
            Self::LowAboveHigh => f.write_str("the low end of the estimate is above its high end"),
        }
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    /// An amount in a currency.
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// So many cents, fen or hundredths of a credit: 65 is `0.65`.
    pub const fn from_hundredths(hundredths: i64, currency: Currency) -> Self {
        Self::new(Decimal::hundredths(hundredths), currency)
    }

    /// No money at all.
    pub const fn zero(currency: Currency) -> Self {
        Self::from_hundredths(0, currency)
    }

    /// The number.
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// What it is counted in.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum.
    ///
    /// # Errors
    /// Different currencies; overflow.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        self.with_amount(self.amount.checked_add(other.amount))
    }

    /// The difference, which may be below zero.
    ///
    /// # Errors
    /// Different currencies; overflow.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        self.with_amount(self.amount.checked_sub(other.amount))
    }

    /// The exact multiple, as for a discount or a number of machines.
    ///
    /// # Errors
    /// Overflow.
    pub fn checked_mul(self, factor: Decimal) -> Result<Self, MoneyError> {
        self.with_amount(self.amount.checked_mul(factor))
    }

    /// Which of two amounts is larger.
    ///
    /// # Errors
    /// Different currencies.
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.amount.cmp(&other.amount))
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        let (left, right) = (self.currency, other.currency);
        if left == right {
            return Ok(());
        }
        Err(MoneyError::CurrencyMismatch { left, right })
    }

    pub(crate) fn with_amount(self, amount: Option<Decimal>) -> Result<Self, MoneyError> {
        let amount = amount.ok_or(MoneyError::Overflow)?;
        Ok(Self::new(amount, self.currency))
    }

    /// The digits that `Display` shows.
    fn shown(self) -> Decimal {
        if self.is_dust() {
            return self.amount;
        }
        self.amount.rounded(4).trimmed_to(2).padded_to(2)
    }

    /// Whether it is something, and less than the digits that `Display` shows of other amounts.
    pub(crate) fn is_dust(self) -> bool {
        !self.amount.is_zero() && self.amount.rounded(4).is_zero()
    }
}

impl FromStr for Money {
    type Err = InvalidInput;

    /// Reads `3.50 CNY`: a [`Decimal`], white space, a [`Currency`].
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let refused = || InvalidInput::new("money", "is not an amount and a currency: 3.50 CNY");
        let (amount, currency) = text.trim().split_once(' ').ok_or_else(refused)?;
        Ok(Self::new(amount.parse()?, currency.trim_start().parse()?))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = if f.alternate() { self.amount } else { self.shown() };
        write!(f, "{amount} {}", self.currency)
    }
}

/// The exact text.
impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

text_serde!(Money, "{:#}");
