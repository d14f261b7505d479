//! The rhythm of a wait: pauses that grow, a limit that holds, and the failures that it tolerates.

use std::time::Duration;

use crate::{Clock, Delivery, Error, Kind};

/// The shortest pause between two probes, out of politeness to the server.
const SHORTEST: Duration = Duration::from_secs(1);

/// The longest pause that a wait grows to by itself.
const LONGEST: Duration = Duration::from_secs(15);

/// How long a server is left alone at most because it asks for it.
const LEFT_ALONE: Duration = Duration::from_secs(5 * 60);

/// Measures out one wait: probes 2 s after the first, then 1.5 times as long each time up to 15 s, for 30
/// minutes, unless another interval or limit is set.
#[derive(Clone)]
pub(crate) struct Pace {
    pub(crate) clock: Clock,
    /// The limit on the whole wait. Zero probes once, and that probe may take as long as a call.
    pub(crate) limit: Duration,
    interval: Duration,
    started: Option<Duration>,
    pause: Duration,
    /// When the next probe is due. It stays due until it has been made, so that a wait which is
    /// dropped half way and taken up again does not begin its pause anew.
    due: Duration,
}

/// How the rhythm of a wait is set, for each that has a `pace`.
macro_rules! pace_setters {
    () => {
        /// Gives up after this long (default 30 minutes). Zero probes once.
        pub fn limit(mut self, limit: Duration) -> Self {
            self.pace.limit = limit;
            self
        }

        /// Probes this often at first (default 2 s, at least 1 s), growing up to 15 s.
        pub fn interval(mut self, interval: Duration) -> Self {
            self.pace.set_interval(interval);
            self
        }
    };
}
pub(crate) use pace_setters;

impl Pace {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            limit: Duration::from_secs(30 * 60),
            interval: Duration::from_secs(2),
            started: None,
            pause: Duration::ZERO,
            due: Duration::ZERO,
        }
    }

    pub(crate) fn set_interval(&mut self, interval: Duration) {
        self.interval = interval.max(SHORTEST);
    }

    /// Pauses until the next probe is due; the time that remains for it, `None` once the limit has passed.
    pub(crate) async fn next_probe(&mut self) -> Option<Duration> {
        if self.started.is_none() {
            self.started = Some(self.clock.monotonic());
            return Some(self.remaining());
        }
        let until_due = self.due.saturating_sub(self.clock.monotonic());
        self.clock.pause(until_due.min(self.rest())).await;
        Some(self.rest()).filter(|rest| !rest.is_zero())
    }

    /// A probe has been made. The next is due after a pause, or after as long as the server `asked`
    /// to be left alone, if that is longer: but for no longer than [`LEFT_ALONE`] and half of the time
    /// that remains. Not to know of a machine costs money, too.
    pub(crate) fn probed(&mut self, asked: Option<Duration>) {
        self.pause = if self.pause.is_zero() {
            self.interval
        } else {
            (self.pause.saturating_mul(3) / 2).min(LONGEST.max(self.interval))
        };
        let asked = asked.unwrap_or_default();
        let pause = self.pause.max(asked.min(LEFT_ALONE).min(self.rest() / 2));
        self.due = self.clock.monotonic().saturating_add(pause);
    }

    /// By when a probe that begins now has to be over, on the clock.
    pub(crate) fn ends(&self) -> Duration {
        self.clock.monotonic().saturating_add(self.remaining())
    }

    /// The time that remains. A limit of zero is one probe without a limit of its own.
    pub(crate) fn remaining(&self) -> Duration {
        if self.limit.is_zero() { Duration::MAX } else { self.rest() }
    }

    /// How long the wait has taken so far.
    pub(crate) fn elapsed(&self) -> Duration {
        let now = self.clock.monotonic();
        now.saturating_sub(self.started.unwrap_or(now))
    }

    /// What is left of the limit.
    fn rest(&self) -> Duration {
        self.limit.saturating_sub(self.elapsed())
    }
}

/// How often in a row a refusal must come to be believed.
const BELIEVED: u32 = 3;

/// The probes that have failed since the last one that did not.
#[derive(Default)]
pub(crate) struct Failures {
    last: Option<Error>,
    refusals: u32,
}

impl Failures {
    /// Adds one, or gives it back if the wait is not to tolerate it.
    ///
    /// What is transient or says nothing about the machine is tolerated. Rejected credentials and errors
    /// that another probe cannot fix are not. Any other refusal is believed when it came three times: hardly
    /// any is documented, and a machine that was made a moment ago need not be known everywhere yet.
    pub(crate) fn tolerate(&mut self, error: Error) -> Result<(), Error> {
        if !error.is_transient() && !error.says_nothing() {
            self.refusals += 1;
            let is_refusal = matches!(error.kind(), Kind::Vendor | Kind::Status | Kind::Unreadable);
            if !is_refusal || error.is_auth() || self.refusals >= BELIEVED {
                return Err(error);
            }
        }
        self.last = Some(error);
        Ok(())
    }

