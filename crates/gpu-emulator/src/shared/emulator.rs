//! The handle of a running emulator.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::clock::Clock;
use super::endpoints::assert_known;
use super::fault::Fault;
use super::gate::Gate;
use super::ledger::Ledger;
use super::machine::Machine;
use super::request_log::LoggedRequest;
use super::server::Server;

/// An emulated vendor. Sealed: the three of this crate.
pub trait Vendor: sealed::Sealed + Send + Sync + 'static {
    /// The path that its documented base URL ends with, without a trailing slash.
    #[doc(hidden)]
    const BASE_PATH: &'static str;

    /// Method and route of everything that it serves.
    #[doc(hidden)]
    const ENDPOINTS: &'static [(&'static str, &'static str)];

    /// Every machine ever created, in order of creation, as it stands at `now`.
    #[doc(hidden)]
    fn machines(&self, now: Duration) -> Vec<Machine>;
}

pub(crate) mod sealed {
    /// Only this crate's emulators are vendors.
    pub trait Sealed {}
}

/// A running emulator of one vendor on 127.0.0.1. It stops when dropped: its port is free at once,
/// and a request that has not arrived whole by then never has an effect (it is answered with 503).
///
/// It needs a running tokio runtime with time and I/O enabled, and serves on that. A client that
/// blocks its thread has to leave it one of its own: in a test that is
/// `#[tokio::test(flavor = "multi_thread")]`, as a plain `#[tokio::test]` has one thread for both,
/// and a blocking call there waits for ever.
///
/// What is said here holds for all three; each vendor's alias ([`Glows`](crate::Glows)) adds its
/// builder and its own switches.
#[must_use = "the emulator stops when this is dropped"]
pub struct Emulator<V> {
    pub(crate) vendor: Arc<V>,
    clock: Clock,
    gate: Gate,
    server: Server,
}

impl<V: Vendor> Emulator<V> {
    pub(super) fn new(vendor: Arc<V>, clock: Clock, gate: Gate, server: Server) -> Self {
        Self {
            vendor,
            clock,
            gate,
            server,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The base URL for a client, e.g. `http://127.0.0.1:34567/sdk/v1`, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.base_url_via(self.address())
    }

    /// The base URL of the same service behind a proxy that listens on `proxy`.
    #[must_use]
    pub fn base_url_via(&self, proxy: SocketAddr) -> String {
        format!("http://{proxy}{}", V::BASE_PATH)
    }

    /// The clock that its machines live by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What was rented and what is being paid for at this moment.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        let machines = self.machines();
        Ledger::new(&machines, self.gate.log().counts(), V::ENDPOINTS)
    }

    /// Every machine ever created, released ones included, in order of creation.
    #[must_use]
    pub fn machines(&self) -> Vec<Machine> {
        self.vendor.machines(self.clock.now())
    }

    /// The last 1024 requests, oldest first. They hold no header, no body and no credential.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.gate.log().last()
    }

    /// Lets the next `times` requests that `fault` meets run into it. Faults given earlier are
    /// used up first.
    ///
    /// # Panics
    /// The fault is [only](Fault::only) for an endpoint that the vendor does not have: nothing would
    /// ever meet it. The message lists those that it has.
    #[track_caller]
    pub fn fail_next(&self, times: usize, fault: Fault) {
        if let Some((method, route)) = fault.endpoint() {
            assert_known(V::ENDPOINTS, method, route);
        }
        self.gate.faults().add(times, fault);
    }

    /// Forgets all faults that have not been used up.
    pub fn clear_faults(&self) {
        self.gate.faults().clear();
    }

    /// Stops as when dropped, and waits, at most five seconds, for answers under way.
    pub async fn shutdown(self) {
        self.server.shutdown().await;
    }
}

impl<V: Vendor> fmt::Debug for Emulator<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("base_url", &self.base_url())
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}
