//! A port that can refuse connections for a while and is still ours.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Handle;

use crate::shared::stop_listening;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 4096;

/// A port of 127.0.0.1. Opening and closing take effect before they return.
#[derive(Debug)]
pub(super) struct Port {
    address: SocketAddr,
    runtime: Handle,
    /// Bound but not listening, so that nobody else gets the port while it is closed.
    #[cfg(unix)]
    _holder: TcpSocket,
    slot: Mutex<Slot>,
}

#[derive(Debug, Default)]
struct Slot {
    listener: Option<TcpListener>,
    /// Who waits in [`Port::accept`].
    waiting: Option<Waker>,
}

impl Port {
    /// Takes the port (0 for any free one) without listening yet.
    #[cfg(unix)]
    pub(super) fn reserve(port: u16) -> io::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if port != 0 {
            // Sockets that may share a port do not notice others that may; this one does. Where
            // the system picks the port, it picks one that nobody has.
            let probe = TcpSocket::new_v4()?;
            probe.set_reuseaddr(true)?;
            probe.bind(address)?;
        }
        let holder = socket(address)?;
        let address = holder.local_addr()?;
        let slot = Mutex::default();
        Ok(Self { address, runtime: Handle::current(), _holder: holder, slot })
    }

    /// Takes the port (0 for any free one). Only Unix can hold it without listening.
    #[cfg(not(unix))]
    pub(super) fn reserve(port: u16) -> io::Result<Self> {
        let holder = socket(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        let address = holder.local_addr()?;
        Ok(Self { address, runtime: Handle::current(), slot: Mutex::default() })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Listens from now on.
    pub(super) fn open(&self) -> io::Result<()> {
        let mut slot = self.slot();
        if slot.listener.is_none() {
            let _runtime = self.runtime.enter();
            slot.listener = Some(socket(self.address)?.listen(BACKLOG)?);
            if let Some(waiting) = slot.waiting.take() {
                waiting.wake();
            }
        }
        Ok(())
    }

    /// Refuses from now on. Connections that nobody accepted yet are reset.
    pub(super) fn close(&self) {
        if let Some(listener) = self.slot().listener.take() {
            stop_listening(listener);
        }
    }

    /// The next connection; waits while the port is closed.
    pub(super) async fn accept(&self) -> io::Result<TcpStream> {
        std::future::poll_fn(|context| self.poll_accept(context)).await
    }

    fn poll_accept(&self, context: &mut Context<'_>) -> Poll<io::Result<TcpStream>> {
        let mut slot = self.slot();
        slot.waiting = Some(context.waker().clone());
        match &slot.listener {
            Some(listener) => listener.poll_accept(context).map_ok(|(stream, _)| stream),
            None => Poll::Pending,
        }
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A socket bound to `address`, beside others of this process on Unix.
fn socket(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    #[cfg(unix)]
    socket.set_reuseport(true)?;
    socket.bind(address)?;
    Ok(socket)
}
