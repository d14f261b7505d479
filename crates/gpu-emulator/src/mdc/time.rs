//! Times as answers write them: RFC 3339 at +08:00, or Go's zero time.

use std::time::Duration;

use crate::shared::china;

/// Where no time is set.
pub(super) const ZERO: &str = "0001-01-01T00:00:00Z";

/// Whole seconds, as in instances and SKUs.
pub(super) fn seconds(since_epoch: Duration) -> String {
    china(since_epoch, "%Y-%m-%dT%H:%M:%S%:z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_in_the_samples() {
        let table = [
            (1_725_273_273, "2024-09-02T18:34:33+08:00"),
            (1_727_712_300, "2024-10-01T00:05:00+08:00"),
            (0, "1970-01-01T08:00:00+08:00"),
        ];
        for (since_epoch, text) in table {
            assert_eq!(seconds(Duration::from_secs(since_epoch)), text);
        }
    }

    #[test]
    fn a_time_that_no_calendar_has_is_the_last_one() {
        assert!(seconds(Duration::MAX).starts_with("9999-12-31T"));
    }
}
