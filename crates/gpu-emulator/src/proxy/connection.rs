//! One caller's connection, from the first request to the last.

use std::io;
use std::sync::Arc;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::exchange::Exchange;
use super::fault::WireFault;
use super::script::Turn;
use super::state::State;
use super::upstream::Upstream;

/// What becomes of the caller's connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// It stays open for the next request.
    KeepOpen,
    Close,
    /// Closed with a reset.
    Reset,
}

/// Serves one connection until it ends. An error is the caller's or the server's hanging up and
/// ends it too: there is nobody to tell.
pub(super) async fn serve(mut client: TcpStream, state: Arc<State>) {
    state.count(|counts| {
        counts.open += 1;
        counts.peak = counts.peak.max(counts.open);
    });
    let end = requests(&mut client, &state).await.unwrap_or(Then::Close);
    // Before the caller can notice the end, so that it finds the end counted.
    state.count(|counts| counts.open -= 1);
    if end == Then::Reset {
        // Without lingering, dropping the connection resets it.
        drop(client.set_zero_linger());
    } else {
        drop(client.shutdown().await);
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
        if read.is_empty() && !next_begins(client, state).await? {
            return Ok(Then::Close);
        }
        let Turn::Request(number, fault) = state.request_arrived()? else {
            return Ok(Then::Close);
        };
        let exchange = Exchange {
            state,
            client,
            upstream: &mut upstream,
            read: &mut read,
            number,
            reused,
        };
        match exchange.run(fault).await? {
            Then::KeepOpen => reused = true,
            end => return Ok(end),
        }
    }
}

/// Waits for the first byte of a request; `false` if there will be none.
async fn next_begins(client: &TcpStream, state: &State) -> io::Result<bool> {
    let mut first = [0];
    tokio::select! {
        biased;
        () = state.refuses() => Ok(false),
        peeked = client.peek(&mut first) => Ok(peeked? > 0),
    }
}
