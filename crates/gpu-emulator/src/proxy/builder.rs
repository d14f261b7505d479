//! What can be chosen before the start.

use std::net::SocketAddr;
use std::sync::Arc;

use super::connection;
use super::fault::WireFault;
use super::handle::FaultProxy;
use super::port::Port;
use super::script::Script;
use super::stall::{Hook, Pace, Stall, Stalls};
use super::state::State;
use crate::shared::StartError;

/// Scripts a [`FaultProxy`] before it starts. Made by [`FaultProxy::builder`].
#[derive(Debug)]
#[must_use]
pub struct FaultProxyBuilder {
    upstream: SocketAddr,
    port: u16,
    script: Script,
    hook: Option<Hook>,
}

impl FaultProxy {
    /// Scripts a proxy in front of the server at `upstream`.
    pub fn builder(upstream: SocketAddr) -> FaultProxyBuilder {
        FaultProxyBuilder::new(upstream)
    }
}

impl FaultProxyBuilder {
    fn new(upstream: SocketAddr) -> Self {
        Self { upstream, port: 0, script: Script::default(), hook: None }
    }

    /// Listens on this port of 127.0.0.1; 0, the default, takes any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Lets request `number`, counted from 1, run into `fault`.
    pub fn on(mut self, number: u64, fault: impl Into<WireFault>) -> Self {
        self.script.on(number, fault.into());
        self
    }

    /// Lets every request for which [`FaultProxyBuilder::on`] says nothing run into `fault`.
    pub fn on_each(self, fault: impl Into<WireFault>) -> Self {
        let fault = fault.into();
        self.plan(move |_| Some(fault.clone()))
    }

    /// Decides by number about every request for which [`FaultProxyBuilder::on`] says nothing.
    /// The plan may be asked about the same number more than once and has to say the same then.
    pub fn plan(mut self, plan: impl Fn(u64) -> Option<WireFault> + Send + Sync + 'static) -> Self {
        self.script.plan(Some(Box::new(plan)));
        self
    }

    /// Asks `hook` whenever a fault lets time pass, instead of letting it pass.
    ///
    /// A test with its own clock moves that clock here. Without a hook a delay or drip really
    /// waits, and what stalls for ever [holds](Pace::Hold).
    pub fn on_stall(mut self, hook: impl Fn(Stall) -> Pace + Send + Sync + 'static) -> Self {
        self.hook = Some(Hook::new(hook));
        self
    }

    /// Starts listening, unless the first request is to be refused.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn start(self) -> Result<FaultProxy, StartError> {
        let failed = |source| StartError::new(self.port, source);
        let port = Port::reserve(self.port).map_err(failed)?;
        let state = State::new(self.upstream, port, self.script, Stalls::new(self.hook));
        let state = Arc::new(state);
        state.with_script(|_| ()).map_err(failed)?;
        let task = tokio::spawn(connection::accept(Arc::clone(&state)));
        Ok(FaultProxy::new(state, task))
    }
}
