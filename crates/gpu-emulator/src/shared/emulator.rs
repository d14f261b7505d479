//! The handle of a running emulator.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::clock::Clock;
use super::edit::Edit;
use super::fault::Fault;
use super::ledger::{Ledger, Machine};
use super::port::Port;
use super::request_log::LoggedRequest;
use super::route::assert_known;
use super::server::{FaultLayer, lock};
use super::service::{Service, Vendor};
use super::store::{Held, Rented as _};

/// How long [`Emulator::shutdown`] waits for answers under way.
const GRACE: Duration = Duration::from_secs(5);

/// A running emulator of one vendor on 127.0.0.1. It stops when dropped: its port is free at once,
/// and a request that has not arrived whole by then never has an effect (it is answered with 503).
///
/// It needs a running tokio runtime with time and I/O enabled, and serves on that. A client that
/// blocks its thread has to leave it one of its own: in a test that is
/// `#[tokio::test(flavor = "multi_thread")]`, as a plain `#[tokio::test]` has one thread for both,
/// and a blocking call there waits for ever.
///
/// What is said here holds for all three; each vendor's alias ([`Glows`](crate::Glows)) adds its
/// own.
#[must_use = "the emulator stops when this is dropped"]
pub struct Emulator<V: Vendor> {
    pub(crate) service: Arc<Service<V>>,
    pub(super) layer: Arc<FaultLayer>,
    pub(super) port: Arc<Port>,
    /// Tells the server to stop.
    pub(super) stopping: watch::Sender<bool>,
    pub(super) task: JoinHandle<()>,
}

impl<V: Vendor> Emulator<V> {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// The base URL for a client, e.g. `http://127.0.0.1:34567/sdk/v1`, without a trailing slash.
    pub fn base_url(&self) -> String {
        self.base_url_via(self.address())
    }

    /// The base URL of the same service behind a proxy that listens on `proxy`.
    pub fn base_url_via(&self, proxy: SocketAddr) -> String {
        format!("http://{proxy}{}", V::BASE_PATH)
    }

    /// The clock that its machines live by.
    pub fn clock(&self) -> &Clock {
        &self.service.clock
    }

    /// Changes its switches from now on. Machines that exist keep the times and prices they were
    /// ordered with, tokens their expiry.
    pub fn change(&self, change: impl FnOnce(&mut V::Behaviour)) {
        change(&mut self.service.state().behaviour);
    }

    /// What was rented and what is being paid for at this moment.
    pub fn ledger(&self) -> Ledger {
        let requests = lock(&self.layer.log).counts.clone();
        Ledger::new(&self.machines(), requests, V::endpoints())
    }

    /// Every machine ever created, released ones and those of others included, in order of their
    /// orders.
    pub fn machines(&self) -> Vec<Machine> {
        let (now, state) = self.service.open();
        let machines = state.machines.at(now);
        machines.map(|one| one.listed(now, &state.behaviour)).collect()
    }

    /// The last 1024 requests, oldest first. They hold no header, no body and no credential.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        lock(&self.layer.log).last.iter().cloned().collect()
    }

    /// Lets the next `times` requests that `fault` meets run into it; `usize::MAX` for all. Faults
    /// given earlier are used up first.
    ///
    /// # Panics
    /// The fault is [only](Fault::only) for an endpoint that the vendor does not have: nothing would
    /// ever meet it. The message lists those that it has.
    #[track_caller]
    pub fn fail_next(&self, times: usize, fault: Fault) {
        self.edit_next(times, fault.into());
    }

    /// Edits the next `times` requests that `edit` meets, or their answers; `usize::MAX` for all.
    /// Where several edits meet one request, all of them are made, in the order they were given.
    ///
    /// # Panics
    /// As [`Emulator::fail_next`].
    #[track_caller]
    pub fn edit_next(&self, times: usize, edit: Edit) {
        if let Some((method, route)) = &edit.only {
            assert_known(&self.layer.endpoints, method, route);
        }
        if times > 0 {
            lock(&self.layer.edits).push((times, edit));
        }
    }

    /// Forgets all faults and edits that have not been used up.
    pub fn clear_faults(&self) {
        lock(&self.layer.edits).clear();
    }

    /// Adds a machine of somebody else to the account, made as the vendor's document shows, and
    /// gives its id. Calls see and change it like any other; the ledger counts it separately, so
    /// that a test can prove that nobody touched it.
    pub fn add_foreign(&self, key: &str) -> String {
        let (now, mut state) = self.service.open();
        let mut held = V::foreign(&self.service.account, &mut state, now, key);
        held.foreign = true;
        let id = V::Machine::shown_id(&held.id, &state.behaviour);
        state.machines.add(held);
        id
    }

    /// Ends a machine at once, found by id or, the newest first, by key: what the owner does at
    /// the web console, or the vendor by itself.
    ///
    /// # Panics
    /// There is no such machine.
    #[track_caller]
    pub fn end(&self, id_or_key: &str) {
        self.change_machine(id_or_key, V::Machine::end);
    }

    /// Changes the hourly price of one machine, found by id or, the newest first, by key. It is
    /// given in hundredths of the vendor's unit and for the whole machine. Answers that show a price
    /// show this one.
    ///
    /// # Panics
    /// There is no such machine.
    #[track_caller]
    pub fn set_price(&self, id_or_key: &str, hundredths: u64) {
        self.change_machine(id_or_key, |held, now| {
            held.shown_price = Some(hundredths);
            held.life.change_price(now, hundredths);
        });
    }

    /// Shows `status` for one machine, found by id or, the newest first, by key, until it is set
    /// again; `None` shows its own again. What the machine does and costs stays as it is.
    ///
    /// For status words that the documents do not have.
    ///
    /// # Panics
    /// There is no such machine.
    #[track_caller]
    pub fn set_status(&self, id_or_key: &str, status: Option<&str>) {
        self.change_machine(id_or_key, |held, _| {
            held.shown_status = status.map(str::to_owned);
        });
    }

    /// Stops as when dropped, and waits, at most five seconds, for answers under way.
    pub async fn shutdown(mut self) {
        self.stop();
        if tokio::time::timeout(GRACE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }

    fn stop(&self) {
        self.port.give_up();
        self.stopping.send_replace(true);
    }

    #[track_caller]
    pub(crate) fn change_machine(
        &self,
        id_or_key: &str,
        change: impl FnOnce(&mut Held<V::Machine>, Duration),
    ) {
        let (now, mut state) = self.service.open();
        let found = state.machines.find_mut(id_or_key).map(|held| change(held, now));
        assert!(found.is_some(), "no machine has the id or key {id_or_key:?}");
    }
}

impl<V: Vendor> Drop for Emulator<V> {
    fn drop(&mut self) {
        self.stop();
    }
}

impl<V: Vendor> fmt::Debug for Emulator<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Emulator {{ base_url: {}, clock: {:?} }}", self.base_url(), self.clock())
    }
}
