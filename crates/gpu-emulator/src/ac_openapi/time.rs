//! Times and durations as instances show them.

use std::time::Duration;

use crate::shared::china;

/// For a duration that is not known.
pub(super) const UNKNOWN: &str = "--";

/// A date and time without zone. That it is China's is a guess.
pub(super) fn local(since_epoch: Duration) -> String {
    china(since_epoch, "%Y-%m-%d %H:%M:%S")
}

/// Days, hours and minutes, as the web console shows what remains.
pub(super) fn length(of: Duration) -> String {
    let minutes = of.as_secs() / 60;
    let (days, hours) = (minutes / 60 / 24, minutes / 60 % 24);
    format!("{days}d {hours}h {}m", minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_in_the_sample() {
        // 2022-05-11T11:30:34Z.
        let at = Duration::from_secs(1_652_268_634);
        assert_eq!(local(at), "2022-05-11 19:30:34");
        assert!(local(Duration::MAX).starts_with("9999-12-31 "));
    }

    #[test]
    fn a_length_is_written_as_at_the_console() {
        let fourteen_days = Duration::from_secs(((14 * 24 + 23) * 60 + 48) * 60 + 59);
        assert_eq!(length(fourteen_days), "14d 23h 48m");
        assert_eq!(length(Duration::ZERO), "0d 0h 0m");
    }
}
