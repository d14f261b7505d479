//! A clock whose pauses wait for the test as well.

use std::sync::Arc;
use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::{BoxFuture, Clock, ManualClock, TimeSource};

/// A [`ManualClock`] that pauses do not move: only the test does.
pub struct Patient(ManualClock);

impl Patient {
    /// The clock to hand out.
    pub fn clock(time: &ManualClock) -> Clock {
        Clock::from_source(Arc::new(Self(time.clone())))
    }
}

impl TimeSource for Patient {
    fn monotonic(&self) -> Duration {
        self.0.monotonic()
    }

    fn wall(&self) -> Timestamp {
        self.0.wall()
    }

    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.limit(duration)
    }

    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.limit(duration)
    }
}
