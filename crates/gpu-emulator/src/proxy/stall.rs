//! Time that passes while a request or an answer is held back.

use std::fmt;
use std::sync::Arc;
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

#[derive(Clone)]
pub(super) struct Hook(Arc<dyn Fn(Stall) -> Pace + Send + Sync>);

impl Hook {
    pub(super) fn new(hook: impl Fn(Stall) -> Pace + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// Its time has passed or it was resumed.
    Over,
    /// The caller hung up.
    HungUp,
}

/// Where stalls are waited out.
#[derive(Debug)]
pub(super) struct Stalls {
    hook: Option<Hook>,
    /// How many have begun.
    begun: watch::Sender<u64>,
    resumed: watch::Sender<()>,
}

impl Stalls {
    pub(super) fn new(hook: Option<Hook>) -> Self {
        Self { hook, begun: watch::Sender::new(0), resumed: watch::Sender::new(()) }
    }

    pub(super) fn count(&self) -> u64 {
        *self.begun.borrow()
    }

    /// Waits until so many have begun.
    pub(super) async fn reached(&self, count: u64) {
        let mut begun = self.begun.subscribe();
        // The sender lives as long as this, so there is nothing but success.
        drop(begun.wait_for(|&begun| begun >= count).await);
    }

    /// Lets everything go on that stalls now.
    pub(super) fn resume(&self) {
        self.resumed.send_replace(());
    }

    /// Waits a stall out. With `client`, it ends when that caller hangs up.
    pub(super) async fn wait(&self, stall: Stall, client: Option<&TcpStream>) -> Ended {
        // First listen, then announce: whoever resumes on the announcement is heard.
        let mut resumed = self.resumed.subscribe();
        self.begun.send_modify(|count| *count += 1);
        let pace = self.hook.as_ref().map(|Hook(hook)| hook(stall));
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
            () = time => Ended::Over,
            () = hung_up(client) => Ended::HungUp,
        }
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
