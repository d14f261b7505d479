//! What the handle and all connections of a proxy share.

use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::script::{Script, Turn};
use super::stall::Stalls;
use crate::shared::Port;

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

#[derive(Debug)]
pub(super) struct State {
    pub(super) upstream: SocketAddr,
    pub(super) port: Port,
    pub(super) stalls: Stalls,
    /// Whether the port refuses now: idle connections close.
    refusing: watch::Sender<bool>,
    script: Mutex<Script>,
    counts: Mutex<ProxyCounts>,
}

impl State {
    pub(super) fn new(upstream: SocketAddr, port: Port, script: Script, stalls: Stalls) -> Self {
        Self {
            upstream,
            port,
            stalls,
            refusing: watch::Sender::new(false),
            script: Mutex::new(script),
            counts: Mutex::default(),
        }
    }

    /// Changes the script, and opens or closes the port if that makes a difference.
    pub(super) fn with_script<T>(&self, change: impl FnOnce(&mut Script) -> T) -> io::Result<T> {
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

    /// The turn of a request whose first byte has arrived. If the one after it is to be refused,
    /// the port is closed before this one is answered.
    pub(super) fn request_arrived(&self) -> io::Result<Turn> {
        let turn = self.with_script(Script::take)?;
        if matches!(turn, Turn::Request(..)) {
            self.count(|counts| counts.requests += 1);
        }
        Ok(turn)
    }

    /// The turn of a new connection, if something happens to it before its first request.
    pub(super) fn connection_arrived(&self) -> io::Result<Option<Turn>> {
        self.count(|counts| counts.connections += 1);
        let turn = self.with_script(|script| {
            let meant = script.peek().is_some_and(|fault| fault.is_on_accept());
            meant.then(|| script.take())
        })?;
        if turn.is_some() {
            self.count(|counts| counts.requests += 1);
        }
        Ok(turn)
    }

    pub(super) async fn refuses(&self) {
        // The sender lives as long as this, so there is nothing but success.
        drop(self.refusing.subscribe().wait_for(|&refusing| refusing).await);
    }

    pub(super) fn count(&self, change: impl FnOnce(&mut ProxyCounts)) {
        change(&mut self.lock_counts());
    }

    pub(super) fn counts(&self) -> ProxyCounts {
        ProxyCounts { stalls: self.stalls.count(), ..*self.lock_counts() }
    }

    fn lock_counts(&self) -> MutexGuard<'_, ProxyCounts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
