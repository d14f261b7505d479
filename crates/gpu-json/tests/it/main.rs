//! What the vendors really send, and what must become of it. One binary for all of it.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy allows them in #[test] functions, and helpers of tests are no different"
)]

mod any_json;
mod common_types;
mod damage;
mod field_forms;
mod items;
mod machine;
mod open_enums;
mod repair;
mod round_trip;
mod secrecy;
mod structs;
mod unreadable;

/// Whether numbers are kept as they were written. They are when another crate of the program has
/// switched on `serde_json/arbitrary_precision`, and the gate runs these tests with it, too.
fn numbers_are_kept_as_written() -> bool {
    let number: serde_json::Number = serde_json::from_str("4.80").unwrap();
    number.to_string().ends_with("80")
}
