//! Times as both Chinese vendors write them.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// A time in China (+08:00), written in `format`. One that no calendar has is the last one.
pub(crate) fn china(since_epoch: Duration, format: &str) -> String {
    let seconds = i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX);
    let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    let zone = TimeZone::fixed(Offset::constant(8));
    at.to_zoned_datetime(zone).strftime(format).to_string()
}
