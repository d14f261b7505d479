//! Decoding by the clock: `cargo bench -p gpu-bench`. Allocations are counted by the program.
#![expect(clippy::unwrap_used, reason = "a benchmark of a failure is none")]

use divan::Bencher;
use gpu_bench::{decode, samples};

fn main() {
    divan::main();
}

#[divan::bench(args = decode::WAYS, consts = [1, 100, 10_000])]
fn list<const ITEMS: usize>(bencher: Bencher<'_, '_>, way: &str) {
    let body = samples::list_for(way, ITEMS).unwrap();
    bencher.bench(|| decode::list(way, body.as_bytes()).unwrap());
}
