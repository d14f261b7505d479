//! When to try again, and after how long.

use std::time::Duration;

use crate::Random;

/// How often and how patiently a call is tried again.
///
/// Capped exponential back-off with full jitter: before attempt *n* + 1 a random time between zero and
/// `base` × 2ⁿ⁻¹ (at most `cap`) passes, or what the server asked for if that is longer. A call
/// never waits beyond its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first included. At least 1.
    pub max_attempts: u32,
    /// Upper end of the first pause.
    pub base: Duration,
    /// Upper end of any pause that we choose ourselves.
    pub cap: Duration,
}

impl RetryPolicy {
    /// The default: 4 attempts, 250 ms, 8 s.
    pub fn new() -> Self {
        Self { max_attempts: 4, base: Duration::from_millis(250), cap: Duration::from_secs(8) }
    }

    /// One attempt only.
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::new() }
    }

    /// Sets the number of attempts; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The pause after the given failed attempt (1 = the first).
    pub(crate) fn pause(&self, attempt: u32, asked: Option<Duration>, random: &Random) -> Duration {
        let doubling = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        let ceiling = self.base.saturating_mul(doubling).min(self.cap);
        let micros = u64::try_from(ceiling.as_micros()).unwrap_or(u64::MAX);
        let own = Duration::from_micros(random.up_to(micros));
        asked.map_or(own, |asked| asked.max(own))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_cap_and_the_server_may_ask_for_more() {
        let policy = RetryPolicy::new();
        let longest = Random::from_fn(|| u64::MAX);
        let millis = |attempt, asked| policy.pause(attempt, asked, &longest).as_millis();
        assert_eq!(millis(1, None), 250);
        assert_eq!(millis(2, None), 500);
        assert_eq!(millis(6, None), 8000);
        assert_eq!(millis(400, None), 8000);
        assert_eq!(millis(1, Some(Duration::from_secs(3))), 3000);
        let shortest = Random::from_fn(|| 0);
        assert_eq!(policy.pause(5, None, &shortest), Duration::ZERO);
    }
}
