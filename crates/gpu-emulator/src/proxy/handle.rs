//! The handle of a running proxy, and what can be chosen before the start.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::task::JoinHandle;

use super::connection;
use super::fault::WireFault;
use super::stall::{Hook, Pace, Stall};
use super::state::{ProxyCounts, Script, State};
use crate::shared::{Port, StartError};

/// A running fault proxy on 127.0.0.1. When dropped it stops listening and resets all connections.
#[must_use = "the proxy stops when this is dropped"]
pub struct FaultProxy {
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl FaultProxy {
    /// Scripts a proxy in front of the server at `upstream`.
    pub fn builder(upstream: SocketAddr) -> FaultProxyBuilder {
        FaultProxyBuilder { upstream, port: 0, script: Script::default(), hook: None }
    }

    /// Where it listens, or refuses to.
    pub fn address(&self) -> SocketAddr {
        self.state.port.address()
    }

    /// What it has seen so far.
    pub fn counts(&self) -> ProxyCounts {
        *self.state.counts.borrow()
    }

    /// Decides by number about every request without a fault of its own, as
    /// [`FaultProxyBuilder::plan`] does from the start.
    ///
    /// # Errors
    /// It refused until now and the port cannot be listened on again.
    pub fn plan(
        &self,
        plan: impl Fn(u64) -> Option<WireFault> + Send + Sync + 'static,
    ) -> Result<(), StartError> {
        self.change(|script| script.plan = Some(Box::new(plan)))
    }

    /// Forgets all faults to come; what stalls now still stalls.
    ///
    /// # Errors
    /// It refused until now and the port cannot be listened on again.
    pub fn clear(&self) -> Result<(), StartError> {
        self.change(|script| {
            script.single.clear();
            script.plan = None;
        })
    }

    /// Ends one [`WireFault::Refuse`] by using up its number. Before this returns, the port
    /// listens again, unless the next request is to be refused too. Does nothing if it does not
    /// refuse.
    ///
    /// # Errors
    /// The port cannot be listened on again.
    pub fn stop_refusing(&self) -> Result<(), StartError> {
        self.change(Script::stop_refusing)
    }

    /// Waits until so many stalls have begun since the start.
    pub async fn stalled(&self, count: u64) {
        // The sender lives as long as this, so there is nothing but success.
        drop(self.state.counts.subscribe().wait_for(|counts| counts.stalls >= count).await);
    }

    /// Lets everything go on that stalls now.
    pub fn resume(&self) {
        self.state.resumed.send_replace(());
    }

    fn change(&self, change: impl FnOnce(&mut Script)) -> Result<(), StartError> {
        self.state.with_script(change)
    }
}

impl fmt::Debug for FaultProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (address, counts) = (self.address(), self.counts());
        write!(f, "FaultProxy {{ address: {address}, counts: {counts:?} }}")
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.state.port.give_up();
        self.task.abort();
    }
}

/// Scripts a [`FaultProxy`] before it starts. Made by [`FaultProxy::builder`].
#[must_use]
pub struct FaultProxyBuilder {
    upstream: SocketAddr,
    port: u16,
    script: Script,
    hook: Option<Hook>,
}

impl FaultProxyBuilder {
    /// Listens on this port of 127.0.0.1; 0, the default, takes any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Lets request `number`, counted from 1, run into `fault`.
    pub fn on(mut self, number: u64, fault: impl Into<WireFault>) -> Self {
        self.script.single.insert(number, fault.into());
        self
    }

    /// Decides by number about every request for which [`FaultProxyBuilder::on`] says nothing.
    /// The plan may be asked about the same number more than once and has to say the same then.
    pub fn plan(mut self, plan: impl Fn(u64) -> Option<WireFault> + Send + Sync + 'static) -> Self {
        self.script.plan = Some(Box::new(plan));
        self
    }

    /// Asks `hook` whenever a fault lets time pass, instead of letting it pass.
    ///
    /// A test with its own clock moves that clock here. Without a hook a delay or drip really
    /// waits, and what stalls for ever [holds](Pace::Hold).
    pub fn on_stall(mut self, hook: impl Fn(Stall) -> Pace + Send + Sync + 'static) -> Self {
        self.hook = Some(Box::new(hook));
        self
    }

    /// Starts listening, unless the first request is to be refused.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn start(self) -> Result<FaultProxy, StartError> {
        let port = Port::reserve(self.port)?;
        let state = Arc::new(State::new(self.upstream, port, self.script, self.hook));
        state.with_script(|_| ())?;
        let task = tokio::spawn(connection::accept(Arc::clone(&state)));
        Ok(FaultProxy { state, task })
    }
}

impl fmt::Debug for FaultProxyBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { upstream, port, .. } = self;
        write!(f, "FaultProxyBuilder {{ upstream: {upstream}, port: {port} }}")
    }
}
