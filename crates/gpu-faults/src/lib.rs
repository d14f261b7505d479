//! Tests that no fault of the network or of a vendor costs money.
//!
//! Nothing but tests: `tests/faults` drives every call of every vendor through every fault, and
//! whole rentals through random storms of faults; `tests/drift` changes every documented answer in
//! every way and reads it.
//!
//! `cargo test -p gpu-faults --test faults storms` plays 10,000 storms. `GPU_STORM_SCHEDULES` asks
//! for another number of them, `GPU_STORM_SEED` for one storm again.
