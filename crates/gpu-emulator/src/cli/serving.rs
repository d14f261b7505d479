//! From the greeting to the ledger.

use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::task::Poll;

use gpu_emulator::{Emulator, Vendor};

use super::say;

/// Prints `greeting`, serves until Ctrl-C or SIGTERM and prints the ledger.
pub(super) async fn until_told<V: Vendor>(
    emulator: Emulator<V>,
    greeting: &str,
) -> Result<(), Box<dyn Error>> {
    let mut told = pin!(told_to_end());
    // The first poll is what begins to listen: before anybody can react to the greeting.
    let already = poll_fn(|context| Poll::Ready(told.as_mut().poll(context))).await;
    say(greeting)?;
    match already {
        Poll::Ready(result) => result?,
        Poll::Pending => told.await?,
    }
    say(&format!("\nledger: {}\n", emulator.ledger()))?;
    emulator.shutdown().await;
    Ok(())
}

/// Ends with Ctrl-C, and with SIGTERM as from `kill` or a container's end.
#[cfg(unix)]
async fn told_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        told = tokio::signal::ctrl_c() => told,
        _ = terminate.recv() => Ok(()),
    }
}

/// Ends with Ctrl-C.
#[cfg(not(unix))]
async fn told_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
