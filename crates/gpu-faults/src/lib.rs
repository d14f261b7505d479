//! Tests that no fault of the network or of a vendor costs money.
//!
//! Nothing but tests: `tests/faults` drives every call of every vendor through every fault,
//! `tests/drift` changes every documented answer in every way and reads it.
