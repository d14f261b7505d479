//! A server on loopback and its end.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::{self, ListenerExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::port::Port;

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
    port: Arc<Port>,
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
        let port = Arc::new(Port::reserve(port).map_err(failed)?);
        port.open().map_err(failed)?;
        // Without this, small answers wait for the caller's delayed acknowledgement.
        let listener = Listener(Arc::clone(&port)).tap_io(|stream| drop(stream.set_nodelay(true)));
        let mut stopped = stopping.subscribe();
        let serving = serve::serve(listener, routes).with_graceful_shutdown(async move {
            // An error means that the handle is gone.
            drop(stopped.wait_for(|&stopped| stopped).await);
        });
        let task = tokio::spawn(async { serving.await });
        Ok(Self { port, stopping, task })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// Stops, and waits, at most [`GRACE`], until answers under way have been given.
    pub(super) async fn shutdown(mut self) {
        self.stop();
        if tokio::time::timeout(GRACE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }

    fn stop(&self) {
        self.port.give_up();
        self.stopping.send_replace(true);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

struct Listener(Arc<Port>);

impl serve::Listener for Listener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        self.0.accept().await
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.0.address())
    }
}
