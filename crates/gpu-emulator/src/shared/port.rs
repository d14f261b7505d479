//! A port of 127.0.0.1 that can be closed and opened at once, and is ours until it is given up.

use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Handle;

/// Connections that may wait to be accepted: enough for thousands of callers starting at once.
const BACKLOG: u32 = 4096;

/// How long nobody is accepted when there are too many open files.
const PAUSE: Duration = Duration::from_secs(1);

/// An emulator or proxy could not listen on its port.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}")]
pub struct StartError {
    address: SocketAddr,
    source: io::Error,
}

/// A port of 127.0.0.1, never of another address. Opening and closing take effect before they return.
#[derive(Debug)]
pub(crate) struct Port {
    address: SocketAddr,
    runtime: Handle,
    slot: Mutex<Slot>,
}

#[derive(Debug, Default)]
struct Slot {
    listener: Option<TcpListener>,
    /// Bound but not listening, so that nobody else gets the port while it is closed. Only Unix can
    /// hold a port so.
    holder: Option<TcpSocket>,
    /// Who waits in [`Port::accept`].
    waiting: Option<Waker>,
}

impl Port {
    /// Takes the port (0 for any free one) without listening yet.
    pub(crate) fn reserve(port: u16) -> Result<Self, StartError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Self::bound(address).map_err(|source| StartError { address, source })
    }

    fn bound(address: SocketAddr) -> io::Result<Self> {
        #[cfg(unix)]
        if address.port() != 0 {
            // Sockets that may share a port do not notice others that may; this one does. Where
            // the system picks the port, it picks one that nobody has.
            let probe = TcpSocket::new_v4()?;
            probe.set_reuseaddr(true)?;
            probe.bind(address)?;
        }
        let holder = socket(address)?;
        let address = holder.local_addr()?;
        let slot = Slot { holder: cfg!(unix).then_some(holder), ..Slot::default() };
        Ok(Self { address, runtime: Handle::current(), slot: Mutex::new(slot) })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn open(&self) -> Result<(), StartError> {
        let mut slot = self.slot();
        if slot.listener.is_none() {
            let _runtime = self.runtime.enter();
            let listener = socket(self.address).and_then(|socket| socket.listen(BACKLOG));
            let failed = |source| StartError { address: self.address, source };
            slot.listener = Some(listener.map_err(failed)?);
            if let Some(waiting) = slot.waiting.take() {
                waiting.wake();
            }
        }
        Ok(())
    }

    /// Refuses from now on. Connections that nobody accepted yet are reset.
    pub(crate) fn close(&self) {
        if let Some(listener) = self.slot().listener.take() {
            stop_listening(listener);
        }
    }

    /// Refuses for good: before this returns others can have the port.
    pub(crate) fn give_up(&self) {
        self.close();
        drop(self.slot().holder.take());
    }

    /// The next connection; waits while the port is closed.
    pub(crate) async fn accept(&self) -> (TcpStream, SocketAddr) {
        use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
        loop {
            match poll_fn(|context| self.poll_accept(context)).await {
                Ok(accepted) => return accepted,
                // The caller was gone before it was accepted.
                Err(error)
                    if matches!(
                        error.kind(),
                        ConnectionAborted | ConnectionRefused | ConnectionReset
                    ) => {}
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    fn poll_accept(&self, context: &mut Context<'_>) -> Poll<io::Result<(TcpStream, SocketAddr)>> {
        let mut slot = self.slot();
        slot.waiting = Some(context.waker().clone());
        match &slot.listener {
            Some(listener) => listener.poll_accept(context),
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

/// Before this returns nobody can connect any more. Connections that nobody accepted yet are reset.
///
/// Closing alone is not enough: a process that another thread is just starting has a copy of the
/// socket for a moment, and that copy would go on listening. Where the system cannot shut a
/// listener down (the standard leaves that open), closing has to do.
fn stop_listening(listener: TcpListener) {
    drop(SockRef::from(&listener).shutdown(Shutdown::Both));
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::fd::AsFd as _;

    use super::*;

    #[tokio::test]
    async fn a_copy_in_a_process_being_started_does_not_keep_it_open() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let _copy = listener.as_fd().try_clone_to_owned().unwrap();
        stop_listening(listener);
        assert!(std::net::TcpStream::connect(address).is_err());
        assert!(std::net::TcpListener::bind(address).is_ok());
    }
}
