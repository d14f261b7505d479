//! A moment in time, wherever the vendor said which offset its clock had.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::reading::Cursor;
use super::{CivilDateTime, TimeError};

/// The first and the last whole second: -9999-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
const SECONDS: std::ops::RangeInclusive<i64> = -377_705_116_800..=253_402_300_799;

/// The nanoseconds of a second.
const NANOS: i64 = 1_000_000_000;

/// A moment in time, exact to the nanosecond, from year -9999 to 9999.
///
/// Read from and printed as RFC 3339 (`2026-03-01T08:30:00Z`). Printing always uses UTC; inside a
/// `Field` the vendor's own spelling is kept beside it.
///
/// ```
/// use gpu_common::Timestamp;
///
/// let started: Timestamp = "2026-03-01T16:30:00+08:00".parse()?;
/// assert_eq!(started.to_string(), "2026-03-01T08:30:00Z");
/// assert_eq!(Timestamp::from_second(started.as_second())?, started);
/// # Ok::<(), gpu_common::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// In this order, which is how times compare.
pub struct Timestamp {
    /// Since 1970-01-01T00:00:00Z, rounded down.
    second: i64,
    /// On top of the second, less than a whole one.
    nanosecond: u32,
}

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self {
        second: 0,
        nanosecond: 0,
    };

    /// The moment of a second, rounded down, and nanoseconds on top of it.
    pub(super) fn at(second: i64, nanosecond: u32) -> Result<Self, TimeError> {
        if SECONDS.contains(&second) {
            Ok(Self { second, nanosecond })
        } else {
            Err(TimeError::OutOfRange)
        }
    }

    /// Seconds, rounded down, and nanoseconds on top of them.
    pub(super) fn since_epoch(self) -> (i64, u32) {
        (self.second, self.nanosecond)
    }

    /// The system clock's reading. A clock outside the years -9999 to 9999 reads as the nearest end.
    #[must_use]
    pub fn now() -> Self {
        let now = SystemTime::now();
        Self::try_from(now).unwrap_or(if now < UNIX_EPOCH {
            Self {
                second: *SECONDS.start(),
                nanosecond: 0,
            }
        } else {
            Self {
                second: *SECONDS.end(),
                nanosecond: 999_999_999,
            }
        })
    }

    /// The moment that many whole seconds after 1970-01-01T00:00:00Z; before it when negative.
    ///
    /// # Errors
    ///
    /// When the moment lies outside the years -9999 to 9999.
    pub fn from_second(second: i64) -> Result<Self, TimeError> {
        Self::at(second, 0)
    }

    /// The moment that many milliseconds after 1970-01-01T00:00:00Z; before it when negative.
    ///
    /// # Errors
    ///
    /// When the moment lies outside the years -9999 to 9999.
    pub fn from_millisecond(millisecond: i64) -> Result<Self, TimeError> {
        let nanosecond = millisecond.rem_euclid(1000) * 1_000_000;
        Self::at(
            millisecond.div_euclid(1000),
            nanosecond.try_into().unwrap_or(0),
        )
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, cut towards it.
    #[must_use]
    pub fn as_second(self) -> i64 {
        self.second + i64::from(self.second < 0 && self.nanosecond > 0)
    }

    /// Whole milliseconds since 1970-01-01T00:00:00Z, cut towards it.
    #[must_use]
    pub fn as_millisecond(self) -> i64 {
        // The nanoseconds that are missing to the next second, where time is counted backwards.
        let (second, nanosecond) = match i64::from(self.nanosecond) {
            nanosecond if self.second < 0 && nanosecond > 0 => {
                (self.second + 1, nanosecond - NANOS)
            }
            nanosecond => (self.second, nanosecond),
        };
        second * 1000 + nanosecond / 1_000_000
    }

    /// How long after `earlier` this is; `None` when it is before.
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Option<Duration> {
        let seconds = self.second - earlier.second;
        let nanos = i64::from(self.nanosecond) - i64::from(earlier.nanosecond);
        let seconds = u64::try_from(seconds + nanos.div_euclid(NANOS)).ok()?;
        let nanos = u32::try_from(nanos.rem_euclid(NANOS)).ok()?;
        Some(Duration::new(seconds, nanos))
    }

    /// The moment `duration` later; `None` beyond the year 9999.
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let nanos = i64::from(self.nanosecond) + i64::from(duration.subsec_nanos());
        let seconds = i64::try_from(duration.as_secs()).ok()?;
        let second = self.second.checked_add(seconds)?;
        Self::moved(second, nanos)
    }

    /// The moment `duration` earlier; `None` before the year -9999.
    #[must_use]
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        let nanos = i64::from(self.nanosecond) - i64::from(duration.subsec_nanos());
        let seconds = i64::try_from(duration.as_secs()).ok()?;
        let second = self.second.checked_sub(seconds)?;
        Self::moved(second, nanos)
    }

    /// The moment so many nanoseconds, less than two seconds, around a second.
    fn moved(second: i64, nanos: i64) -> Option<Self> {
        let second = second.checked_add(nanos.div_euclid(NANOS))?;
        let nanosecond = nanos.rem_euclid(NANOS).try_into().ok()?;
        Self::at(second, nanosecond).ok()
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        read(text).ok_or(TimeError::NotATimestamp)
    }
}

/// RFC 3339, with a space or a small letter for the `T` and without the colon in the offset, too.
fn read(text: &str) -> Option<Timestamp> {
    let mut cursor = Cursor::new(text);
    let local = cursor.date_time(b"Tt ")?;
    let offset = offset(&mut cursor)?;
    let moment = local.at_offset(offset).ok()?;
    cursor.is_at_end().then_some(moment)
}

/// `Z` or `+08:00`, in seconds ahead of UTC.
fn offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    let sign = cursor.take(b"Zz+-")?;
    if matches!(sign, b'Z' | b'z') {
        return Some(0);
    }
    let hours = cursor.number(2)?;
    // Its absence is forgiven.
    let _ = cursor.take(b":");
    let minutes = cursor.number(2).filter(|minutes| *minutes < 60)?;
    let seconds = i32::try_from(3600 * hours + 60 * minutes).ok()?;
    Some(if sign == b'-' { -seconds } else { seconds })
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        CivilDateTime::at_utc(*self).print('T', f)?;
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimeError;

    fn try_from(time: SystemTime) -> Result<Self, TimeError> {
        let moved = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::UNIX_EPOCH.checked_add(after),
            Err(before) => Self::UNIX_EPOCH.checked_sub(before.duration()),
        };
        moved.ok_or(TimeError::OutOfRange)
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = TimeError;

    /// Fails where the platform's clock cannot express the moment (Windows: before 1601).
    fn try_from(timestamp: Timestamp) -> Result<Self, TimeError> {
        let time = if let Some(after) = timestamp.duration_since(Timestamp::UNIX_EPOCH) {
            UNIX_EPOCH.checked_add(after)
        } else {
            let before = Timestamp::UNIX_EPOCH.duration_since(timestamp);
            before.and_then(|before| UNIX_EPOCH.checked_sub(before))
        };
        time.ok_or(TimeError::OutOfRange)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
