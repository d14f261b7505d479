//! Time that passes while a request or an answer is held back.

use std::io;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::watch;

/// A fault is about to let time pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stall {
    /// The number of the request.
    pub request: u64,
    /// How long it is to last; `None` for ever.
    pub lasts: Option<Duration>,
}

/// How a stall goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pace {
    /// At once, as if its time had passed.
    Continue,
    /// Not before [`FaultProxy::resume`](super::FaultProxy::resume) is called; never if the
    /// caller hangs up first.
    Hold,
}

pub(super) type Hook = Box<dyn Fn(Stall) -> Pace + Send + Sync>;

/// Waits a stall out, or until it is resumed. With `client`, that it hangs up is an error.
pub(super) async fn wait(
    stall: Stall,
    hook: Option<&Hook>,
    mut resumed: watch::Receiver<()>,
    client: Option<&TcpStream>,
) -> io::Result<()> {
    let pace = hook.map(|hook| hook(stall));
    let time = async {
        match (pace, stall.lasts) {
            // The hook may have moved the caller's clock: let the caller notice first.
            (Some(Pace::Continue), _) => tokio::task::yield_now().await,
            (None, Some(lasts)) => tokio::time::sleep(lasts).await,
            _ => drop(resumed.changed().await),
        }
    };
    tokio::select! {
        biased;
        () = time => Ok(()),
        () = hung_up(client) => Err(io::ErrorKind::ConnectionAborted.into()),
    }
}

/// Ends when the caller closes or resets its connection.
async fn hung_up(client: Option<&TcpStream>) {
    if let Some(client) = client
        && matches!(client.peek(&mut [0]).await, Ok(0) | Err(_))
    {
        return;
    }
    // Either nobody is watched, or the caller sent more and so hides whether it hangs up.
    std::future::pending().await
}
