//! Decimals as text and in JSON, read and written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Decimal, MAX_DIGITS, power_of_ten};
use crate::InvalidInput;
use crate::written::Written;

impl FromStr for Decimal {
    type Err = InvalidInput;

    /// Reads `12`, `-0.50`, `+3`, `.5`, `5.` and, as JSON has them, `4.8e-1`. No blanks, no
    /// thousands separators, no currency sign.
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let digits = digits_of(text)
            .ok_or_else(|| InvalidInput::new("decimal number", "is not a decimal number"))?;
        digits
            .number()
            .ok_or_else(|| InvalidInput::new("decimal number", "has more than 38 digits"))
    }
}

/// What a text says: `mantissa` × 10^-`places`. Both are saturated far out of range.
struct Digits {
    mantissa: i128,
    places: i64,
}

fn digits_of(text: &str) -> Option<Digits> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent_of(exponent)?),
        None => (text, 0),
    };
    let (negative, unsigned) = split_sign(number);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut mantissa = 0_i128;
    for byte in whole.bytes().chain(fraction.bytes()) {
        let digit = byte.is_ascii_digit().then_some(i128::from(byte & 15))?;
        mantissa = mantissa.saturating_mul(10).saturating_add(digit);
    }
    let places = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
    Some(Digits {
        mantissa: if negative { -mantissa } else { mantissa },
        places: places.saturating_sub(exponent),
    })
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn exponent_of(text: &str) -> Option<i64> {
    let (negative, digits) = split_sign(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // One too long for an `i64` is far out of range either way.
    let size = is_number.then(|| digits.parse().unwrap_or(i64::MAX))?;
    Some(if negative { -size } else { size })
}

impl Digits {
    fn number(self) -> Option<Decimal> {
        let shift = u32::try_from(self.places.unsigned_abs()).unwrap_or(u32::MAX);
        match self.places > 0 {
            true if self.mantissa == 0 => Decimal::new(0, shift.min(MAX_DIGITS)),
            true => Decimal::new(self.mantissa, shift),
            false if self.mantissa == 0 => Some(Decimal::ZERO),
            false => Decimal::new(self.mantissa.checked_mul(10_i128.checked_pow(shift)?)?, 0),
        }
    }
}

impl fmt::Display for Decimal {
    /// Plain digits, never an exponent; what is written reads back as the same number.
    /// A precision in the format string is ignored: rounding is only done by [`Decimal::round`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = power_of_ten(self.scale).unsigned_abs();
        let size = self.mantissa.unsigned_abs();
        let mut digits = (size / one).to_string();
        if self.scale > 0 {
            let width = usize::try_from(self.scale).unwrap_or(0);
            digits.push_str(&format!(".{:0width$}", size % one));
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
        let written = Written::deserialize(deserializer)?;
        written.text.parse().map_err(de::Error::custom)
    }
}
