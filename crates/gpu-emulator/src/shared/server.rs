//! A server on loopback and its end.

use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::serve::{self, ListenerExt as _};
use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Connections that may wait to be accepted: enough for thousands of callers starting at once.
const BACKLOG: u32 = 4096;

/// How long nobody is accepted when there are too many open files.
const PAUSE: Duration = Duration::from_secs(1);

/// How long [`Server::shutdown`] waits for answers under way.
const GRACE: Duration = Duration::from_secs(5);

/// An emulator or proxy could not listen on its port.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}")]
pub struct StartError {
    address: SocketAddr,
    source: io::Error,
}

impl StartError {
    pub(crate) fn new(port: u16, source: io::Error) -> Self {
        Self { address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), source }
    }

    /// The address that was asked for. Port 0 stands for any free one.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// A running server. Dropping it frees the port, closes idle connections, and lets no request have
/// an effect any more that has not arrived whole.
#[derive(Debug)]
pub(super) struct Server {
    address: SocketAddr,
    listener: Listener,
    /// Tells the server and its [fault layer](super::fault_layer::FaultLayer) to stop.
    stopping: watch::Sender<bool>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Serves until `stopping` is `true`.
    pub(super) fn start(
        port: u16,
        routes: Router,
        stopping: watch::Sender<bool>,
    ) -> Result<Self, StartError> {
        let failed = |source| StartError::new(port, source);
        let listening = Listener::open(port).map_err(failed)?;
        let address = listening.address().map_err(failed)?;
        // Without this, small answers wait for the caller's delayed acknowledgement.
        let listener = listening.clone().tap_io(|stream| drop(stream.set_nodelay(true)));
        let mut stopped = stopping.subscribe();
        let serving = serve::serve(listener, routes).with_graceful_shutdown(async move {
            // An error means that the handle is gone.
            drop(stopped.wait_for(|&stopped| stopped).await);
        });
        let task = tokio::spawn(async { serving.await });
        Ok(Self { address, listener: listening, stopping, task })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops, and waits, at most [`GRACE`], until answers under way have been given.
    pub(super) async fn shutdown(mut self) {
        self.stop();
        if tokio::time::timeout(GRACE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }

    fn stop(&self) {
        self.listener.close();
        self.stopping.send_replace(true);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A listening port of 127.0.0.1. Clones are the same one.
#[derive(Debug, Clone)]
struct Listener(Arc<Mutex<Option<TcpListener>>>);

impl Listener {
    /// Listens on 127.0.0.1, never on another address. Port 0 takes any free one.
    fn open(port: u16) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        // On Windows the option would let two servers share a port.
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        let listener = socket.listen(BACKLOG)?;
        Ok(Self(Arc::new(Mutex::new(Some(listener)))))
    }

    /// Before this returns the port is free. Connections that nobody accepted yet are reset.
    fn close(&self) {
        if let Some(listener) = self.slot().take() {
            stop_listening(listener);
        }
    }

    fn address(&self) -> io::Result<SocketAddr> {
        match &*self.slot() {
            Some(listener) => listener.local_addr(),
            None => Err(io::ErrorKind::NotConnected.into()),
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

impl serve::Listener for Listener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
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

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.address()
    }
}

/// Before this returns nobody can connect any more. Connections that nobody accepted yet are reset.
///
/// Closing alone is not enough: a process that another thread is just starting has a copy of the
/// socket for a moment, and that copy would go on listening. Where the system cannot shut a
/// listener down (the standard leaves that open), closing has to do.
pub(crate) fn stop_listening(listener: TcpListener) {
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
