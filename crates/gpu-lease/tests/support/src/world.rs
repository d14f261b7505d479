//! A vendor, a journal and a clock that nobody waits for.

use std::time::Duration;

use gpu_emulator::Clock;
use gpu_http::ManualClock;
use gpu_lease::{Leases, LeasesBuilder};

use crate::{Client, Folder, Service, Settings};

/// A clock for an emulator that `time` moves along.
pub fn driven(time: &ManualClock) -> Clock {
    let now = u64::try_from(time.clock().wall().as_second()).unwrap();
    let clock = Clock::manual_at(Duration::from_secs(now));
    let driven = clock.clone();
    time.on_advance(move |step| driven.advance(step));
    clock
}

/// A vendor, a journal and a clock that nobody waits for.
pub struct World {
    /// The vendor.
    pub service: Service,
    /// A client of it.
    pub client: Client,
    /// The clock of the journal.
    pub time: ManualClock,
    /// Where the journal is.
    pub folder: Folder,
}

impl World {
    /// A vendor that behaves like this, and an empty journal.
    pub fn new(settings: Settings) -> Self {
        let service = Service::new(settings);
        Self { client: service.client(), service, time: ManualClock::new(), folder: Folder::new() }
    }

    /// How its journal is opened.
    pub fn builder(&self) -> LeasesBuilder {
        Leases::builder(&self.folder).clock(self.time.clock()).without_signals()
    }

    /// Opens its journal, as another process would.
    pub fn leases(&self) -> Leases {
        self.builder().open().unwrap()
    }

    /// Waits, for real, until the vendor has no machine that costs money.
    pub async fn all_given_back(&self) {
        for _ in 0..500 {
            if self.service.billing() == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(4)).await;
        }
        panic!("{} machines bill", self.service.billing());
    }
}
