//! What the tests of gpu-lease share with those of gpu-faults: folders, a clock, orders of the real
//! vendors, a client whose calls pass through something else.

mod folder;
pub mod orders;
mod wrapped;

use std::time::Duration;

use gpu_emulator::Clock;
use gpu_http::ManualClock;

pub use folder::Folder;
pub use wrapped::{Around, Wrapped};

/// A clock for an emulator that `time` moves along.
pub fn driven(time: &ManualClock) -> Clock {
    let now = u64::try_from(time.clock().wall().as_second()).unwrap();
    let clock = Clock::manual_at(Duration::from_secs(now));
    let driven = clock.clone();
    time.on_advance(move |step| driven.advance(step));
    clock
}
