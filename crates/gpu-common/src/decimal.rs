//! Exact decimal numbers, for prices and ratios.
//!
//! Not `rust_decimal` (weighed on 2026-11-28: 4 more crates, 1.5 s of a dev build of 10 s): it
//! rounds products and parsed texts beyond 28 digits without a word, and its serde features, which
//! any crate of a program switches for all, decide whether an amount is written as text or as a
//! float. Here nothing is rounded unless a method says so, and the form is always text.

mod text;

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::Neg;
use std::time::Duration;

/// The largest number of digits, and of digits after the point.
const MAX_DIGITS: u32 = 38;

/// An exact decimal number of at most 38 digits, at most 38 of them after the point.
///
/// Nothing is rounded unless the method says so, and what does not fit is `None` or an error. The
/// number of digits after the point is kept (`4.80` stays `4.80`) but does not matter for
/// comparison: `4.80 == 4.8`.
///
/// ```
/// use gpu_common::Decimal;
///
/// let price: Decimal = "10".parse()?;
/// let ratio: Decimal = "0.48".parse()?;
/// assert_eq!(price.checked_mul(ratio).map(|paid| paid.to_string()).as_deref(), Some("4.80"));
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
///
/// # JSON
///
/// Read from a string or a number. A JSON number with a fraction passes through `f64`; its
/// shortest text is taken, so `0.48` is exactly 0.48 up to 15 significant digits. Written as a
/// string, which loses nothing.
#[derive(Clone, Copy, Default)]
pub struct Decimal {
    /// Always strictly between ±10^38.
    mantissa: i128,
    /// Always at most 38.
    scale: u32,
}

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
    /// Zero.
    pub const ZERO: Self = Self::whole(0);
    /// One.
    pub const ONE: Self = Self::whole(1);

    /// `mantissa` × 10^-`scale`: `new(480, 2)` is 4.80. `None` beyond 38 digits on either count.
    #[must_use]
    pub const fn new(mantissa: i128, scale: u32) -> Option<Self> {
        if scale > MAX_DIGITS || mantissa.unsigned_abs() >= 10_u128.pow(MAX_DIGITS) {
            return None;
        }
        Some(Self { mantissa, scale })
    }

    const fn whole(number: i64) -> Self {
        Self {
            mantissa: number as i128,
            scale: 0,
        }
    }

    /// So many hundredths: 480 is 4.80.
    pub(crate) const fn hundredths(number: i64) -> Self {
        Self {
            mantissa: number as i128,
            scale: 2,
        }
    }

    /// A time in seconds, to the nanosecond.
    pub(crate) fn seconds(time: Duration) -> Self {
        // At most 2^64 × 10^9, well below 10^38.
        let mantissa = i128::try_from(time.as_nanos()).unwrap_or(i128::MAX);
        Self { mantissa, scale: 9 }.trimmed()
    }

    /// All the digits as one whole number: 480 for `4.80`.
    #[must_use]
    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// How many digits stand after the point: 2 for `4.80`.
    #[must_use]
    pub const fn scale(self) -> u32 {
        self.scale
    }

    /// Whether it is zero, however written.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether it is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// The same number without zeros at the end of its fraction: `4.80` as `4.8`, `10.00` as `10`.
    #[must_use]
    pub const fn trimmed(self) -> Self {
        self.trimmed_to(0)
    }

    /// Drops zeros at the end of the fraction, down to `least` digits after the point.
    pub(crate) const fn trimmed_to(mut self, least: u32) -> Self {
        while self.scale > least && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }

    /// The same number with at least `places` digits after the point, where 38 digits allow it.
    pub(crate) fn padded_to(self, places: u32) -> Self {
        let scale = self.scale.max(places);
        self.at_scale(scale)
            .and_then(|mantissa| Self::new(mantissa, scale))
            .unwrap_or(self)
    }

    /// The sum; `None` beyond 38 digits. It has as many digits after the point as the longer of the two.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        // Zeros at the end may be all that is in the way.
        self.add(other)
            .or_else(|| self.trimmed().add(other.trimmed()))
    }

    fn add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let sum = self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?;
        Self::new(sum, scale)
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
        let product = Self {
            mantissa: self.mantissa.checked_mul(other.mantissa)?,
            scale: self.scale + other.scale,
        };
        let Self { mantissa, scale } = product.trimmed_to(product.scale.min(MAX_DIGITS));
        Self::new(mantissa, scale)
    }

    /// The quotient with exactly `places` digits after the point. `None` when `divisor` is zero or
    /// a step goes beyond 38 digits.
    #[must_use]
    pub fn checked_div(self, divisor: i64, places: u32, rounding: Rounding) -> Option<Self> {
        let divisor = i128::from(divisor);
        let (over, under) = if places >= self.scale {
            (self.at_scale(places)?, divisor)
        } else {
            let unit = power_of_ten(self.scale - places);
            (self.mantissa, divisor.checked_mul(unit)?)
        };
        Self::new(divide(over, under, rounding)?, places)
    }

    /// The number with at most `places` digits after the point. A number that has no more digits
    /// than that is unchanged (`4.8` at two places stays `4.8`).
    #[must_use]
    pub fn round(self, places: u32, rounding: Rounding) -> Self {
        if places >= self.scale {
            return self;
        }
        // Dividing by 10 or more can neither overflow nor divide by zero.
        divide(self.mantissa, power_of_ten(self.scale - places), rounding).map_or(
            self,
            |mantissa| Self {
                mantissa,
                scale: places,
            },
        )
    }

    /// The mantissa at a scale that is not below the own one.
    fn at_scale(self, scale: u32) -> Option<i128> {
        let power = 10_i128.checked_pow(scale.checked_sub(self.scale)?)?;
        self.mantissa.checked_mul(power)
    }
}

/// 10 to a power that every caller keeps at or below 38, where it fits.
const fn power_of_ten(exponent: u32) -> i128 {
    10_i128.saturating_pow(exponent)
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

macro_rules! from_whole {
    ($($whole:ty),+) => {$(
        impl From<$whole> for Decimal {
            fn from(whole: $whole) -> Self {
                Self { mantissa: i128::from(whole), scale: 0 }
            }
        }
    )+};
}
from_whole!(i32, i64, u8, u16, u32, u64);

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        // Whole part, then fraction brought to 38 digits: neither can overflow, unlike a common scale.
        let parts = |number: &Self| {
            let one = power_of_ten(number.scale);
            let fraction = number.mantissa.rem_euclid(one);
            let fraction = fraction * power_of_ten(MAX_DIGITS - number.scale);
            (number.mantissa.div_euclid(one), fraction)
        };
        parts(self).cmp(&parts(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { mantissa, scale } = self.trimmed();
        (mantissa, scale).hash(state);
    }
}
