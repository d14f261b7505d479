//! Why a sum of money cannot be had.

use super::Currency;
use crate::Period;

/// Why a sum of money cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The two amounts are in different currencies, and no rate of exchange is known here.
    #[error("{left} and {right} cannot be reckoned together")]
    CurrencyMismatch {
        /// The first amount's currency.
        left: Currency,
        /// The second amount's currency.
        right: Currency,
    },
    /// The result, or a step on the way to it, has more than 38 digits.
    #[error("the amount has more than 38 digits")]
    Overflow,
    /// A month, or a period of unknown name, has no fixed length to multiply with.
    #[error("a period of one {0} has no fixed length")]
    NoFixedLength(Period),
}
