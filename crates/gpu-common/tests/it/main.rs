//! What the vendors really send, and what must become of it. One binary for all of it.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy allows them in #[test] functions, and helpers of tests are no different"
)]

mod decimal;
mod decimal_laws;
mod http_address;
mod money;
mod one_line;
mod port;
mod rate;
mod secret;
mod ssh_endpoint;
mod string_ids;
mod times;

/// Whether numbers are kept as they were written. They are when another crate of the program has
/// switched on `serde_json/arbitrary_precision`, and the gate runs these tests with it, too.
fn numbers_are_kept_as_written() -> bool {
    let number: serde_json::Number = serde_json::from_str("4.80").unwrap();
    number.to_string().ends_with("80")
}