    /// Adds one that is tolerated whatever it is.
    pub(crate) fn note(&mut self, error: Error) {
        self.last = Some(error);
    }

    /// That the limit of a wait has passed, what was met until then, and the last of them.
    pub(crate) fn expired(&self, waiting_for: &str, limit: Duration, met: Option<&str>) -> Error {
        let mut what = format!("waiting for {waiting_for}, {limit:?} passed");
        if let Some(met) = met {
            what.extend(["; ", met]);
        }
        let error = Error::new(Kind::WaitLimit, Delivery::Answered, what);
        match &self.last {
            Some(last) => error.with_cause(last.to_string()),
            None => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApiError, ManualClock};

    #[tokio::test]
    async fn probes_are_spaced_ever_wider_and_end_with_the_limit() {
        for (interval, limit, expected) in [
            (None, 10, &[0.0, 2.0, 5.0, 9.5][..]),
            (None, 50, &[0.0, 2.0, 5.0, 9.5, 16.25, 26.375, 41.375]),
            (Some(0), 4, &[0.0, 1.0, 2.5]),
            (Some(60), 200, &[0.0, 60.0, 120.0, 180.0]),
        ] {
            let time = ManualClock::new();
            let mut pace = Pace::new(time.clock());
            assert_eq!(pace.limit, Duration::from_secs(1800));
            pace.limit = Duration::from_secs(limit);
            if let Some(interval) = interval {
                pace.set_interval(Duration::from_secs(interval));
            }
            let mut probes = Vec::new();
            while let Some(remaining) = pace.next_probe().await {
                assert_eq!(time.elapsed() + remaining, Duration::from_secs(limit));
                probes.push(time.elapsed().as_secs_f64());
                pace.probed(None);
            }
            assert_eq!(probes, expected);
            assert_eq!(time.elapsed(), Duration::from_secs(limit));
        }
    }

    #[tokio::test]
    async fn a_limit_of_zero_leaves_one_probe_all_the_time_of_a_call() {
        let time = ManualClock::new();
        let mut pace = Pace::new(time.clock());
        pace.limit = Duration::ZERO;
        assert_eq!(pace.next_probe().await, Some(Duration::MAX));
        pace.probed(None);
        assert_eq!(pace.next_probe().await, None);
        assert_eq!(time.elapsed(), Duration::ZERO);
    }

    #[tokio::test]
    async fn a_server_that_asks_to_be_left_alone_is_within_reason() {
        let time = ManualClock::new();
        let mut pace = Pace::new(time.clock());
        pace.limit = Duration::from_secs(1000);
        pace.next_probe().await;
        for (asked, elapsed) in [
            (None, 2_000),
            (Some(200), 202_000),
            (Some(1), 206_500),
            (Some(u64::MAX), 506_500),
            (Some(u64::MAX), 753_250),
        ] {
            pace.probed(asked.map(Duration::from_secs));
            pace.next_probe().await;
            assert_eq!(time.elapsed(), Duration::from_millis(elapsed), "{asked:?}");
        }
    }

    fn error(kind: Kind, said: ApiError) -> Error {
        Error::new(kind, Delivery::Answered, "").with_api_error(said)
    }

    /// How many probes that fail in this way a wait makes, of ten.
    fn probes(error: &Error) -> usize {
        let mut failures = Failures::default();
        let tolerated = |_: &u32| failures.tolerate(error.clone()).is_ok();
        (1..10).take_while(tolerated).count() + 1
    }

    #[test]
    fn what_passes_is_tolerated_and_what_does_not_ends_a_wait() {
        let unknown = ApiError::default;
        let auth = ApiError { auth: true, ..unknown() };
        let code = ApiError::new(Some("10008".to_owned()), None);
        let page = "<html>blocked</html>".to_owned();
        let status = |status| error(Kind::Status, unknown()).with_status(status);
        for (error, expected) in [
            (error(Kind::Interrupted, unknown()), 10),
            (error(Kind::Unreadable, unknown()), 10),
            (error(Kind::Vendor, unknown()), 3),
            (error(Kind::Vendor, auth), 1),
            (error(Kind::Invalid, unknown()), 1),
            (error(Kind::TooLarge, unknown()), 1),
            (error(Kind::Redirect, unknown()), 10),
            (status(404), 3),
            (status(404).with_body(page.clone()), 10),
            (status(401), 1),
            (status(401).with_body(page), 10),
            (status(403), 10),
            (error(Kind::Status, code).with_status(403), 3),
        ] {
            assert_eq!(probes(&error), expected, "{error}");
        }
    }
}
