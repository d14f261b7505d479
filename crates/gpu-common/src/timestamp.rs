//! Times, with and without a known offset.
//!
//! Not jiff's types (weighed on 2026-11-28: 2 more crates, 4.0 s of a dev build of 10 s): what the
//! clients do with a time is to read, compare and print it. The feature `jiff` converts to and from
//! jiff's types for those who compute with dates; `std::time::SystemTime` always converts.

mod rfc3339;
#[cfg(feature = "jiff")]
mod with_jiff;

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::InvalidInput;
use crate::text_serde::text_serde;

/// The first and the last whole second: 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
const SECONDS: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

/// The nanoseconds of a second.
const NANOS: i64 = 1_000_000_000;

/// A moment in time, exact to the nanosecond, from year 0 to 9999.
///
/// Read from and printed as RFC 3339 (`2026-03-01T08:30:00Z`). Printing always uses UTC. Converts to
/// and from [`SystemTime`], and `jiff::Timestamp` with the feature `jiff`.
///
/// ```
/// use gpu_common::Timestamp;
///
/// let started: Timestamp = "2026-03-01T16:30:00+08:00".parse()?;
/// assert_eq!(started.to_string(), "2026-03-01T08:30:00Z");
/// assert_eq!(Timestamp::from_second(started.as_second())?, started);
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// In this order, which is how times compare.
pub struct Timestamp {
    /// Since 1970-01-01T00:00:00Z, rounded down.
    second: i64,
    /// On top of the second, less than a whole one.
    nanosecond: u32,
}

/// A date and a time of day on a clock whose offset the vendor did not state.
///
/// Read from `2022-05-11 19:30:34` or `2022-05-11T19:30:34`, with a fraction of a second or
/// without; a text with an offset is refused, for it is a [`Timestamp`]. Printed with a space.
///
/// It is not a moment until somebody says which clock it was: [`at_offset`](Self::at_offset).
///
/// ```
/// use gpu_common::CivilDateTime;
///
/// let created: CivilDateTime = "2022-05-11 19:30:34".parse()?;
/// let beijing = created.at_offset(8 * 3600)?;
/// assert_eq!(beijing.to_string(), "2022-05-11T11:30:34Z");
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// The moment it would be on a clock at UTC.
pub struct CivilDateTime(Timestamp);

fn out_of_range() -> InvalidInput {
    InvalidInput::new("time", "is out of range")
}

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self { second: 0, nanosecond: 0 };

    /// The moment of a second, rounded down, and nanoseconds on top of it, more than a second or
    /// below zero though they may be.
    fn at(second: i64, nanoseconds: i64) -> Option<Self> {
        let second = second.checked_add(nanoseconds.div_euclid(NANOS))?;
        let nanosecond = nanoseconds.rem_euclid(NANOS).try_into().ok()?;
        SECONDS.contains(&second).then_some(Self { second, nanosecond })
    }

    /// The system clock's time. A clock beyond the year 9999, which no one has, reads as 1970.
    pub fn now() -> Self {
        SystemTime::now().try_into().unwrap_or(Self::UNIX_EPOCH)
    }

    /// The moment that many whole seconds after 1970-01-01T00:00:00Z; before it when negative.
    ///
    /// # Errors
    /// When the moment lies outside the years 0 to 9999.
    pub fn from_second(second: i64) -> Result<Self, InvalidInput> {
        Self::at(second, 0).ok_or_else(out_of_range)
    }

    /// The moment that many milliseconds after 1970-01-01T00:00:00Z; before it when negative.
    ///
    /// # Errors
    /// When the moment lies outside the years 0 to 9999.
    pub fn from_millisecond(millisecond: i64) -> Result<Self, InvalidInput> {
        let nanoseconds = millisecond.rem_euclid(1000) * 1_000_000;
        Self::at(millisecond.div_euclid(1000), nanoseconds).ok_or_else(out_of_range)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn as_second(self) -> i64 {
        self.second
    }

    /// Whole milliseconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn as_millisecond(self) -> i64 {
        self.second * 1000 + i64::from(self.nanosecond) / 1_000_000
    }

    /// How long after `earlier` this is; `None` when it is before.
    pub fn duration_since(self, earlier: Self) -> Option<Duration> {
        let nanoseconds = i64::from(self.nanosecond) - i64::from(earlier.nanosecond);
        let second = self.second - earlier.second + nanoseconds.div_euclid(NANOS);
        let nanosecond = nanoseconds.rem_euclid(NANOS).try_into().ok()?;
        Some(Duration::new(second.try_into().ok()?, nanosecond))
    }

    /// The moment `duration` later; `None` beyond the year 9999.
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let second = self.second.checked_add_unsigned(duration.as_secs())?;
        let nanoseconds = i64::from(self.nanosecond) + i64::from(duration.subsec_nanos());
        Self::at(second, nanoseconds)
    }

    /// The moment `duration` earlier; `None` before the year 0.
    #[must_use]
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        let second = self.second.checked_sub_unsigned(duration.as_secs())?;
        let nanoseconds = i64::from(self.nanosecond) - i64::from(duration.subsec_nanos());
        Self::at(second, nanoseconds)
    }
}

impl CivilDateTime {
    /// The moment at which a clock so many seconds ahead of UTC (China: `8 * 3600`) shows this.
    ///
    /// # Errors
    /// When the offset is a day or more, or the moment is outside the years 0 to 9999.
    pub fn at_offset(self, seconds_ahead_of_utc: i32) -> Result<Timestamp, InvalidInput> {
        let Timestamp { second, nanosecond } = self.0;
        let second = second - i64::from(seconds_ahead_of_utc);
        Timestamp::at(second, nanosecond.into())
            .filter(|_| seconds_ahead_of_utc.unsigned_abs() < 86_400)
            .ok_or_else(out_of_range)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidInput;

    /// Reads RFC 3339, with a space or a small letter for the `T` and without the colon in the
    /// offset, too. A leap second, written as 60, is read as the second before.
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let (local, offset) = rfc3339::read(text).unwrap_or((Self::UNIX_EPOCH, None));
        offset
            .and_then(|offset| CivilDateTime(local).at_offset(offset).ok())
            .ok_or_else(|| InvalidInput::new("time", "is not RFC 3339 with an offset"))
    }
}

impl FromStr for CivilDateTime {
    type Err = InvalidInput;

    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        match rfc3339::read(text) {
            Some((local, None)) => Ok(Self(local)),
            _ => Err(InvalidInput::new("time", "is not YYYY-MM-DD HH:MM:SS")),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rfc3339::print(*self, 'T', f)?;
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rfc3339::print(self.0, ' ', f)
    }
}

impl fmt::Debug for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

text_serde!(Timestamp, "{}");
text_serde!(CivilDateTime, "{}");

impl TryFrom<SystemTime> for Timestamp {
    type Error = InvalidInput;

    fn try_from(time: SystemTime) -> Result<Self, InvalidInput> {
        let moved = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::UNIX_EPOCH.checked_add(after),
            Err(before) => Self::UNIX_EPOCH.checked_sub(before.duration()),
        };
        moved.ok_or_else(out_of_range)
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = InvalidInput;

    /// Fails where the platform's clock cannot express the moment (Windows: before 1601).
    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidInput> {
        let time = if let Some(after) = timestamp.duration_since(Timestamp::UNIX_EPOCH) {
            UNIX_EPOCH.checked_add(after)
        } else {
            let before = Timestamp::UNIX_EPOCH.duration_since(timestamp);
            before.and_then(|before| UNIX_EPOCH.checked_sub(before))
        };
        time.ok_or_else(out_of_range)
    }
}
