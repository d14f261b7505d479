//! The vendors: who lives in the parent, and what its client in the child is.

use std::path::PathBuf;

use gpu_http::ManualClock;
use gpu_lease::Leases;
use gpu_lease_support::{Client, Service, Settings};

use crate::child::{Dying, live};
use crate::parent::FOREIGN;

pub(crate) const ALL: [&str; 1] = ["fake"];

/// Names that look like ours and are not.
const NAMES: [&str; FOREIGN] = [
    "production",
    "lease-production",
    "lease-aaaaaaaa-0123456789abcdefghj",
];

/// A vendor and the machines that others have there.
pub(crate) struct World {
    service: Service,
}

impl World {
    pub(crate) async fn start(_vendor: &str, late: bool, _time: &ManualClock) -> Self {
        let service = Service::start(Settings {
            queued: 1,
            hold_creates: late,
            ..Settings::default()
        });
        for name in NAMES {
            service.foreign(name);
        }
        Self { service }
    }

    pub(crate) fn address(&self) -> String {
        self.service.address().to_string()
    }

    pub(crate) async fn sweep(&self, leases: &Leases) {
        leases
            .sweep(&Client::new(self.service.address()))
            .await
            .unwrap();
    }

    pub(crate) async fn deliver(&self) {
        self.service.deliver();
    }

    /// Machines of the program: made, and billing.
    pub(crate) fn own(&self) -> (usize, usize) {
        (
            self.service.machines().len() - FOREIGN,
            self.service.billing() - self.foreign_billing(),
        )
    }

    pub(crate) fn foreign_billing(&self) -> usize {
        let foreign = |key: &str| NAMES.contains(&key);
        self.service
            .machines()
            .iter()
            .filter(|one| one.billing && foreign(&one.key))
            .count()
    }
}

/// The program, for one vendor.
pub(crate) async fn in_child(vendor: &str, address: &str, folder: &PathBuf, dying: Dying) {
    match vendor {
        "fake" => live(Client::new(address.parse().unwrap()), "H20", folder, dying).await,
        other => panic!("no vendor {other}"),
    }
}
