//! The documented samples, as `cargo xtask fixtures` keeps them.

use serde_json::Value;

/// The text of a sample by its file name without `.json`.
pub(crate) fn text(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap()
}

/// A sample as JSON.
pub(crate) fn json(name: &str) -> Value {
    read(name)
}

/// A sample as a value of this crate.
pub(crate) fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&text(name)).unwrap()
}
