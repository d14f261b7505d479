//! The measured programs. `cargo xtask bench` runs them; see there for what they are for.

use std::process::ExitCode;

use gpu_bench::call::{Caller, Failure, make_clients};
use gpu_bench::memory::{self, Reader};
use gpu_bench::program::{self, runtime};
use gpu_bench::waiting::{VENDORS, Waiting};
use gpu_bench::{builds, decode, leased, samples, serve, young};

fn main() -> ExitCode {
    program::main(run)
}

fn run(args: &[&str]) -> Result<String, Failure> {
    match args {
        ["serve"] => runtime(2)?.block_on(served()),
        #[cfg(feature = "tls")]
        ["serve-https"] => runtime(2)?.block_on(gpu_bench::https::served()),
        ["lease", scheme, port, times] => leased::creates(scheme, port.parse()?, times.parse()?),
        // Sequential calls; the count of instructions is valgrind's business.
        ["call", way, port, times] => {
            let (port, times) = (port.parse()?, times.parse::<usize>()?);
            runtime(1)?.block_on(async {
                let caller = Caller::new(way, port).await?;
                for _ in 0..times {
                    caller.call().await?;
                }
                Ok(format!("{times} calls"))
            })
        }
        ["decode", way, items, times] => {
            let (body, mut read) = (samples::list(items.parse()?)?, 0);
            for _ in 0..times.parse()? {
                read += decode::list(way, body.as_bytes())?;
            }
            Ok(format!("{read} items"))
        }
        ["answer", way, times] => {
            for _ in 0..times.parse()? {
                if !decode::answer(way, samples::GET.as_bytes())? {
                    return Err("the sample is a success".into());
                }
            }
            Ok(format!("{times} answers"))
        }
        ["body", "mdc"] => Ok(samples::nodes(memory::NODES)?.len().to_string()),
        ["body", _] => Ok(samples::list(memory::LARGE)?.len().to_string()),
        ["peak", way, port] => {
            let grown = runtime(1)?.block_on(Reader::new(way, port.parse()?)?.peak())?;
            Ok(grown.map_or_else(|| "unknown".to_owned(), |bytes| bytes.to_string()))
        }
        ["waits", machines @ ..] => waits(machines),
        ["builds"] => builds::measured(),
        ["build", way, times] => make_clients(way, times.parse()?).map(|()| String::new()),
        ["young", tries] => young::table(tries.parse()?),
        _ => Err("usage: gpu-bench serve | serve-https | lease SCHEME PORT TIMES | call WAY PORT TIMES | \
                  decode WAY ITEMS TIMES | answer WAY TIMES | body WAY | peak WAY PORT | waits MACHINES… | builds | \
                  build WAY TIMES | young TRIES"
            .into()),
    }
}

/// The requests of waiting for so many machines at each vendor, as a table. `100/10000` are 100 in an
/// account of 10,000; `100` are all.
fn waits(machines: &[&str]) -> Result<String, Failure> {
    let mut text = String::from(
        "Requests in the first minute of waiting, one `wait_all` / one `wait_until` each (pages of \
         100; MDC's list has one page):\n\n\
         | machines | in an account of | Glows | MDC (a cluster) | AC OpenAPI |\n\
         | ---: | ---: | ---: | ---: | ---: |",
    );
    for wait in machines {
        let (machines, account) = wait.split_once('/').unwrap_or((wait, wait));
        text.push_str(&format!("\n| {machines} | {account} |"));
        for vendor in VENDORS {
            let waiting = Waiting::new(vendor, machines.parse()?, account.parse()?)?;
            text.push_str(&format!(" {} / {} |", waiting.together()?, waiting.each()?));
        }
    }
    Ok(text)
}

/// Serves until the process is ended, and prints the port.
async fn served() -> Result<String, Failure> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    program::print(&listener.local_addr()?.port().to_string());
    serve::serve(listener, std::sync::Arc::new(serve::Documents::new()?)).await?;
    Ok(String::new())
}
