//! Tests that no fault of the network or of a vendor costs money. They are all in `tests/it`.
//!
//! `cargo test -p gpu-faults --test it matrix` makes every call of every vendor through a part of all faults
//! and prints what became of it, a mark for each; `GPU_MATRIX_PART=1` plays all. `--test it storms` plays 900
//! storms, 600 of them with leases. `GPU_STORM_SCHEDULES` asks for another number with leases,
//! `GPU_STORM_SEED` for one storm again. `--test it drift` changes every documented answer in every way and
//! reads a part of what comes of it; `GPU_DRIFT_PART=1` reads all. `--test it load` makes very many calls
//! at once.

/// The programs in the README of the workspace compile.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub mod readme {}
