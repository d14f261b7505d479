//! When something was written down, so that neither a clock that is set nor a reboot misleads.

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::Clock;
use serde::{Deserialize, Serialize};

/// A moment by the calendar and, where the system tells it (Linux), by the time since the last boot,
/// which nobody can set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    boot: Option<Boot>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Boot {
    id: String,
    millis: u64,
}

/// How much time has passed between two moments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Elapsed {
    /// At least this long: for what may happen only after a while.
    pub(crate) at_least: Duration,
    /// At most this long: for what must happen before a while is over.
    pub(crate) at_most: Duration,
}

impl Moment {
    pub(crate) fn now(clock: &Clock, boot_time: bool) -> Self {
        Self { at: clock.wall(), boot: boot_time.then(Boot::now).flatten() }
    }

    /// The time from this moment to `now`. If the calendar was set back since, anything is possible.
    pub(crate) fn until(&self, now: &Self) -> Elapsed {
        let exactly = |time| Elapsed { at_least: time, at_most: time };
        if let (Some(then), Some(later)) = (&self.boot, &now.boot) {
            let up = Duration::from_millis(later.millis);
            if then.id == later.id {
                return exactly(up.saturating_sub(Duration::from_millis(then.millis)));
            }
            // A boot lies between: at least as long as the system has been up.
            return match now.at.duration_since(self.at) {
                Some(time) if time >= up => Elapsed { at_least: up, at_most: time },
                _ => Elapsed { at_least: up, at_most: Duration::MAX },
            };
        }
        match now.at.duration_since(self.at) {
            Some(time) => exactly(time),
            None => Elapsed { at_least: Duration::ZERO, at_most: Duration::MAX },
        }
    }
}

impl Boot {
    fn now() -> Option<Self> {
        let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
        let seconds: f64 = uptime.split_whitespace().next()?.parse().ok()?;
        let up = Duration::try_from_secs_f64(seconds).ok()?;
        Some(Self { id: id.trim().to_owned(), millis: u64::try_from(up.as_millis()).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(at: &str, boot: Option<(&str, u64)>) -> Moment {
        Moment {
            at: at.parse().unwrap(),
            boot: boot.map(|(id, secs)| Boot { id: id.to_owned(), millis: secs * 1000 }),
        }
    }

    #[test]
    fn a_clock_that_is_set_changes_nothing_while_the_system_is_up() {
        let then = moment("2026-01-01T12:00:00Z", Some(("a", 100)));
        for calendar in ["2026-01-01T12:00:30Z", "2031-01-01T00:00:00Z", "1999-01-01T00:00:00Z"] {
            let elapsed = then.until(&moment(calendar, Some(("a", 130))));
            assert_eq!(elapsed.at_least, Duration::from_secs(30), "{calendar}");
            assert_eq!(elapsed.at_most, Duration::from_secs(30), "{calendar}");
        }
    }

    #[test]
    fn after_a_reboot_the_calendar_is_the_most_and_the_uptime_the_least() {
        let then = moment("2026-01-01T12:00:00Z", Some(("a", 100)));
        let elapsed = then.until(&moment("2026-01-01T13:00:00Z", Some(("b", 60))));
        assert_eq!(elapsed.at_least, Duration::from_secs(60));
        assert_eq!(elapsed.at_most, Duration::from_secs(3600));
        let set_back = then.until(&moment("2026-01-01T11:00:00Z", Some(("b", 60))));
        assert_eq!(set_back.at_most, Duration::MAX);
    }

    #[test]
    fn without_a_boot_time_a_calendar_that_was_set_back_means_anything() {
        let then = moment("2026-01-01T12:00:00Z", None);
        let elapsed = then.until(&moment("2026-01-01T11:59:59Z", None));
        assert_eq!((elapsed.at_least, elapsed.at_most), (Duration::ZERO, Duration::MAX));
    }
}
