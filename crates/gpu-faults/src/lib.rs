//! Tests that no fault of the network or of a vendor costs money.
//!
//! Nothing but tests. `tests/faults` makes every call of every vendor through every fault and prints
//! what became of it, a mark for each; then it plays whole rentals through random storms of faults.
//! `tests/load` makes very many calls at once and counts machines, connections and bytes.
//! `tests/drift` changes every documented answer in every way and reads it. `tests/promises` is about
//! what the compiler checks: the clients and their futures cross threads.
//!
//! `cargo test -p gpu-faults --test faults storms` plays 1,000 storms. `GPU_STORM_SCHEDULES` asks
//! for another number of them, `GPU_STORM_SEED` for one storm again.
