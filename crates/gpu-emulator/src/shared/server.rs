//! A listener on loopback and its end.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Connections that may wait to be accepted: enough for thousands of callers starting at once.
const BACKLOG: u32 = 4096;

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
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            source,
        }
    }

    /// The address that was asked for. Port 0 stands for any free one.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Listens on 127.0.0.1, never on another address. Port 0 takes any free one.
fn listen(port: u16) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // On Windows the option would let two servers share a port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    socket.listen(BACKLOG)
}

/// A running server. Dropping it closes the listener and idle connections; answers under way
/// are still given.
#[derive(Debug)]
pub(super) struct Server {
    address: SocketAddr,
    /// Dropping this end is what tells the server to stop.
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    pub(super) fn start(port: u16, routes: Router) -> Result<Self, StartError> {
        let failed = |source| StartError::new(port, source);
        let listener = listen(port).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        // Without this, small answers wait for the caller's delayed acknowledgement.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = axum::serve(listener, routes).with_graceful_shutdown(async {
            // Nothing is ever sent: an error means that the handle is gone.
            drop(stopped.await);
        });
        let task = tokio::spawn(async { serving.await });
        Ok(Self {
            address,
            stop,
            task,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops listening and waits, at most [`GRACE`], until answers under way have been given.
    pub(super) async fn shutdown(self) {
        let Self { stop, mut task, .. } = self;
        drop(stop);
        if tokio::time::timeout(GRACE, &mut task).await.is_err() {
            task.abort();
        }
    }
}
