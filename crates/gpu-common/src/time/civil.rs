//! A date and a time of day, where the vendor did not say of which offset.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::reading::Cursor;
use super::{TimeError, Timestamp, calendar};

/// An offset must be less than this many seconds: a day and two hours.
const OFFSETS: i32 = 26 * 3600;

/// A date and a time of day on a clock whose offset the vendor did not state.
///
/// Read from `2022-05-11 19:30:34` or `2022-05-11T19:30:34`, with a fraction of a second or
/// without; a text with an offset is refused, for it is a [`Timestamp`]. Printed with a space;
/// inside a `Field` the vendor's own spelling is kept beside it.
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
// In this order, which is how times compare.
pub struct CivilDateTime {
    year: i16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
}

impl CivilDateTime {
    /// `None` for what no calendar and no clock shows. A leap second becomes the one before.
    pub(super) fn new(
        (year, month, day): (i16, u8, u8),
        (hour, minute, second, nanosecond): (u8, u8, u8, u32),
    ) -> Option<Self> {
        let is_date = (-9999..=9999).contains(&year)
            && (1..=calendar::days_in_month(year, month)).contains(&day);
        let is_time = hour < 24 && minute < 60 && second <= 60 && nanosecond < 1_000_000_000;
        (is_date && is_time).then_some(Self {
            year,
            month,
            day,
            hour,
            minute,
            second: second.min(59),
            nanosecond,
        })
    }

    /// What a clock at UTC shows.
    pub(super) fn at_utc(timestamp: Timestamp) -> Self {
        let (second, nanosecond) = timestamp.since_epoch();
        let (days, second) = (second.div_euclid(86_400), second.rem_euclid(86_400));
        let part = |seconds: i64, of: i64| u8::try_from(second / seconds % of).unwrap_or(0);
        // A timestamp is within the years that have a date.
        let (year, month, day) = calendar::date(days).unwrap_or((9999, 12, 31));
        Self {
            year,
            month,
            day,
            hour: part(3600, 24),
            minute: part(60, 60),
            second: part(1, 60),
            nanosecond,
        }
    }

    /// The year, -9999 to 9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59. A leap second, written as 60, is read as 59.
    #[must_use]
    pub fn second(self) -> u8 {
        self.second
    }

    /// The fraction of the second in nanoseconds, 0 to 999,999,999.
    #[must_use]
    pub fn nanosecond(self) -> u32 {
        self.nanosecond
    }

    /// The moment at which a clock so many seconds ahead of UTC (China: `8 * 3600`) shows this.
    ///
    /// # Errors
    ///
    /// When the offset is a day and two hours or more, or the moment is outside the years -9999
    /// to 9999.
    pub fn at_offset(self, seconds_ahead_of_utc: i32) -> Result<Timestamp, TimeError> {
        if !(1 - OFFSETS..OFFSETS).contains(&seconds_ahead_of_utc) {
            return Err(TimeError::OutOfRange);
        }
        let days = calendar::day_number(self.year, self.month, self.day);
        let [hour, minute, second] = [self.hour, self.minute, self.second].map(i64::from);
        let local = 86_400 * days + 3600 * hour + 60 * minute + second;
        Timestamp::at(local - i64::from(seconds_ahead_of_utc), self.nanosecond)
    }

    /// Prints it with something between date and time of day.
    pub(super) fn print(self, separator: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, .. } = self;
        if year < 0 {
            write!(f, "-{:06}", year.unsigned_abs())?;
        } else {
            write!(f, "{year:04}")?;
        }
        write!(f, "-{:02}-{:02}{separator}", self.month, self.day)?;
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        if self.nanosecond == 0 {
            return Ok(());
        }
        let fraction = format!("{:09}", self.nanosecond);
        write!(f, ".{}", fraction.trim_end_matches('0'))
    }
}

impl FromStr for CivilDateTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        // Only a moment is printed with a sign.
        if text.starts_with(['+', '-']) {
            return Err(TimeError::NotACivilDateTime);
        }
        let mut cursor = Cursor::new(text);
        cursor
            .date_time(b" T")
            .filter(|_| cursor.is_at_end())
            .ok_or(TimeError::NotACivilDateTime)
    }
}

impl fmt::Display for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(' ', f)
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
