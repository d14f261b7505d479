//! What the command line asks for.

use std::ffi::OsString;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use gpu_emulator::{Clock, ServeOptions, VendorName};

pub(super) const USAGE: &str = "\
Usage: gpu-emulator <VENDOR> [OPTIONS]

Serves an emulated vendor on 127.0.0.1 until Ctrl-C (or SIGTERM), then prints its ledger:
what was created, and what would still cost money.

Vendors:
  glows            Glows.ai's SDK API
  mdc              MatrixDC's computing API
  ac-openapi       AC OpenAPI's containers (SCNet)

Options:
  --port <PORT>          listen on this port (any free one if not given)
  --token <TOKEN>        accept this token (a made-up one if not given)
  --ssh-at <HOST:PORT>   machines' SSH addresses lead there (an IP address and a port)
  --queued <SECONDS>     how long a new machine is queued before it runs
  --no-capacity          refuse every create for want of capacity
  --fail <N[:STATUS]>    answer the first N requests with this HTTP status (503 if not given)
  --clock <SPEED>        let machines live so many times as fast, e.g. 60
  --clock manual         let their time stand still; seconds typed on a line move it
  --strict-names         refuse names of GPUs and images that nobody has heard of
  --version              print the version
  --help                 print this text

Examples:
  gpu-emulator glows --port 8080
  gpu-emulator mdc --queued 120 --clock 60
  gpu-emulator ac-openapi --fail 2:502 --ssh-at 127.0.0.1:22
";

const VERSION: &str = concat!("gpu-emulator ", env!("CARGO_PKG_VERSION"), "\n");

#[derive(Debug)]
pub(super) enum Wanted {
    /// To be told this.
    Text(&'static str),
    /// The vendor, the choices, and whether the clock is moved by hand.
    Serve(VendorName, ServeOptions, bool),
}

/// Reads the arguments. Help and version win over everything. An error is the caller's mistake.
pub(super) fn parse(given: impl Iterator<Item = OsString>) -> Result<Wanted, String> {
    let text = |word: OsString| word.into_string().map_err(|word| format!("{word:?} is not UTF-8"));
    let given: Result<Vec<_>, _> = given.map(text).collect();
    let mut given = given?.into_iter();
    let mut options = ServeOptions::default();
    let mut vendor = None;
    let mut clock_is_manual = false;
    while let Some(word) = given.next() {
        // `--port=8080` is `--port 8080`.
        let (name, inline) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
            _ => (word.as_str(), None),
        };
        let mut value = || {
            let value = inline.clone().or_else(|| given.next());
            value.ok_or_else(|| format!("{name} needs a value"))
        };
        match name {
            "--help" | "-h" => return Ok(Wanted::Text(USAGE)),
            "--version" | "-V" => return Ok(Wanted::Text(VERSION)),
            "--port" => options.port = read(name, &value()?, "a port")?,
            "--token" => options.token = Some(value()?),
            "--ssh-at" => {
                options.ssh_at = Some(read(name, &value()?, "an IP address and a port")?);
            }
            "--queued" => {
                let seconds = read(name, &value()?, "a number of seconds")?;
                options.queued_for = Some(Duration::from_secs(seconds));
            }
            "--fail" => options.fail = Some(fail(&value()?)?),
            "--clock" => {
                let speed = value()?;
                clock_is_manual = speed == "manual";
                options.clock = match clock_is_manual {
                    true => Clock::real_but_still(),
                    false => Clock::faster(read(name, &speed, "a speed from 1 or manual")?),
                };
            }
            "--no-capacity" if inline.is_none() => options.no_capacity = true,
            "--strict-names" if inline.is_none() => options.strict_names = true,
            _ if name.starts_with('-') => {
                return Err(format!("unknown option {name}"));
            }
            _ if vendor.is_none() => {
                let known = word.parse::<VendorName>();
                vendor = Some(known.map_err(|error| error.to_string())?);
            }
            _ => return Err(format!("unexpected argument {word:?}")),
        }
    }
    let vendor = vendor.ok_or_else(|| "no vendor named".to_owned())?;
    Ok(Wanted::Serve(vendor, options, clock_is_manual))
}

fn read<T: FromStr>(name: &str, text: &str, wanted: impl Display) -> Result<T, String> {
    text.parse().map_err(|_| format!("{name} {text:?} is not {wanted}"))
}

fn fail(text: &str) -> Result<(usize, u16), String> {
    let (times, status) = text.split_once(':').unwrap_or((text, "503"));
    let status: u16 = read("--fail", status, "an HTTP status")?;
    if !(200..600).contains(&status) {
        return Err(format!("--fail {status} is not an HTTP status"));
    }
    Ok((read("--fail", times, "a number of requests")?, status))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Wanted, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_are_read_in_any_order_and_both_spellings() {
        for line in [
            "glows --port 8080 --token t=1 --fail 2:502 --queued 90 --strict-names --clock manual",
            "--strict-names --queued=90 --token=t=1 --port=8080 --fail=2:502 --clock=manual glows",
        ] {
            let Ok(Wanted::Serve(VendorName::Glows, options, true)) = parsed(line) else {
                panic!("{line}");
            };
            assert_eq!((options.port, options.token.as_deref()), (8080, Some("t=1")));
            assert_eq!(options.fail, Some((2, 502)));
            assert_eq!(options.queued_for, Some(Duration::from_secs(90)));
            assert!(options.strict_names && !options.no_capacity);
        }
        let line = "ac-openapi --ssh-at 127.0.0.1:22 --no-capacity --fail 1 --clock 60";
        let Ok(Wanted::Serve(VendorName::AcOpenApi, options, false)) = parsed(line) else {
            panic!("{line}");
        };
        assert_eq!((options.ssh_at, options.fail), ("127.0.0.1:22".parse().ok(), Some((1, 503))));
        assert!(options.no_capacity);
        // Help and version win over everything.
        for (line, told) in [("glows --port 1 --help", USAGE), ("glows -V --port x", VERSION)] {
            assert!(matches!(parsed(line), Ok(Wanted::Text(text)) if text == told), "{line}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        let table = [
            ("", "no vendor named"),
            ("glows --port", "--port needs a value"),
            ("glows --port 65536", "--port \"65536\" is not a port"),
            ("glows --colour", "unknown option --colour"),
            ("glows --no-capacity=yes", "unknown option --no-capacity"),
            ("glows --clock slow", "--clock \"slow\" is not a speed from 1 or manual"),
            ("glows --fail x", "--fail \"x\" is not a number of requests"),
            ("glows --fail 1:999", "--fail 999 is not an HTTP status"),
            ("glows --ssh-at here", "--ssh-at \"here\" is not an IP address and a port"),
            ("glows mdc", "unexpected argument \"mdc\""),
            ("nobody", "unknown vendor \"nobody\": glows, mdc and ac-openapi are known"),
        ];
        for (line, message) in table {
            assert_eq!(parsed(line).unwrap_err(), message);
        }
        #[cfg(unix)]
        {
            let word = std::os::unix::ffi::OsStringExt::from_vec(b"glows\xff".to_vec());
            let error = parse([word].into_iter()).unwrap_err();
            assert_eq!(error, "\"glows\\xFF\" is not UTF-8");
        }
    }
}
