//! What a lease promises, against a vendor behind a real socket.
#![cfg(test)]

mod ending;
mod failing;
mod nightly;
mod signals;
mod sweeping;
mod vendors;

use std::time::Duration;

use gpu_http::ManualClock;
use gpu_lease::{Leases, LeasesBuilder};
use gpu_lease_support::{Client, Folder, Service, Settings};

/// A vendor, a journal and a clock that nobody waits for.
struct World {
    service: Service,
    client: Client,
    time: ManualClock,
    folder: Folder,
}

impl World {
    fn new(settings: Settings) -> Self {
        let service = Service::start(settings);
        let client = Client::new(service.address());
        Self { service, client, time: ManualClock::new(), folder: Folder::new() }
    }

    fn builder(&self) -> LeasesBuilder {
        Leases::builder(&self.folder).clock(self.time.clock()).without_signals()
    }

    fn leases(&self) -> Leases {
        self.builder().open().unwrap()
    }

    /// Waits, for real, until the service has no machine that costs money.
    async fn all_given_back(&self) {
        for _ in 0..500 {
            if self.service.billing() == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(4)).await;
        }
        panic!("{} machines bill", self.service.billing());
    }
}
