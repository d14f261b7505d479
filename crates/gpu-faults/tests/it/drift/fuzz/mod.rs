//! Inputs that nobody documented: no panic, no growth without bound, and what is read stays read.
//!
//! In-tree property tests rather than `cargo fuzz`, so that they run on stable and in CI.
//! `GPU_FUZZ_CASES` sets how many inputs each target gets, `GPU_FUZZ_SEED` where the random
//! numbers begin; the same two give the same inputs.

mod addresses;
mod answers;
mod any;
mod texts;

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};

use crate::report::number;

/// How many inputs a target gets unless `GPU_FUZZ_CASES` says otherwise.
const CASES: u32 = 250;

/// Runs a target over as many inputs as are asked for, and says how many that were.
fn fuzz<T: Debug>(
    target: &str,
    inputs: impl Strategy<Value = T>,
    check: impl Fn(T) -> TestCaseResult,
) {
    fuzz_with(cases(), target, inputs, check);
}

/// The same for a target that takes ten times as long: a tenth of the inputs.
fn fuzz_slow<T: Debug>(
    target: &str,
    inputs: impl Strategy<Value = T>,
    check: impl Fn(T) -> TestCaseResult,
) {
    fuzz_with(cases().div_ceil(10), target, inputs, check);
}

fn cases() -> u32 {
    let cases = number("GPU_FUZZ_CASES").and_then(|cases| u32::try_from(cases).ok());
    cases.unwrap_or(CASES)
}

fn fuzz_with<T: Debug>(
    cases: u32,
    target: &str,
    inputs: impl Strategy<Value = T>,
    check: impl Fn(T) -> TestCaseResult,
) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("GPU_FUZZ_SEED").unwrap_or(0).to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let run = TestRunner::new_with_rng(config, random).run(&inputs, check);
    if let Err(failure) = run {
        panic!("{target}: {failure}");
    }
    println!("fuzz {target}: {cases} inputs");
}
