//! A date and a time of day, where the vendor did not say of which offset.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{TimeError, Timestamp};

/// A date and a time of day on a clock whose offset the vendor did not state.
///
/// Read from `2022-05-11 19:30:34` or `2022-05-11T19:30:34`, with a fraction of a second or
/// without; a text with an offset is refused, for it is a [`Timestamp`]. Printed with a space;
/// inside a [`Field`](crate::Field) the vendor's own spelling is kept beside it.
///
/// It is not a moment until somebody says which clock it was: [`at_offset`](Self::at_offset).
///
/// ```
/// use gpu_common::CivilDateTime;
///
/// let created: CivilDateTime = "2022-05-11 19:30:34".parse()?;
/// assert_eq!((created.year(), created.hour()), (2022, 19));
/// let beijing = created.at_offset(8 * 3600)?;
/// assert_eq!(beijing.to_string(), "2022-05-11T11:30:34Z");
/// # Ok::<(), gpu_common::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDateTime(DateTime);

impl CivilDateTime {
    /// The year, -9999 to 9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        self.0.hour().unsigned_abs()
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub fn minute(self) -> u8 {
        self.0.minute().unsigned_abs()
    }

    /// The second, 0 to 59. A leap second, written as 60, is read as 59.
    #[must_use]
    pub fn second(self) -> u8 {
        self.0.second().unsigned_abs()
    }

    /// The fraction of the second in nanoseconds, 0 to 999,999,999.
    #[must_use]
    pub fn nanosecond(self) -> u32 {
        self.0.subsec_nanosecond().unsigned_abs()
    }

    /// The moment at which a clock so many seconds ahead of UTC (China: `8 * 3600`) shows this.
    ///
    /// # Errors
    ///
    /// When the offset is a day and two hours or more, or the moment is outside the years -9999
    /// to 9999.
    pub fn at_offset(self, seconds_ahead_of_utc: i32) -> Result<Timestamp, TimeError> {
        Offset::from_seconds(seconds_ahead_of_utc)
            .and_then(|offset| offset.to_timestamp(self.0))
            .map(Timestamp::from_jiff)
            .map_err(|_| TimeError::OutOfRange)
    }
}

impl FromStr for CivilDateTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        if !has_documented_form(text) {
            return Err(TimeError::NotACivilDateTime);
        }
        text.parse()
            .map(Self)
            .map_err(|_| TimeError::NotACivilDateTime)
    }
}

/// `YYYY-MM-DD HH:MM:SS`, a `T` for the space, a fraction perhaps, and nothing after it. jiff
/// itself would also take a date alone as midnight, and drop an offset.
fn has_documented_form(text: &str) -> bool {
    let Some((date, time)) = text.split_once([' ', 'T']) else {
        return false;
    };
    let (seconds, fraction) = time.split_once('.').unwrap_or((time, "0"));
    date.len() == 10
        && date
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
        && seconds.len() == 8
        && seconds
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':')
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.date(), self.0.time())
    }
}

impl fmt::Debug for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for CivilDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CivilDateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
