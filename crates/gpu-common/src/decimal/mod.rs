//! Exact decimal numbers, for prices and ratios.

mod arithmetic;
mod convert;
mod json;
mod order;
mod text;

pub use self::arithmetic::Rounding;
pub use self::text::DecimalError;

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
/// # Ok::<(), gpu_common::DecimalError>(())
/// ```
///
/// # JSON
///
/// Read from a string or a number. A JSON number with a fraction passes through `f64`; its
/// shortest text is taken, so `0.48` is exactly 0.48 up to 15 significant digits. Written as a
/// string, which loses nothing; a `Field<Decimal>` of `gpu-json` gives back the very form that came.
#[derive(Clone, Copy, Default)]
pub struct Decimal {
    /// Always strictly between ±10^38.
    mantissa: i128,
    /// Always at most 38.
    scale: u32,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self {
        mantissa: 0,
        scale: 0,
    };
    /// One.
    pub const ONE: Self = Self {
        mantissa: 1,
        scale: 0,
    };

    /// `mantissa` × 10^-`scale`: `new(480, 2)` is 4.80. `None` beyond 38 digits on either count.
    ///
    /// ```
    /// use gpu_common::Decimal;
    ///
    /// assert_eq!(Decimal::new(65, 2).map(|cents| cents.to_string()).as_deref(), Some("0.65"));
    /// ```
    #[must_use]
    pub const fn new(mantissa: i128, scale: u32) -> Option<Self> {
        if scale > MAX_DIGITS || mantissa.unsigned_abs() >= 10_u128.pow(MAX_DIGITS) {
            return None;
        }
        Some(Self { mantissa, scale })
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
}

/// 10 to a power that every caller keeps at or below 38, where it fits.
const fn power_of_ten(exponent: u32) -> i128 {
    10_i128.saturating_pow(exponent)
}
