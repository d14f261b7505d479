//! The measured programs whose allocations are counted. A program of its own: counting costs
//! instructions, which `gpu-bench` is measured in.

use std::process::ExitCode;

use gpu_bench::call::{Caller, Failure};
use gpu_bench::{account, decode, program, samples, stream};

fn main() -> ExitCode {
    program::main(run)
}

fn run(args: &[&str]) -> Result<String, Failure> {
    match args {
        ["call", way, port] => of_a_call(way, port.parse()?),
        ["decode", way, items] => {
            let body = samples::list(items.parse()?)?;
            let counted = allocation_counter::measure(|| drop(decode::list(way, body.as_bytes())));
            Ok(counted.count_total.to_string())
        }
        ["stream", port, count] => of_a_stream(port.parse()?, count.parse()?),
        ["account", machines, pending] => {
            let mut bytes = 0;
            let requests = account::waited(machines.parse()?, pending.parse()?, |wait| {
                bytes = allocation_counter::measure(wait).bytes_max;
            })?;
            Ok(format!("{requests} {bytes}"))
        }
        _ => Err("usage: counted call WAY PORT | decode WAY ITEMS | stream PORT COUNT | \
                  account MACHINES PENDING"
            .into()),
    }
}

/// Allocations of one call once everything is warm.
fn of_a_call(way: &str, port: u16) -> Result<String, Failure> {
    const CALLS: u64 = 100;
    let runtime = program::runtime(1)?;
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

/// The most bytes that were allocated at once while a listing was streamed.
fn of_a_stream(port: u16, count: usize) -> Result<String, Failure> {
    let runtime = program::runtime(1)?;
    let mut streamed = Ok(());
    let counted = allocation_counter::measure(|| {
        streamed = runtime.block_on(stream::instances(port, count));
    });
    streamed.map(|()| counted.bytes_max.to_string())
}
