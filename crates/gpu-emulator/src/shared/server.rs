//! A server on loopback and its end.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::fault_layer::FaultLayer;
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
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// A running server. Dropping it frees the port, closes idle connections, and lets no request have
/// an effect any more that has not arrived whole.
#[derive(Debug)]
pub(super) struct Server {
    port: Arc<Port>,
    /// Tells the server and its [fault layer](FaultLayer) to stop.
    stopping: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    pub(super) fn start(
        port: u16,
        layer: Arc<FaultLayer>,
        stopping: watch::Sender<bool>,
    ) -> Result<Self, StartError> {
        let failed = |source| StartError::new(port, source);
        let port = Arc::new(Port::reserve(port).map_err(failed)?);
        port.open().map_err(failed)?;
        let task = tokio::spawn(accept(Arc::clone(&port), layer, stopping.subscribe()));
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

/// Accepts callers until the end, and waits for the answers under way.
async fn accept(port: Arc<Port>, layer: Arc<FaultLayer>, mut stopping: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = told(&mut stopping) => break,
            (caller, _) = port.accept() => {
                connections.spawn(serve(caller, Arc::clone(&layer), stopping.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
    }
    connections.join_all().await;
}

/// Serves one connection: at the end only what is under way on it.
async fn serve(caller: TcpStream, layer: Arc<FaultLayer>, mut stopping: watch::Receiver<bool>) {
    // Without this, small answers wait for the caller's delayed acknowledgement.
    drop(caller.set_nodelay(true));
    let answer = service_fn(async |request| {
        Ok::<_, Infallible>(layer.pass(request).await.map(|body| Full::new(Bytes::from(body))))
    });
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(caller), answer));
    tokio::select! {
        // An error is the caller's hanging up.
        _ = &mut connection => return,
        () = told(&mut stopping) => connection.as_mut().graceful_shutdown(),
    }
    drop(connection.await);
}

/// Waits until it is told to stop. That the sender is gone tells it too: so is the handle then.
async fn told(stopping: &mut watch::Receiver<bool>) {
    drop(stopping.wait_for(|&stopping| stopping).await);
}
