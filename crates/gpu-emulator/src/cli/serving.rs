//! From the greeting to the ledger.

use std::error::Error;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use gpu_emulator::{Emulator, Vendor};

use super::say;

/// Prints `greeting`, serves until Ctrl-C and prints the ledger.
pub(super) async fn until_ctrl_c<V: Vendor>(
    emulator: Emulator<V>,
    greeting: &str,
) -> Result<(), Box<dyn Error>> {
    let mut ctrl_c = pin!(tokio::signal::ctrl_c());
    // The first poll is what begins to listen: before anybody can react to the greeting.
    let already = poll_fn(|context| Poll::Ready(ctrl_c.as_mut().poll(context))).await;
    say(greeting)?;
    match already {
        Poll::Ready(result) => result?,
        Poll::Pending => ctrl_c.await?,
    }
    say(&format!("\nledger: {}\n", emulator.ledger()))?;
    emulator.shutdown().await;
    Ok(())
}
