//! How times are read, and that Go's zero time is none.

use super::{FieldValue, Reading};
use gpu_common::{CivilDateTime, Timestamp};

/// RFC 3339 with an offset; Go's zero time is blank. A number is not read: its unit is unknown.
impl FieldValue for Timestamp {
    fn from_text(text: &str) -> Reading<Self> {
        /// 0001-01-01T00:00:00Z in seconds, what Go prints for a time that was never set.
        const GO_ZERO: i64 = -62_135_596_800;
        match text.trim().parse::<Self>() {
            Ok(time) if time.as_second() == GO_ZERO => Reading::Blank,
            Ok(time) => same_or_converted(time, text),
            Err(_) => Reading::Unreadable,
        }
    }
}

/// A date and a time of day without offset; 0001-01-01 00:00:00 is blank.
impl FieldValue for CivilDateTime {
    fn from_text(text: &str) -> Reading<Self> {
        match text.trim().parse::<Self>() {
            Ok(time) if time.to_string() == "0001-01-01 00:00:00" => Reading::Blank,
            Ok(time) => same_or_converted(time, text),
            Err(_) => Reading::Unreadable,
        }
    }
}

fn same_or_converted<T: ToString>(time: T, text: &str) -> Reading<T> {
    if time.to_string() == text {
        Reading::Same(time)
    } else {
        Reading::Converted(time)
    }
}
