//! The fault proxy in front of an emulated Glows.ai, looked at byte by byte.

mod answers;
mod canned;
mod connections;
mod everything;
mod passing;
mod stalls;

use std::io;

use gpu_emulator::proxy::{FaultProxy, FaultProxyBuilder, Framing, Pace, WireFault, catalogue};
use gpu_emulator::{Fault, Glows};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::glows::{Order, start};
use crate::http::exchange;
use crate::ports::quiet_port;

/// A server, a proxy in front of it, and nothing between them and the test but TCP.
struct Rig {
    glows: Glows,
    proxy: FaultProxy,
}

impl Rig {
    /// Request 1 runs into `fault`.
    async fn first(fault: impl Into<WireFault>) -> Self {
        Self::scripted(|proxy| proxy.on(1, fault)).await
    }

    async fn scripted(script: impl FnOnce(FaultProxyBuilder) -> FaultProxyBuilder) -> Self {
        let glows = start(|_| ()).await;
        let proxy = script(FaultProxy::builder(glows.address())).start().await;
        Self { glows, proxy: proxy.expect("a free port") }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.proxy.address()).await.expect("it listens")
    }

    /// A new connection that has sent a create request for this key.
    async fn creating(&self, key: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(&self.create(key)).await.expect("it is taken");
        stream
    }

    /// A create request that leaves the connection open.
    fn create(&self, key: &str) -> Vec<u8> {
        let bytes = Order::new(key).request(&self.glows).bytes();
        let text = String::from_utf8(bytes).expect("text");
        text.replace("Connection: close\r\n", "").into_bytes()
    }

    /// A create over a connection of its own: what came back before it ended, and how it ended.
    async fn outcome(&self, key: &str) -> (String, io::Result<()>) {
        until_end(&mut self.creating(key).await).await
    }

    /// Waits until no connection is open.
    async fn all_closed(&self) {
        while self.proxy.counts().open > 0 {
            tokio::task::yield_now().await;
        }
    }

    /// Machines that the server created.
    fn created(&self) -> usize {
        self.glows.ledger().created
    }

    /// Create requests that the server saw, and those it worked on.
    fn arrived(&self) -> (u64, u64) {
        let count = self.glows.ledger().requests_to("POST", "/sdk/v1/instance");
        (count.seen, count.processed)
    }

    /// Whether a create for this key goes through undisturbed.
    async fn works(&self, key: &str) -> bool {
        let answer = Order::new(key).request(&self.glows).send(self.proxy.address()).await;
        answer.status == 200 && answer.code() == 0
    }
}

async fn until_end(stream: &mut TcpStream) -> (String, io::Result<()>) {
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await.map(|_| ());
    (String::from_utf8_lossy(&bytes).into_owned(), end)
}

/// Reads exactly so many bytes.
async fn exactly(stream: &mut TcpStream, count: usize) -> String {
    let mut bytes = vec![0; count];
    stream.read_exact(&mut bytes).await.expect("so many come");
    String::from_utf8(bytes).expect("text")
}

/// Reads one answer whose body has a `content-length`.
async fn one_answer(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    while !text.ends_with("\r\n\r\n") {
        text += &exactly(stream, 1).await;
    }
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = length.expect("a length").parse().expect("a number");
    text + &exactly(stream, length).await
}

fn is_reset(end: &io::Result<()>) -> bool {
    matches!(end, Err(error) if error.kind() == io::ErrorKind::ConnectionReset)
}
