//! Callers' connections, each from the first request to the last.

use std::io;
use std::sync::Arc;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::exchange::{Exchange, Then};
use super::fault::WireFault;
use super::script::Turn;
use super::state::State;
use super::upstream::Upstream;

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
    let mut client = Client { stream: client, resets: true };
    state.count(|counts| {
        counts.open += 1;
        counts.peak = counts.peak.max(counts.open);
    });
    let end = requests(&mut client.stream, &state).await.unwrap_or(Then::Close);
    // Before the caller can notice the end, so that it finds the end counted.
    state.count(|counts| counts.open -= 1);
    if end != Then::Reset {
        client.resets = false;
        drop(client.stream.shutdown().await);
    }
}

/// A caller's connection, reset when it is dropped: on purpose, or with the whole proxy. A reset
/// frees the ports of both ends at once, while a close keeps one of them for a minute: whoever
/// starts proxies by the thousand would run short of ports.
struct Client {
    stream: TcpStream,
    /// Not if it was closed in order.
    resets: bool,
}

impl Drop for Client {
    fn drop(&mut self) {
        if self.resets {
            drop(self.stream.set_zero_linger());
        }
    }
}

async fn requests(client: &mut TcpStream, state: &State) -> io::Result<Then> {
    client.set_nodelay(true)?;
    match state.connection_arrived()? {
        Some(Turn::Request(_, Some(WireFault::ResetOnAccept))) => return Ok(Then::Reset),
        Some(_) => return Ok(Then::Close),
        None => {}
    }
    let mut upstream = Upstream::new(state.upstream);
    // Bytes that came with the last request but belong to the next.
    let mut read = Vec::new();
    let mut reused = false;
    loop {
        if read.is_empty()
            && let Some(end) = end_before_next(client, state).await?
        {
            return Ok(end);
        }
        let Turn::Request(number, fault) = state.request_arrived()? else {
            return Ok(Then::Close);
        };
        let exchange =
            Exchange { state, client, upstream: &mut upstream, read: &mut read, number, reused };
        match exchange.run(fault).await? {
            Then::KeepOpen => reused = true,
            end => return Ok(end),
        }
    }
}

/// Waits for the first byte of a request; how the connection ends if there will be none.
async fn end_before_next(client: &TcpStream, state: &State) -> io::Result<Option<Then>> {
    let mut first = [0];
    tokio::select! {
        biased;
        () = state.refuses() => Ok(Some(Then::Close)),
        // Who has hung up hears nothing any more.
        peeked = client.peek(&mut first) => Ok((peeked? == 0).then_some(Then::Reset)),
    }
}
