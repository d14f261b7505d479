//! The measured programs. `cargo xtask bench` runs them; see there for what they are for.

use std::process::ExitCode;

use gpu_bench::call::{Caller, Failure};
use gpu_bench::program::{self, runtime};
use gpu_bench::{
    builds, clock, concurrent, decode, endless, memory, samples, serve, waiting, young,
};

/// How many tasks call at once.
const TASKS: usize = 64;

fn main() -> ExitCode {
    program::main(run)
}

fn run(args: &[&str]) -> Result<String, Failure> {
    match args {
        ["serve"] => runtime(2)?.block_on(served()),
        ["call", way, port, times] => {
            runtime(1)?.block_on(calls(way, port.parse()?, times.parse()?))
        }
        ["cpu", way, port, times] => {
            let per_call = runtime(1)?.block_on(cpu(way, port.parse()?, times.parse()?))?;
            Ok((per_call * 1e6).to_string())
        }
        ["turns", port, turns, ways @ ..] => {
            let calling = concurrent::in_turns(ways, port.parse()?, TASKS, turns.parse()?);
            let took = runtime(2)?.block_on(calling)?;
            let micros = took.iter().map(|time| time.as_micros().to_string());
            Ok(micros.collect::<Vec<_>>().join(" "))
        }
        ["decode", way, items, times] => decoded(way, items.parse()?, times.parse()?),
        ["answer", way, times] => answered(way, times.parse()?),
        ["body", "mdc"] => Ok(samples::nodes(memory::NODES)?.len().to_string()),
        ["body", _] => Ok(samples::list(memory::LARGE as usize)?.len().to_string()),
        ["peak", way, port] => {
            let grown = runtime(1)?.block_on(memory::of_the_large_list(way, port.parse()?))?;
            Ok(grown.map_or_else(|| "unknown".to_owned(), |bytes| bytes.to_string()))
        }
        ["endless"] => Ok(runtime(1)?.block_on(endless::taken())?.to_string()),
        ["limit"] => Ok(endless::LIMIT.to_string()),
        ["waits", machines @ ..] => waits(machines),
        ["builds"] => builds::measured(),
        ["build", way, times] => clock::built(way, times.parse()?),
        ["young", tries] => young::table(tries.parse()?),
        _ => Err(
            "usage: gpu-bench serve | call WAY PORT TIMES | cpu WAY PORT TIMES | \
                  turns PORT TURNS WAY… | decode WAY ITEMS TIMES | answer WAY TIMES | body WAY | peak WAY PORT | \
                  endless | limit | waits MACHINES… | builds | build WAY TIMES | young TRIES"
                .into(),
        ),
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
        for vendor in waiting::VENDORS {
            let minute = waiting::a_minute(vendor, machines.parse()?, account.parse()?);
            let requests = runtime(2)?.block_on(minute)?;
            text.push_str(&format!(" {} / {} |", requests.together, requests.each));
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

/// Sequential calls; the count of instructions is valgrind's business.
async fn calls(way: &str, port: u16, times: usize) -> Result<String, Failure> {
    let mut caller = Caller::new(way, port).await?;
    for _ in 0..times {
        caller.call().await?;
    }
    Ok(format!("{times} calls"))
}

/// CPU seconds of a call, once everything is warm.
async fn cpu(way: &str, port: u16, times: u32) -> Result<f64, Failure> {
    let mut caller = Caller::new(way, port).await?;
    caller.call().await?;
    let before = clock::cpu_seconds().unwrap_or_default();
    for _ in 0..times {
        caller.call().await?;
    }
    let used = clock::cpu_seconds().unwrap_or(f64::NAN) - before;
    Ok(used / f64::from(times))
}

fn answered(way: &str, times: usize) -> Result<String, Failure> {
    for _ in 0..times {
        if !decode::answer(way, samples::GET.as_bytes())? {
            return Err("the sample is a success".into());
        }
    }
    Ok(format!("{times} answers"))
}

fn decoded(way: &str, items: usize, times: usize) -> Result<String, Failure> {
    let body = samples::list_for(way, items)?;
    let mut read = 0;
    for _ in 0..times {
        read += decode::list(way, body.as_bytes())?;
    }
    Ok(format!("{read} items"))
}
