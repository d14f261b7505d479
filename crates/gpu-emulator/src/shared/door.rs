//! A listener that can be closed from outside, at once.

use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::stop_listening::stop_listening;

/// Connections that may wait to be accepted: enough for thousands of callers starting at once.
const BACKLOG: u32 = 4096;

/// How long nobody is let in when there are too many open files.
const PAUSE: Duration = Duration::from_secs(1);

/// A listening port of 127.0.0.1. Clones are the same one.
#[derive(Debug, Clone)]
pub(super) struct Door(Arc<Mutex<Option<TcpListener>>>);

impl Door {
    /// Listens on 127.0.0.1, never on another address. Port 0 takes any free one.
    pub(super) fn open(port: u16) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        // On Windows the option would let two servers share a port.
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        let listener = socket.listen(BACKLOG)?;
        Ok(Self(Arc::new(Mutex::new(Some(listener)))))
    }

    /// Before this returns the port is free. Connections that nobody accepted yet are reset.
    pub(super) fn close(&self) {
        if let Some(listener) = self.slot().take() {
            stop_listening(listener);
        }
    }

    /// Waits for ever once it is closed.
    fn poll_accept(&self, context: &mut Context<'_>) -> Poll<io::Result<(TcpStream, SocketAddr)>> {
        match &*self.slot() {
            Some(listener) => listener.poll_accept(context),
            None => Poll::Pending,
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<TcpListener>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener for Door {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            match poll_fn(|context| self.poll_accept(context)).await {
                Ok(accepted) => return accepted,
                Err(error) if is_of_the_caller(&error) => {}
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        match &*self.slot() {
            Some(listener) => listener.local_addr(),
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }
}

/// Whether it was gone before it was let in.
fn is_of_the_caller(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
