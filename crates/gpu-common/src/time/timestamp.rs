//! A moment in time, wherever the vendor said which offset its clock had.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::TimeError;

/// A moment in time, exact to the nanosecond, from year -9999 to 9999.
///
/// Read from and printed as RFC 3339 (`2026-03-01T08:30:00Z`). Printing always uses UTC; inside a
/// [`Field`](crate::Field) the vendor's own spelling is kept beside it.
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
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self(jiff::Timestamp::UNIX_EPOCH);

    pub(super) const fn from_jiff(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp)
    }

    /// The system clock's reading. A clock outside the years -9999 to 9999 reads as the nearest end.
    #[must_use]
    pub fn now() -> Self {
        let now = SystemTime::now();
        Self::try_from(now).unwrap_or(if now < UNIX_EPOCH {
            Self(jiff::Timestamp::MIN)
        } else {
            Self(jiff::Timestamp::MAX)
        })
    }

    /// The moment that many whole seconds after 1970-01-01T00:00:00Z; before it when negative.
    ///
    /// # Errors
    ///
    /// When the moment lies outside the years -9999 to 9999.
    pub fn from_second(second: i64) -> Result<Self, TimeError> {
        jiff::Timestamp::from_second(second)
            .map(Self)
            .map_err(|_| TimeError::OutOfRange)
    }

    /// The moment that many milliseconds after 1970-01-01T00:00:00Z; before it when negative.
    ///
    /// # Errors
    ///
    /// When the moment lies outside the years -9999 to 9999.
    pub fn from_millisecond(millisecond: i64) -> Result<Self, TimeError> {
        jiff::Timestamp::from_millisecond(millisecond)
            .map(Self)
            .map_err(|_| TimeError::OutOfRange)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, cut towards it.
    #[must_use]
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }

    /// Whole milliseconds since 1970-01-01T00:00:00Z, cut towards it.
    #[must_use]
    pub fn as_millisecond(self) -> i64 {
        self.0.as_millisecond()
    }

    /// How long after `earlier` this is; `None` when it is before.
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Option<Duration> {
        Duration::try_from(self.0.duration_since(earlier.0)).ok()
    }

    /// The moment `duration` later; `None` beyond the year 9999.
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration).ok().map(Self)
    }

    /// The moment `duration` earlier; `None` before the year -9999.
    #[must_use]
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).ok().map(Self)
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        text.parse().map(Self).map_err(|_| TimeError::NotATimestamp)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
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
        jiff::Timestamp::try_from(time)
            .map(Self)
            .map_err(|_| TimeError::OutOfRange)
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = TimeError;

    /// Fails where the platform's clock cannot express the moment (Windows: before 1601).
    fn try_from(timestamp: Timestamp) -> Result<Self, TimeError> {
        let since_epoch = timestamp.0.as_duration();
        let time = if since_epoch.is_negative() {
            UNIX_EPOCH.checked_sub(since_epoch.unsigned_abs())
        } else {
            UNIX_EPOCH.checked_add(since_epoch.unsigned_abs())
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
