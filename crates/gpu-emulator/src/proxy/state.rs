//! What the handle and all connections of a proxy share: script, port, counts.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use tokio::net::TcpStream;
use tokio::sync::watch;

use super::fault::WireFault;
use super::stall::{Hook, Stall, wait};
use crate::shared::{Port, StartError};

/// What a [`FaultProxy`](super::FaultProxy) has seen since its start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProxyCounts {
    /// Connections accepted. Refused ones are not seen.
    pub connections: u64,
    /// Connections open now.
    pub open: u64,
    /// The most connections that were open at one time.
    pub peak: u64,
    /// Requests, including those whose connection was closed before their first byte by
    /// [`CloseOnAccept`](super::WireFault::CloseOnAccept) and the like.
    pub requests: u64,
    /// Requests of which the server got every byte.
    pub forwarded_whole: u64,
    /// Requests of which the server got some bytes only.
    pub forwarded_partly: u64,
    /// The server's own answers that were passed back whole and unchanged, as far as the proxy can
    /// know: a caller may hang up before it has read all of it.
    pub answered: u64,
    /// Times that a fault let time pass.
    pub stalls: u64,
}

/// The faults to come. A fault for one number goes before the plan for all.
#[derive(Default)]
pub(super) struct Script {
    /// Requests that had their turn.
    passed: u64,
    pub(super) single: BTreeMap<u64, WireFault>,
    pub(super) plan: Option<Box<dyn Fn(u64) -> Option<WireFault> + Send + Sync>>,
}

impl Script {
    /// What the next request runs into.
    fn next(&self) -> Option<WireFault> {
        let number = self.passed + 1;
        let single = self.single.get(&number).cloned();
        single.or_else(|| self.plan.as_ref().and_then(|plan| plan(number)))
    }

    fn refuses(&self) -> bool {
        matches!(self.next(), Some(WireFault::Refuse))
    }

    /// Uses up the number of a request that is refused next.
    pub(super) fn stop_refusing(&mut self) {
        self.passed += u64::from(self.refuses());
    }
}

pub(super) struct State {
    pub(super) upstream: SocketAddr,
    pub(super) port: Port,
    pub(super) hook: Option<Hook>,
    /// Lets everything go on that stalls.
    pub(super) resumed: watch::Sender<()>,
    pub(super) counts: watch::Sender<ProxyCounts>,
    /// Whether the port refuses now: idle connections close.
    refusing: watch::Sender<bool>,
    script: Mutex<Script>,
}

impl State {
    pub(super) fn new(
        upstream: SocketAddr,
        port: Port,
        script: Script,
        hook: Option<Hook>,
    ) -> Self {
        Self {
            upstream,
            port,
            hook,
            resumed: watch::Sender::default(),
            counts: watch::Sender::default(),
            refusing: watch::Sender::default(),
            script: Mutex::new(script),
        }
    }

    /// Changes the script, and opens or closes the port if that makes a difference.
    pub(super) fn with_script<T>(
        &self,
        change: impl FnOnce(&mut Script) -> T,
    ) -> Result<T, StartError> {
        let mut script = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        let result = change(&mut script);
        let refuses = script.refuses();
        if refuses {
            self.port.close();
        } else {
            self.port.open()?;
        }
        self.refusing.send_if_modified(|before| std::mem::replace(before, refuses) != refuses);
        Ok(result)
    }

    /// Number and fault of a request whose first byte has arrived; `None` if it is refused. If the
    /// one after it is to be refused, the port is closed before this one is answered.
    pub(super) fn request_arrived(&self) -> Result<Option<(u64, Option<WireFault>)>, StartError> {
        self.with_script(|script| {
            (!script.refuses()).then(|| {
                let fault = script.next();
                script.passed += 1;
                self.count(|counts| counts.requests += 1);
                (script.passed, fault)
            })
        })
    }

    /// What happens to a new connection before its first request, if anything does.
    pub(super) fn connection_arrived(&self) -> Result<Option<WireFault>, StartError> {
        self.count(|counts| counts.connections += 1);
        self.with_script(|script| {
            let fault = script.next().filter(|fault| {
                matches!(fault, WireFault::CloseOnAccept | WireFault::ResetOnAccept)
            })?;
            script.passed += 1;
            self.count(|counts| counts.requests += 1);
            Some(fault)
        })
    }

    /// Waits a stall out. With `client`, that it hangs up is an error.
    pub(super) async fn wait(&self, stall: Stall, client: Option<&TcpStream>) -> io::Result<()> {
        // First listen, then announce: whoever resumes on the announcement is heard.
        let resumed = self.resumed.subscribe();
        self.count(|counts| counts.stalls += 1);
        wait(stall, self.hook.as_ref(), resumed, client).await
    }

    pub(super) async fn refuses(&self) {
        // The sender lives as long as this, so there is nothing but success.
        drop(self.refusing.subscribe().wait_for(|&refusing| refusing).await);
    }

    pub(super) fn count(&self, change: impl FnOnce(&mut ProxyCounts)) {
        self.counts.send_modify(change);
    }
}
