//! Decimals from whole numbers and times.

use std::time::Duration;

use super::Decimal;

macro_rules! from_whole {
    ($($whole:ty),+) => {$(
        impl From<$whole> for Decimal {
            fn from(whole: $whole) -> Self {
                Self { mantissa: i128::from(whole), scale: 0 }
            }
        }
    )+};
}
from_whole!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Decimal {
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
        let nanoseconds = i128::try_from(time.as_nanos()).unwrap_or(i128::MAX);
        Self {
            mantissa: nanoseconds,
            scale: 9,
        }
        .trimmed()
    }
}
