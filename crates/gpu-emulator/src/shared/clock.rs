//! The time the emulated machines live by.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// Where a manual clock starts: 2026-01-01T00:00:00Z.
const MANUAL_START: Duration = Duration::from_secs(1_767_225_600);

/// The clock of an emulator. Clones show the same time.
///
/// Nothing in an emulator sleeps: what state a machine is in is worked out from this clock when
/// somebody asks. So one [`Clock::advance`] moves every machine at once.
///
/// ```
/// use std::time::Duration;
/// use gpu_emulator::Clock;
///
/// let clock = Clock::manual();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now() - before, Duration::from_secs(60));
/// ```
#[derive(Clone)]
pub struct Clock {
    /// The time when it was made, which the monotonic clock carries on so many times as fast: 0 times
    /// if it stands still.
    base: Duration,
    start: Instant,
    speed: u32,
    /// Nanoseconds added by [`Clock::advance`].
    advanced: Arc<AtomicU64>,
}

impl Clock {
    /// A clock that runs like the wall clock, but never backwards. It can be advanced as well.
    pub fn real() -> Self {
        Self::faster(NonZeroU32::MIN)
    }

    /// A clock that starts at the time of day and runs so many times as fast.
    pub fn faster(speed: NonZeroU32) -> Self {
        Self::new(wall(), speed.get())
    }

    /// A clock that stands still at the time of day until [`Clock::advance`] moves it. Tokens with
    /// an expiry look good to a caller that lives by the real clock.
    pub fn real_but_still() -> Self {
        Self::manual_at(wall())
    }

    /// A clock that stands still until [`Clock::advance`] moves it. It starts at 2026-01-01, as the manual
    /// clock of the clients does.
    pub fn manual() -> Self {
        Self::manual_at(MANUAL_START)
    }

    /// A clock that stands still at `since_epoch`, the time since 1970-01-01T00:00:00Z.
    pub fn manual_at(since_epoch: Duration) -> Self {
        Self::new(since_epoch, 0)
    }

    /// The time since 1970-01-01T00:00:00Z.
    pub fn now(&self) -> Duration {
        let passed = self.start.elapsed().saturating_mul(self.speed);
        let advanced = Duration::from_nanos(self.advanced.load(Ordering::SeqCst));
        self.base.saturating_add(passed).saturating_add(advanced)
    }

    /// Moves the time of this clock and all its clones forward, by 584 years in all at the most.
    pub fn advance(&self, by: Duration) {
        let nanos = u64::try_from(by.as_nanos()).unwrap_or(u64::MAX);
        // It cannot fail: there is always a next value.
        let _: Result<u64, u64> =
            self.advanced.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |advanced| {
                Some(advanced.saturating_add(nanos))
            });
    }

    fn new(base: Duration, speed: u32) -> Self {
        Self { base, start: Instant::now(), speed, advanced: Arc::default() }
    }
}

/// The time of day.
fn wall() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(MANUAL_START)
}

impl Default for Clock {
    /// [`Clock::real`].
    fn default() -> Self {
        Self::real()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.speed == 0 { "manual" } else { "real" };
        write!(f, "Clock {{ kind: {kind}, now: {:?} }}", self.now())
    }
}

/// A time in China (+08:00), written in `format`. One that no calendar has is the last one.
pub(crate) fn china(since_epoch: Duration, format: &str) -> String {
    let seconds = i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX);
    let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    let zone = TimeZone::fixed(Offset::constant(8));
    at.to_zoned_datetime(zone).strftime(format).to_string()
}
