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
    /// The id of the boot, and the milliseconds since.
    boot: Option<(String, u64)>,
}

/// How much time has passed between two moments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Elapsed {
    /// For what may happen only after a while.
    pub(crate) at_least: Duration,
    /// For what must happen before a while is over.
    pub(crate) at_most: Duration,
}

impl Moment {
    /// Now, by the system or by another clock.
    pub(crate) fn now(clock: Option<&Clock>) -> Self {
        match clock {
            Some(clock) => Self { at: clock.wall(), boot: None },
            None => Self { at: Timestamp::now(), boot: boot() },
        }
    }

    /// The time since another moment. If that is unknown, or the calendar was set back since, anything is
    /// possible.
    pub(crate) fn since(&self, then: Option<&Self>) -> Elapsed {
        let calendar = then.and_then(|then| self.at.duration_since(then.at));
        let (at_least, at_most) = match (then.and_then(|then| then.boot.as_ref()), &self.boot) {
            (Some((boot, then)), Some((same, now))) if boot == same => {
                let time = Duration::from_millis(now.saturating_sub(*then));
                (time, Some(time))
            }
            // A boot lies between: at least as long as the system has been up.
            (Some(_), Some((_, up))) => {
                let up = Duration::from_millis(*up);
                (up, calendar.filter(|time| *time >= up))
            }
            _ => (calendar.unwrap_or_default(), calendar),
        };
        Elapsed { at_least, at_most: at_most.unwrap_or(Duration::MAX) }
    }
}

fn boot() -> Option<(String, u64)> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let seconds = uptime.split_whitespace().next()?.parse().ok()?;
    let up = Duration::try_from_secs_f64(seconds).ok()?;
    Some((id.trim().to_owned(), u64::try_from(up.as_millis()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(at: &str, boot: Option<(&str, u64)>) -> Moment {
        Moment {
            at: at.parse().unwrap(),
            boot: boot.map(|(id, secs)| (id.to_owned(), secs * 1000)),
        }
    }

    #[test]
    fn a_clock_that_is_set_changes_nothing_while_the_system_is_up() {
        let then = moment("2026-01-01T12:00:00Z", Some(("a", 100)));
        for calendar in ["2026-01-01T12:00:30Z", "2031-01-01T00:00:00Z", "1999-01-01T00:00:00Z"] {
            let elapsed = moment(calendar, Some(("a", 130))).since(Some(&then));
            assert_eq!(elapsed.at_least, Duration::from_secs(30), "{calendar}");
            assert_eq!(elapsed.at_most, Duration::from_secs(30), "{calendar}");
        }
    }

    #[test]
    fn after_a_reboot_the_calendar_is_the_most_and_the_uptime_the_least() {
        let then = moment("2026-01-01T12:00:00Z", Some(("a", 100)));
        let elapsed = moment("2026-01-01T13:00:00Z", Some(("b", 60))).since(Some(&then));
        assert_eq!(elapsed.at_least, Duration::from_secs(60));
        assert_eq!(elapsed.at_most, Duration::from_secs(3600));
        let set_back = moment("2026-01-01T11:00:00Z", Some(("b", 60))).since(Some(&then));
        assert_eq!(set_back.at_most, Duration::MAX);
    }

    #[test]
    fn without_a_boot_time_a_calendar_that_was_set_back_means_anything() {
        let then = moment("2026-01-01T12:00:00Z", None);
        let elapsed = moment("2026-01-01T11:59:59Z", None).since(Some(&then));
        assert_eq!((elapsed.at_least, elapsed.at_most), (Duration::ZERO, Duration::MAX));
    }
}
