//! The handle of a running proxy.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::task::JoinHandle;

use super::fault::WireFault;
use super::script::Script;
use super::state::{ProxyCounts, State};
use crate::shared::StartError;

/// A running fault proxy on 127.0.0.1. When dropped it stops listening and resets all connections.
#[derive(Debug)]
#[must_use = "the proxy stops when this is dropped"]
pub struct FaultProxy {
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl FaultProxy {
    pub(super) fn new(state: Arc<State>, task: JoinHandle<()>) -> Self {
        Self { state, task }
    }

    /// Where it listens, or refuses to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.state.port.address()
    }

    /// What it has seen so far.
    #[must_use]
    pub fn counts(&self) -> ProxyCounts {
        self.state.counts()
    }

    /// Lets the next request run into `fault`.
    ///
    /// # Errors
    /// It refused until now and the port cannot be listened on again.
    pub fn on_next(&self, fault: impl Into<WireFault>) -> Result<(), StartError> {
        self.change(|script| script.on_next(fault.into()))
    }

    /// Lets every request without a fault of its own run into `fault`.
    ///
    /// # Errors
    /// It refused until now and the port cannot be listened on again.
    pub fn on_each(&self, fault: impl Into<WireFault>) -> Result<(), StartError> {
        let fault = fault.into();
        self.change(|script| script.plan(Some(Box::new(move |_| Some(fault.clone())))))
    }

    /// Forgets all faults to come; what stalls now still stalls.
    ///
    /// # Errors
    /// It refused until now and the port cannot be listened on again.
    pub fn clear(&self) -> Result<(), StartError> {
        self.change(Script::clear)
    }

    /// Ends one [`WireFault::Refuse`] by using up its number. Before this returns, the port
    /// listens again, unless the next request is to be refused too. Does nothing if it does not
    /// refuse.
    ///
    /// # Errors
    /// The port cannot be listened on again.
    pub fn stop_refusing(&self) -> Result<(), StartError> {
        self.change(|script| {
            if script.refuses() {
                script.skip();
            }
        })
    }

    /// Waits until so many stalls have begun since the start.
    pub async fn stalled(&self, count: u64) {
        self.state.stalls.hold.reached(count).await;
    }

    /// Lets everything go on that stalls now.
    pub fn resume(&self) {
        self.state.stalls.hold.resume();
    }

    fn change(&self, change: impl FnOnce(&mut Script)) -> Result<(), StartError> {
        let port = self.address().port();
        self.state.with_script(change).map_err(|source| StartError::new(port, source))
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.state.port.close();
        self.task.abort();
    }
}
