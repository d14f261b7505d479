//! Sums, products and quotients of decimals. Overflow is `None`, never a wrong number.

use std::ops::Neg;

use super::{Decimal, MAX_DIGITS, power_of_ten};

/// What happens to digits that are cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rounding {
    /// To the nearest; exactly half goes to the even neighbour. Sums of many do not drift.
    HalfEven,
    /// To the nearest; exactly half goes away from zero, as on a receipt.
    HalfUp,
    /// Away from zero: never shows a cost smaller than it is.
    Up,
    /// Towards zero: cuts off.
    Down,
}

impl Decimal {
    /// The sum; `None` beyond 38 digits. It has as many digits after the point as the longer of the two.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        // Zeros at the end may be all that is in the way.
        self.add(other)
            .or_else(|| self.trimmed().add(other.trimmed()))
    }

    fn add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        Self::new(
            self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?,
            scale,
        )
    }

    /// The difference; `None` beyond 38 digits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(-other)
    }

    /// The exact product; `None` beyond 38 digits. It has the digits after the point of both
    /// together (`10 × 0.48` is `4.80`), fewer where only zeros would not fit.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.multiply(other)
            .or_else(|| self.trimmed().multiply(other.trimmed()))
    }

    fn multiply(self, other: Self) -> Option<Self> {
        let mantissa = self.mantissa.checked_mul(other.mantissa)?;
        let product = Self {
            mantissa,
            scale: self.scale + other.scale,
        };
        let product = if product.scale > MAX_DIGITS {
            product.trimmed_to(MAX_DIGITS)
        } else {
            product
        };
        Self::new(product.mantissa, product.scale)
    }

    /// The quotient with exactly `places` digits after the point, rounded as told.
    ///
    /// `None` when `divisor` is zero or a step goes beyond 38 digits.
    ///
    /// ```
    /// use gpu_common::{Decimal, Rounding};
    ///
    /// let third = Decimal::ONE.checked_div(3, 4, Rounding::HalfEven);
    /// assert_eq!(third.map(|third| third.to_string()).as_deref(), Some("0.3333"));
    /// ```
    #[must_use]
    pub fn checked_div(self, divisor: i64, places: u32, rounding: Rounding) -> Option<Self> {
        let divisor = i128::from(divisor);
        let (over, under) = if places >= self.scale {
            (self.at_scale(places)?, divisor)
        } else {
            (
                self.mantissa,
                divisor.checked_mul(power_of_ten(self.scale - places))?,
            )
        };
        Self::new(divide(over, under, rounding)?, places)
    }

    /// The number with at most `places` digits after the point, rounded as told. A number that
    /// has no more digits than that is unchanged (`4.8` at two places stays `4.8`).
    #[must_use]
    pub fn round(self, places: u32, rounding: Rounding) -> Self {
        if places >= self.scale {
            return self;
        }
        let unit = power_of_ten(self.scale - places);
        // Dividing by 10 or more can neither overflow nor divide by zero.
        divide(self.mantissa, unit, rounding).map_or(self, |mantissa| Self {
            mantissa,
            scale: places,
        })
    }

    /// The mantissa at a scale that is not below the own one.
    fn at_scale(self, scale: u32) -> Option<i128> {
        let power = 10_i128.checked_pow(scale.checked_sub(self.scale)?)?;
        self.mantissa.checked_mul(power)
    }
}

/// Whole-number division, rounded. `None` for a divisor of zero.
fn divide(over: i128, under: i128, rounding: Rounding) -> Option<i128> {
    let quotient = over.checked_div(under)?;
    let rest = over.checked_rem(under)?.unsigned_abs();
    // Compared by subtraction: twice the rest could overflow.
    let half = rest.cmp(&(under.unsigned_abs() - rest));
    let away = rest != 0
        && match rounding {
            Rounding::Down => false,
            Rounding::Up => true,
            Rounding::HalfUp => half.is_ge(),
            Rounding::HalfEven => half.is_gt() || (half.is_eq() && quotient % 2 != 0),
        };
    let step = if (over < 0) == (under < 0) { 1 } else { -1 };
    if away {
        quotient.checked_add(step)
    } else {
        Some(quotient)
    }
}

impl Neg for Decimal {
    type Output = Self;

    fn neg(self) -> Self {
        // The mantissa lies strictly between ±10^38, where every number has its opposite.
        Self {
            mantissa: -self.mantissa,
            scale: self.scale,
        }
    }
}
