//! The documented samples, as `cargo xtask fixtures` keeps them.

use serde_json::Value;

macro_rules! fixtures {
    ($($name:literal),+ $(,)?) => {
        /// The text of a sample by its file name without `.json`.
        pub(crate) fn text(name: &str) -> &'static str {
            match name {
                $($name => include_str!(concat!("../fixtures/", $name, ".json")),)+
                _ => panic!("no sample {name}"),
            }
        }
    };
}

fixtures!(
    "create.request",
    "create.response",
    "create.response.neolink",
    "delete.request",
    "delete.response",
    "get.request",
    "get.response",
    "get.response.neolink",
    "list.request",
    "list.response",
    "power_off.request",
    "power_off.response",
    "power_on.request",
    "regions.request",
    "regions.response",
    "skus.request",
    "skus.response",
);

/// A sample as JSON.
pub(crate) fn json(name: &str) -> Value {
    serde_json::from_str(text(name)).unwrap()
}

/// A sample as a value of this crate.
pub(crate) fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(text(name)).unwrap()
}
