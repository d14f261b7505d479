//! Serves one emulated vendor by hand: `cargo run -p gpu-emulator -- glows --port 8080`.

mod arguments;

use std::error::Error;
use std::future::poll_fn;
use std::io::{self, Write as _};
use std::pin::pin;
use std::process::ExitCode;
use std::task::Poll;
use std::time::Duration;

use gpu_emulator::{Clock, ServeOptions, Serving, VendorName, serve};

use arguments::{USAGE, UsageError, Wanted};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(error.as_ref()),
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    match arguments::parse(std::env::args_os().skip(1))? {
        Wanted::Help => say(USAGE),
        Wanted::Version => say(concat!("gpu-emulator ", env!("CARGO_PKG_VERSION"), "\n")),
        Wanted::Serve(vendor, options, clock_is_manual) => {
            serve_until_told(vendor, options, clock_is_manual).await
        }
    }
}

/// Prints how to call it, serves until Ctrl-C or SIGTERM and prints the ledger.
async fn serve_until_told(
    vendor: VendorName,
    options: ServeOptions,
    clock_is_manual: bool,
) -> Result<(), Box<dyn Error>> {
    let serving = serve(vendor, options).await?;
    let mut told = pin!(told_to_end());
    // The first poll is what begins to listen for signals: before anybody can react to the greeting.
    let already = poll_fn(|context| Poll::Ready(told.as_mut().poll(context))).await;
    say(&greeting(&serving, clock_is_manual))?;
    if clock_is_manual {
        move_by_hand(serving.clock().clone());
    }
    match already {
        Poll::Ready(result) => result?,
        Poll::Pending => told.await?,
    }
    say(&format!("\nledger: {}\n", serving.ledger()))?;
    serving.shutdown().await;
    Ok(())
}

fn greeting(serving: &Serving, clock_is_manual: bool) -> String {
    let manual = "The clock stands still. Type seconds and Enter to move it.\n";
    format!(
        "{}\n{}Ctrl-C stops it and prints the ledger.\n",
        serving.greeting(),
        if clock_is_manual { manual } else { "" }
    )
}

/// Moves the clock by the seconds on each line of standard input, until that ends.
fn move_by_hand(clock: Clock) {
    // A thread of its own, which the end of the process does not wait for.
    std::thread::spawn(move || {
        for line in io::stdin().lines().map_while(Result::ok) {
            let told = match line.trim().parse() {
                Ok(seconds) => {
                    clock.advance(Duration::from_secs(seconds));
                    format!("moved by {seconds} s\n")
                }
                Err(_) => format!("{line:?} is no number of seconds\n"),
            };
            if say(&told).is_err() {
                break;
            }
        }
    });
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

/// Prints the error with its causes, and the usage if that was the mistake.
fn complain(error: &(dyn Error + 'static)) -> ExitCode {
    let mut text = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    let usage = error.is::<UsageError>();
    let hint = if usage { format!("\n\n{USAGE}") } else { "\n".into() };
    // With standard error closed there is nobody left to tell.
    drop(write!(io::stderr(), "{text}{hint}"));
    ExitCode::from(if usage { 2 } else { 1 })
}

fn say(text: &str) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
