//! The command line: which vendor, on which port, until it is told to end.

mod ac_openapi;
mod arguments;
mod glows;
mod mdc;
mod serving;

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use arguments::{Arguments, UsageError, Wanted};

/// How it is called.
const USAGE: &str = "\
Usage: gpu-emulator <VENDOR> [OPTIONS]

Serves an emulated vendor on 127.0.0.1 until Ctrl-C (or SIGTERM), then prints its ledger.

Vendors:
  glows            Glows.ai's SDK API
  mdc              MatrixDC's computing API
  ac-openapi       AC OpenAPI's containers (SCNet)

Options:
  --port <PORT>    listen on this port (any free one if not given)
  --token <TOKEN>  accept this token (a made-up one if not given)
  --version        print the version
  --help           print this text
";

const VERSION: &str = concat!("gpu-emulator ", env!("CARGO_PKG_VERSION"), "\n");

/// Serves what the arguments ask for.
pub(crate) async fn run(arguments: impl Iterator<Item = OsString>) -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse(arguments)?;
    let vendor = match &arguments.wanted {
        Wanted::Help => return say(USAGE),
        Wanted::Version => return say(VERSION),
        Wanted::Vendor(vendor) => vendor.as_str(),
    };
    match vendor {
        "glows" => glows::serve(arguments).await,
        "mdc" => mdc::serve(arguments).await,
        "ac-openapi" => ac_openapi::serve(arguments).await,
        other => Err(UsageError(format!("unknown vendor {other:?}")).into()),
    }
}

/// Prints the error with its causes, and the usage if that was the mistake.
pub(crate) fn complain(error: &(dyn Error + 'static)) -> ExitCode {
    let mut text = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    let usage = error.is::<UsageError>();
    let hint = if usage {
        format!("\n\n{USAGE}")
    } else {
        "\n".into()
    };
    // With standard error closed there is nobody left to tell.
    drop(write!(io::stderr(), "{text}{hint}"));
    ExitCode::from(if usage { 2 } else { 1 })
}

fn say(text: &str) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
