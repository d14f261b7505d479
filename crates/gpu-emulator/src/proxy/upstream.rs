//! The connection to the server behind the proxy.

use std::io;
use std::net::SocketAddr;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::message::{Kind, Message};

/// At most one connection, opened when it is needed and kept while the server allows it.
#[derive(Debug)]
pub(super) struct Upstream {
    address: SocketAddr,
    stream: Option<TcpStream>,
    /// Bytes of the server that have been read but not used.
    read: Vec<u8>,
    /// Whether something was sent whose answer has not come.
    asked: bool,
}

impl Upstream {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, read: Vec::new(), asked: false }
    }

    pub(super) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => TcpStream::connect(self.address).await?,
        };
        stream.set_nodelay(true)?;
        self.asked = true;
        self.stream.insert(stream).write_all(bytes).await
    }

    /// Reads the answer to what was sent, past those that only say that it is to come.
    pub(super) async fn answer(&mut self, kind: Kind) -> io::Result<Message> {
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let mut answer = Message::read(stream, &mut self.read, kind).await?;
        while answer.is_interim() {
            answer = Message::read(stream, &mut self.read, kind).await?;
        }
        self.asked = false;
        if answer.closes() {
            self.stream = None;
        }
        Ok(answer)
    }

    /// Ends the connection in the middle of a request and waits until the server has noticed.
    pub(super) async fn break_off(&mut self) -> io::Result<()> {
        if let Some(mut stream) = self.stream.take() {
            stream.shutdown().await?;
            tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
        }
        Ok(())
    }
}

/// Between two requests a reset tells the server no less than a close, and frees the port at once.
impl Drop for Upstream {
    fn drop(&mut self) {
        if let Some(stream) = self.stream.take().filter(|_| !self.asked) {
            drop(stream.set_zero_linger());
        }
    }
}
