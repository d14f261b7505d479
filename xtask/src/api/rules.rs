//! What no API of this workspace may do. That each type can grow is clippy's affair: its lints
//! `exhaustive_enums` and `exhaustive_structs` are on.

use std::collections::BTreeSet;

/// What may name a type of a 0.x crate.
const UNSTABLE: [&str; 2] = [
    // The one way to bring a client of one's own; the crate is re-exported for it.
    "::reqwest_client(self, ",
    // Implementing `Stream` is what `futures-core` is for.
    " futures_core::stream::Stream for ",
];

/// Types that can be read and yet have `Default`. It claims nothing of an answer: zero, no field, a field
/// that did not come, and a line of the lease's own journal.
const DEFAULT: [&str; 5] = ["Decimal", "Extra", "Field", "Entry", "State"];

/// The rules that the crate's API, an item a line, breaks. The dependencies have the versions that
/// they accept.
pub(super) fn broken(dependencies: &[(String, String)], api: &str) -> Vec<String> {
    let mut findings = made_up(api);
    let zero = dependencies.iter();
    let zero = zero.filter(|(name, it)| it.starts_with("^0.") && !name.starts_with("gpu-"));
    let mut unstable: BTreeSet<String> = zero.map(|(name, _)| name.replace('-', "_")).collect();
    // By way of gpu-http it comes to all clients.
    unstable.insert("reqwest".to_owned());
    for line in api.lines() {
        let mut crates = words(line).filter_map(|path| path.split_once("::"));
        let named = crates.find(|(krate, _)| unstable.contains(*krate));
        if named.is_some() && !UNSTABLE.iter().any(|known| line.contains(known)) {
            findings.push(format!("a type of a 0.x crate is named: {line}"));
        }
    }
    findings
}

/// The paths and other words of a line.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':')))
}

/// Answers that could be made up: what can be read and has `Default`.
fn made_up(api: &str) -> Vec<String> {
    let implementing = |name: &str| -> BTreeSet<&str> {
        let impls = api.lines().filter(|line| line.starts_with("impl"));
        let types = impls.filter_map(|line| line.split_once(name)?.1.split_once(" for "));
        types.filter_map(|(_, path)| path.split(['<', ' ']).next()).collect()
    };
    let (read, made) = (implementing("::de::Deserialize"), implementing("::default::Default"));
    let both = read.intersection(&made);
    let both = both.filter(|path| !DEFAULT.contains(&path.rsplit("::").next().unwrap_or_default()));
    both.map(|path| format!("{path} is read from answers and must not have `Default`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(api: &str) -> Vec<String> {
        let dependencies = [("jiff", "^0.2"), ("futures-core", "^0.3"), ("bytes", "^1")];
        let owned = dependencies.map(|(name, it)| (name.to_owned(), it.to_owned()));
        broken(&owned, api)
    }

    #[test]
    fn a_type_of_a_0_x_crate_is_found_and_what_is_stable_or_agreed_is_not() {
        let found = "
            pub fn it::now() -> jiff::timestamp::Timestamp
            pub it::A::at: core::option::Option<jiff::civil::Date>
            impl core::convert::From<jiff::Timestamp> for it::A
            pub fn it::A::client(&self) -> &reqwest::async_impl::client::Client";
        assert_eq!(findings(found).len(), 4);
        let agreed = "
            pub fn it::now() -> bytes::bytes::Bytes
            pub fn it::price() -> gpu_common::Money
            impl futures_core::stream::Stream for it::A
            pub fn it::Builder::reqwest_client(self, reqwest::Client) -> Self
            pub use it::reqwest";
        assert_eq!(findings(agreed), [""; 0]);
    }

    #[test]
    fn answers_are_not_made_up() {
        let read = "impl<'de> serde_core::de::Deserialize<'de> for it::A\n";
        let default = "impl core::default::Default for it::A\n";
        let both = format!("{read}{default}");
        assert_eq!(findings(&both).len(), 1);
        assert_eq!(findings(read).len() + findings(default).len(), 0);
        assert_eq!(findings(&both.replace("it::A", "it::Field<T>")), [""; 0]);
    }
}
