//! The measured programs whose allocations are counted. A program of its own: counting costs
//! instructions, which `gpu-bench` is measured in.

use std::process::ExitCode;

use gpu_bench::call::{Caller, Failure};
use gpu_bench::waiting::{LOOKS, Waiting};
use gpu_bench::{decode, memory::Reader, program, samples};

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
        // The most bytes that were allocated at once.
        ["list", way, port] => {
            let (runtime, reader) = (program::runtime(1)?, Reader::new(way, port.parse()?)?);
            let mut read = Ok(());
            let counted = allocation_counter::measure(|| read = runtime.block_on(reader.read()));
            read.map(|()| counted.bytes_max.to_string())
        }
        // Requests of a look, and the most bytes that were allocated at once.
        ["waits", vendor, machines, account] => {
            let waiting = Waiting::new(vendor, machines.parse()?, account.parse()?)?;
            let mut requests = Ok(0);
            let counted = allocation_counter::measure(|| requests = waiting.together());
            Ok(format!("{} {}", requests? / LOOKS, counted.bytes_max))
        }
        _ => Err("usage: counted call WAY PORT | decode WAY ITEMS | list WAY PORT | \
                  waits VENDOR MACHINES ACCOUNT"
            .into()),
    }
}

/// Allocations of one call once everything is warm.
fn of_a_call(way: &str, port: u16) -> Result<String, Failure> {
    const CALLS: u64 = 100;
    let runtime = program::runtime(1)?;
    let caller = runtime.block_on(Caller::new(way, port))?;
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
