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
    fuzz_part(1, target, inputs, check);
}

/// The same for a target that takes so many times as long: with that part of the inputs.
fn fuzz_part<T: Debug>(
    part: u32,
    target: &str,
    inputs: impl Strategy<Value = T>,
    check: impl Fn(T) -> TestCaseResult,
) {
    let cases = number("GPU_FUZZ_CASES").and_then(|cases| u32::try_from(cases).ok());
    let cases = cases.unwrap_or(CASES).div_ceil(part);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("GPU_FUZZ_SEED").unwrap_or(0).to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    if let Err(failure) = TestRunner::new_with_rng(config, random).run(&inputs, check) {
        panic!("{target}: {failure}");
    }
    println!("fuzz {target}: {cases} inputs");
}
