//! Conversions to and from jiff's types. Its years end a day earlier at either end.

use super::{CivilDateTime, NANOS, Timestamp, out_of_range};
use crate::InvalidInput;

impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = InvalidInput;

    /// Fails on the last day of the year 9999.
    fn try_from(time: Timestamp) -> Result<Self, InvalidInput> {
        let nanosecond = i32::try_from(time.nanosecond).map_err(|_| out_of_range())?;
        Self::new(time.second, nanosecond).map_err(|_| out_of_range())
    }
}

impl TryFrom<jiff::Timestamp> for Timestamp {
    type Error = InvalidInput;

    /// Fails before the year 0.
    fn try_from(time: jiff::Timestamp) -> Result<Self, InvalidInput> {
        Self::at(time.as_second(), time.subsec_nanosecond().into()).ok_or_else(out_of_range)
    }
}

impl TryFrom<CivilDateTime> for jiff::civil::DateTime {
    type Error = InvalidInput;

    /// Does not fail: jiff's dates hold all of ours.
    fn try_from(time: CivilDateTime) -> Result<Self, InvalidInput> {
        let midnight = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
        let since = jiff::SignedDuration::new(time.0.second, 0)
            .checked_add(jiff::SignedDuration::from_nanos(time.0.nanosecond.into()));
        since.and_then(|since| midnight.checked_add(since).ok()).ok_or_else(out_of_range)
    }
}

impl TryFrom<jiff::civil::DateTime> for CivilDateTime {
    type Error = InvalidInput;

    /// Fails before the year 0.
    fn try_from(time: jiff::civil::DateTime) -> Result<Self, InvalidInput> {
        let midnight = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
        let since = time.duration_since(midnight);
        let local = Timestamp::at(since.as_secs(), i64::from(since.subsec_nanos()) % NANOS);
        local.map(Self).ok_or_else(out_of_range)
    }
}
