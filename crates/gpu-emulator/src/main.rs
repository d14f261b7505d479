//! Serves one emulated vendor by hand: `cargo run -p gpu-emulator -- glows --port 8080`.

mod arguments;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use gpu_emulator::{Clock, ServeOptions, VendorName, serve};

use arguments::{USAGE, Wanted};

#[tokio::main]
async fn main() -> ExitCode {
    let done = match arguments::parse(std::env::args_os().skip(1)) {
        Err(mistake) => return complain(&format!("{mistake}\n\n{USAGE}"), 2),
        Ok(Wanted::Text(text)) => say(text),
        Ok(Wanted::Serve(vendor, options, clock_is_manual)) => {
            serve_until_told(vendor, options, clock_is_manual).await
        }
    };
    let Err(error) = done else {
        return ExitCode::SUCCESS;
    };
    let causes = std::iter::successors(Some(&*error as &dyn Error), |&error| error.source());
    let text: Vec<_> = causes.map(ToString::to_string).collect();
    complain(&format!("{}\n", text.join(": ")), 1)
}

fn complain(text: &str, code: u8) -> ExitCode {
    // With standard error closed there is nobody left to tell.
    drop(write!(io::stderr(), "error: {text}"));
    ExitCode::from(code)
}

fn say(text: &str) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Prints how to call it, serves until Ctrl-C or SIGTERM and prints the ledger.
async fn serve_until_told(
    vendor: VendorName,
    options: ServeOptions,
    clock_is_manual: bool,
) -> Result<(), Box<dyn Error>> {
    let clock = options.clock.clone();
    let serving = serve(vendor, options).await?;
    // From here on signals are heard: before anybody can react to the greeting.
    let told = told_to_end()?;
    let manual = "The clock stands still. Type seconds and Enter to move it.\n";
    let manual = if clock_is_manual { manual } else { "" };
    say(&format!("{}\n{manual}Ctrl-C stops it and prints the ledger.\n", serving.greeting()))?;
    if clock_is_manual {
        move_by_hand(clock);
    }
    told.await;
    say(&format!("\nledger: {}\n", serving.ledger()))?;
    serving.shutdown().await;
    Ok(())
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
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}

/// Ends with Ctrl-C.
#[cfg(windows)]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupt.recv().await) })
}
