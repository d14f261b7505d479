//! Decimals as text, read and written.

use std::fmt;
use std::str::FromStr;

use super::{Decimal, MAX_DIGITS, power_of_ten};

/// Why a text is not a [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecimalError {
    /// Not digits with at most one point, an optional sign and an optional exponent.
    #[error("not a decimal number")]
    NotANumber,
    /// A number, but with more than 38 digits, or more than 38 after the point.
    #[error("a number with more than 38 digits")]
    TooLong,
}

impl FromStr for Decimal {
    type Err = DecimalError;

    /// Reads `12`, `-0.50`, `+3`, `.5`, `5.` and, as JSON has them, `4.8e-1`. No blanks, no
    /// thousands separators, no currency sign.
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, read_exponent(exponent)?),
            None => (text, 0),
        };
        let (negative, unsigned) = split_sign(number);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(DecimalError::NotANumber);
        }
        let mut mantissa = 0_i128;
        for byte in whole.bytes().chain(fraction.bytes()) {
            mantissa = push_digit(mantissa, byte)?;
        }
        let places = i64::try_from(fraction.len()).map_err(|_| DecimalError::TooLong)?;
        scaled(
            if negative { -mantissa } else { mantissa },
            places.saturating_sub(exponent),
        )
    }
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn push_digit(mantissa: i128, byte: u8) -> Result<i128, DecimalError> {
    if !byte.is_ascii_digit() {
        return Err(DecimalError::NotANumber);
    }
    // Saturating, so that what follows is still checked for being digits.
    Ok(mantissa
        .saturating_mul(10)
        .saturating_add(i128::from(byte - b'0')))
}

/// An exponent too long for an `i64` saturates: it is far out of range either way.
fn read_exponent(text: &str) -> Result<i64, DecimalError> {
    let (negative, digits) = split_sign(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DecimalError::NotANumber);
    }
    let size = digits.parse().unwrap_or(i64::MAX);
    Ok(if negative { -size } else { size })
}

/// `mantissa` × 10^-`places`, for any number of places.
fn scaled(mantissa: i128, places: i64) -> Result<Decimal, DecimalError> {
    let shift = u32::try_from(places.unsigned_abs()).unwrap_or(u32::MAX);
    let number = if mantissa == 0 {
        Decimal::new(0, if places > 0 { shift.min(MAX_DIGITS) } else { 0 })
    } else if places > 0 {
        Decimal::new(mantissa, shift)
    } else {
        let power = 10_i128.checked_pow(shift);
        power
            .and_then(|power| mantissa.checked_mul(power))
            .and_then(|whole| Decimal::new(whole, 0))
    };
    number.ok_or(DecimalError::TooLong)
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
