//! Callers' connections, each from the first request to the last, and those to the server behind them.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::fault::WireFault;
use super::message::{Kind, Message};
use super::state::State;

/// How a connection goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    KeepOpen,
    Close,
    /// Closed with a reset.
    Reset,
}

pub(super) struct Connection {
    pub(super) state: Arc<State>,
    pub(super) client: TcpStream,
    pub(super) upstream: Upstream,
    /// Bytes of the caller that have been read but not used.
    pub(super) read: Vec<u8>,
    /// The number of the request at hand.
    pub(super) number: u64,
    /// Whether it has served a request before.
    pub(super) reused: bool,
}

/// Runs until aborted, and its connections with it.
pub(super) async fn accept(state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            (client, _) = state.port.accept() => {
                connections.spawn(serve(client, Arc::clone(&state)));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Serves one connection until it ends. An error is the caller's or the server's hanging up and
/// ends it too: there is nobody to tell.
async fn serve(client: TcpStream, state: Arc<State>) {
    state.count(|counts| {
        counts.open += 1;
        counts.peak = counts.peak.max(counts.open);
    });
    let upstream = Upstream { address: state.upstream, stream: None, read: Vec::new() };
    let (read, number, reused) = (Vec::new(), 0, false);
    let mut connection = Connection { state, client, upstream, read, number, reused };
    let end = connection.requests().await.unwrap_or(Then::Close);
    // Before the caller can notice the end, so that it finds the end counted.
    connection.state.count(|counts| counts.open -= 1);
    if end != Then::Reset {
        reset_on_drop(&connection.client, false);
        drop(connection.client.shutdown().await);
    }
}

impl Connection {
    async fn requests(&mut self) -> io::Result<Then> {
        // On purpose, or with the whole proxy; an end in order takes this back.
        reset_on_drop(&self.client, true);
        self.client.set_nodelay(true)?;
        match self.state.connection_arrived().map_err(io::Error::other)? {
            Some(WireFault::ResetOnAccept) => return Ok(Then::Reset),
            Some(_) => return Ok(Then::Close),
            None => {}
        }
        loop {
            if self.read.is_empty()
                && let Some(end) = self.end_before_next().await?
            {
                return Ok(end);
            }
            let turn = self.state.request_arrived().map_err(io::Error::other)?;
            let Some((number, fault)) = turn else {
                return Ok(Then::Close);
            };
            self.number = number;
            match self.run(fault).await? {
                Then::KeepOpen => self.reused = true,
                end => return Ok(end),
            }
        }
    }

    /// Waits for the first byte of a request; how the connection ends if there will be none.
    async fn end_before_next(&self) -> io::Result<Option<Then>> {
        let mut first = [0];
        tokio::select! {
            biased;
            () = self.state.refuses() => Ok(Some(Then::Close)),
            // Who has hung up hears nothing any more.
            peeked = self.client.peek(&mut first) => Ok((peeked? == 0).then_some(Then::Reset)),
        }
    }
}

/// A reset frees the ports of both ends at once, while a close keeps one of them for a minute: whoever
/// starts proxies by the thousand would run short of ports.
fn reset_on_drop(stream: &TcpStream, resets: bool) {
    let lingers = resets.then_some(Duration::ZERO);
    drop(SockRef::from(stream).set_linger(lingers));
}

/// At most one connection to the server, opened when it is needed and kept while the server allows it.
pub(super) struct Upstream {
    address: SocketAddr,
    stream: Option<TcpStream>,
    /// Bytes of the server that have been read but not used.
    read: Vec<u8>,
}

impl Upstream {
    pub(super) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => TcpStream::connect(self.address).await?,
        };
        stream.set_nodelay(true)?;
        reset_on_drop(&stream, false);
        self.stream.insert(stream).write_all(bytes).await
    }

    /// Reads the answer to what was sent, past those that only say that it is to come.
    pub(super) async fn answer(&mut self, kind: Kind) -> io::Result<Message> {
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let answer = loop {
            if let Some(answer) = Message::take(&mut self.read, kind) {
                if !answer.is_interim() {
                    break answer;
                }
            } else if stream.read_buf(&mut self.read).await? == 0 {
                let last = Message::take_last(&mut self.read, kind);
                break last.ok_or(io::ErrorKind::UnexpectedEof)?;
            }
        };
        if answer.closes() {
            self.stream = None;
        } else {
            // Between two requests a reset tells the server no less than a close.
            reset_on_drop(stream, true);
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
