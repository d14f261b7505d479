//! The measured programs. `cargo xtask bench` runs them; see there for what they are for.

use std::process::ExitCode;
use std::time::Duration;

use gpu_bench::call::{Caller, Failure};
use gpu_bench::{concurrent, decode, samples, serve};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(line) => {
            print(&line);
            ExitCode::SUCCESS
        }
        Err(error) => {
            print(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "this is a program, and its figures are its output"
)]
fn print(line: &str) {
    println!("{line}");
}

fn run(args: &[&str]) -> Result<String, Failure> {
    match args {
        ["serve"] => {
            runtime(2)?.block_on(serve::serve(|address| print(&address.port().to_string())))?;
            Ok(String::new())
        }
        ["call", way, port, times] => {
            runtime(1)?.block_on(calls(way, port.parse()?, times.parse()?))
        }
        ["cpu", way, port, times] => {
            let before = cpu_seconds().unwrap_or_default();
            runtime(1)?.block_on(calls(way, port.parse()?, times.parse()?))?;
            let used = cpu_seconds().unwrap_or(f64::NAN) - before;
            Ok((used / times.parse::<f64>()? * 1e6).to_string())
        }
        ["allocations", way, port] => allocations(way, port.parse()?),
        ["concurrent", way, port, calls] => {
            let took =
                runtime(2)?.block_on(concurrent::run(way, port.parse()?, 64, calls.parse()?))?;
            Ok(took.as_secs_f64().to_string())
        }
        ["decode", way, items, times] => decoded(way, items.parse()?, times.parse()?),
        ["decode-allocations", way, items] => {
            let body = samples::list(items.parse()?)?;
            let counted = allocation_counter::measure(|| drop(decode::list(way, body.as_bytes())));
            Ok(counted.count_total.to_string())
        }
        ["peak", way, port] => peak(way, port.parse()?),
        ["clone", times] => cloned(times.parse()?),
        _ => Err(
            "usage: gpu-bench serve | call WAY PORT TIMES | cpu WAY PORT TIMES | allocations WAY PORT | \
                  concurrent WAY PORT CALLS | decode WAY ITEMS TIMES | \
                  decode-allocations WAY ITEMS | peak WAY PORT | clone TIMES"
                .into(),
        ),
    }
}

/// One thread for what is counted: no work-stealing noise.
fn runtime(threads: usize) -> std::io::Result<tokio::runtime::Runtime> {
    match threads {
        1 => tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build(),
        _ => tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .enable_all()
            .build(),
    }
}

/// Sequential calls; the count of instructions is valgrind's business.
async fn calls(way: &str, port: u16, times: usize) -> Result<String, Failure> {
    let mut caller = Caller::new(way, port).await?;
    for _ in 0..times {
        caller.call().await?;
    }
    Ok(format!("{times} calls"))
}

/// Allocations of one call once everything is warm.
fn allocations(way: &str, port: u16) -> Result<String, Failure> {
    const CALLS: u64 = 100;
    let runtime = runtime(1)?;
    let mut caller = runtime.block_on(Caller::new(way, port))?;
    let mut failure = None;
    let mut measure = |calls: u64| {
        allocation_counter::measure(|| {
            for _ in 0..calls {
                failure = failure.take().or(runtime.block_on(caller.call()).err());
            }
        })
        .count_total
    };
    measure(20);
    let counted = measure(CALLS);
    failure.map_or_else(|| Ok((counted / CALLS).to_string()), Err)
}

fn decoded(way: &str, items: usize, times: usize) -> Result<String, Failure> {
    let body = samples::list(items)?;
    let mut read = 0;
    for _ in 0..times {
        read += decode::list(way, body.as_bytes())?;
    }
    Ok(format!("{read} items"))
}

/// A list of some 20 MB through the whole client, for the process's peak of memory.
fn peak(way: &str, port: u16) -> Result<String, Failure> {
    let base = format!("http://127.0.0.1:{port}");
    let runtime = runtime(1)?;
    let items = runtime.block_on(async {
        match way {
            "ours" => {
                let client = glows_client::Client::builder("token")
                    .base_url(&base)
                    .max_body(64 * 1024 * 1024)
                    .build()?;
                let page = client.list_instances().per_page(24_000).await?;
                Ok::<usize, Failure>(page.instances.len())
            }
            _ => {
                let url = format!("{base}/sdk/v1/instance/list?page=1&per_page=24000");
                let answer = gpu_bench::by_hand::client(false)?.get(url).send().await?;
                let body = answer.bytes().await?;
                decode::list(way, &body)
            }
        }
    })?;
    Ok(format!(
        "{items} items, {} kB",
        peak_kb().unwrap_or_default()
    ))
}

/// The most memory this process ever had, in kB, where the system says so.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// CPU seconds of this process so far, where the system says so.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the program's name in parentheses: utime and stime are the 12th and 13th word.
    let words: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| words.get(index)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// Clones and request builders, by the clock.
fn cloned(times: usize) -> Result<String, Failure> {
    let client = glows_client::Client::builder("token")
        .base_url("http://127.0.0.1:9")
        .build()?;
    let id = glows_client::InstanceId::new("ins-boyqp4g8")?;
    let started = std::time::Instant::now();
    for _ in 0..times {
        drop(std::hint::black_box(client.clone().get_instance(&id)));
    }
    let took: Duration = started.elapsed();
    Ok(format!("{} us", took.as_micros()))
}
