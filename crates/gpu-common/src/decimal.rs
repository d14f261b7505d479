//! Exact decimal numbers, for prices and ratios.
//!
//! Not `rust_decimal` (weighed on 2026-11-28: 4 more crates, 1.5 s of a dev build of 10 s): it
//! rounds products and parsed texts beyond 28 digits without a word, and its serde features, which
//! any crate of a program switches for all, decide whether an amount is written as text or as a
//! float. Here nothing is rounded unless a method says so, and the form is always text.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Neg;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use crate::InvalidInput;

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

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };
    /// One.
    pub const ONE: Self = Self { mantissa: 1, scale: 0 };

    /// `mantissa` × 10^-`scale`: `new(480, 2)` is 4.80. `None` beyond 38 digits on either count.
    pub const fn new(mantissa: i128, scale: u32) -> Option<Self> {
        if scale > MAX_DIGITS || mantissa.unsigned_abs() >= 10_u128.pow(MAX_DIGITS) {
            return None;
        }
        Some(Self { mantissa, scale })
    }

    /// So many hundredths: 480 is 4.80.
    pub(crate) const fn hundredths(number: i64) -> Self {
        Self { mantissa: number as i128, scale: 2 }
    }

    /// A time in seconds, to the nanosecond.
    pub(crate) fn seconds(time: Duration) -> Self {
        // At most 2^64 × 10^9, well below 10^38.
        let mantissa = i128::try_from(time.as_nanos()).unwrap_or(i128::MAX);
        Self { mantissa, scale: 9 }.trimmed()
    }

    /// All the digits as one whole number: 480 for `4.80`.
    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// How many digits stand after the point: 2 for `4.80`.
    pub const fn scale(self) -> u32 {
        self.scale
    }

    /// Whether it is zero, however written.
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether it is below zero.
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
        self.at_scale(scale).and_then(|mantissa| Self::new(mantissa, scale)).unwrap_or(self)
    }

    /// The sum; `None` beyond 38 digits. It has as many digits after the point as the longer of the two.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        // Zeros at the end may be all that is in the way.
        self.add(other).or_else(|| self.trimmed().add(other.trimmed()))
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
        self.multiply(other).or_else(|| self.trimmed().multiply(other.trimmed()))
    }

    fn multiply(self, other: Self) -> Option<Self> {
        let product = Self {
            mantissa: self.mantissa.checked_mul(other.mantissa)?,
            scale: self.scale + other.scale,
        };
        let Self { mantissa, scale } = product.trimmed_to(product.scale.min(MAX_DIGITS));
        Self::new(mantissa, scale)
    }

    /// The quotient with exactly `places` digits after the point, rounded half to even. `None` when
    /// `divisor` is zero or a step goes beyond 38 digits.
    pub(crate) fn divided(self, divisor: u64, places: u32) -> Option<Self> {
        let quotient = match self.scale.checked_sub(places) {
            Some(cut) => divide(self.mantissa, power_of_ten(cut).checked_mul(divisor.into())?),
            None => divide(self.at_scale(places)?, divisor.into()),
        };
        Self::new(quotient?, places)
    }

    /// The number with at most `places` digits after the point, rounded half to even.
    pub(crate) fn rounded(self, places: u32) -> Self {
        let Some(cut) = self.scale.checked_sub(places) else {
            return self;
        };
        // A power of ten can neither overflow nor divide by zero.
        divide(self.mantissa, power_of_ten(cut))
            .map_or(self, |mantissa| Self { mantissa, scale: places })
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

/// Division by a positive whole number, rounded half to even so that sums of many do not drift. `None`
/// for a divisor of zero.
fn divide(over: i128, under: i128) -> Option<i128> {
    let (quotient, rest) = (over.checked_div_euclid(under)?, over.rem_euclid(under));
    // Compared by subtraction: twice the rest could overflow.
    let up = match rest.cmp(&(under - rest)) {
        Ordering::Less => false,
        Ordering::Equal => quotient % 2 != 0,
        Ordering::Greater => true,
    };
    quotient.checked_add(i128::from(up))
}

impl Neg for Decimal {
    type Output = Self;

    fn neg(self) -> Self {
        // The mantissa lies strictly between ±10^38, where every number has its opposite.
        Self { mantissa: -self.mantissa, scale: self.scale }
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
from_whole!(i32, i64, u32, u64);

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

impl FromStr for Decimal {
    type Err = InvalidInput;

    /// Reads `12`, `-0.50`, `+3`, `.5`, `5.` and, as JSON has them, `4.8e-1`. No blanks, no
    /// thousands separators, no currency sign.
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let refused = |reason| move || InvalidInput::new("decimal number", reason);
        let (digits, places) = digits(text).ok_or_else(refused("is not a decimal number"))?;
        let number = || {
            let mantissa: i128 = digits.parse().ok()?;
            let shift = u32::try_from(places.unsigned_abs()).unwrap_or(u32::MAX);
            match places > 0 {
                true if mantissa == 0 => Self::new(0, shift.min(MAX_DIGITS)),
                true => Self::new(mantissa, shift),
                false if mantissa == 0 => Some(Self::ZERO),
                false => Self::new(mantissa.checked_mul(10_i128.checked_pow(shift)?)?, 0),
            }
        };
        number().ok_or_else(refused("has more than 38 digits"))
    }
}

/// What a text says: a sign and digits, × 10^-`places`.
fn digits<'a>(text: &'a str) -> Option<(String, i64)> {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let unsigned = |text: &'a str| text.strip_prefix(['-', '+']).unwrap_or(text);
    let are_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(unsigned(exponent)) {
        return None;
    }
    // What is out of an i64's range is far out of ours.
    let furthest = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
    let exponent = exponent.parse().unwrap_or(furthest);
    let (whole, fraction) = unsigned(number).split_once('.').unwrap_or((unsigned(number), ""));
    let digits = format!("{whole}{fraction}");
    let places = i64::try_from(fraction.len()).ok()?.saturating_sub(exponent);
    let sign = if number.starts_with('-') { "-" } else { "" };
    are_digits(&digits).then(|| (format!("{sign}{digits}"), places))
}

impl fmt::Display for Decimal {
    /// Plain digits, never an exponent; what is written reads back as the same number.
    /// A precision in the format string is ignored: nothing is rounded.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::try_from(self.scale).unwrap_or(0);
        let least = places + 1;
        let mut digits = format!("{:0least$}", self.mantissa.unsigned_abs());
        if places > 0 {
            digits.insert(digits.len() - places, '.');
        }
        f.pad_integral(!self.is_negative(), "", &digits)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => return Err(de::Error::custom("neither a string nor a number")),
        };
        text.parse().map_err(de::Error::custom)
    }
}
