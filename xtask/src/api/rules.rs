//! What no API of this workspace may do. That each type can grow is clippy's affair: its lints
//! `exhaustive_enums` and `exhaustive_structs` are on.

use std::collections::BTreeSet;

use crate::workspace::Member;

/// What may name a type of a 0.x crate.
const UNSTABLE: [&str; 2] = [
    // The one way to bring a client of one's own; the crate is re-exported for it.
    "::reqwest_client(self, ",
    // Implementing `Stream` is what `futures-core` is for.
    " futures_core::stream::Stream for ",
];

/// Types that are read from answers and yet have `Default`, because it claims nothing: zero, no
/// field, and a field that did not come.
const DEFAULT: [&str; 3] = ["Decimal", "Extra", "Field"];

/// The rules that the crate's API, an item a line, breaks.
pub(super) fn broken(member: &Member, api: &str) -> Vec<String> {
    let mut findings = made_up(api);
    // reqwest comes by way of gpu-http to all clients, so it is never far.
    let zero = member
        .dependencies
        .iter()
        .filter(|(name, versions)| versions.starts_with("^0.") && !name.starts_with("gpu-"));
    let unstable: BTreeSet<String> = zero
        .map(|(name, _)| name.replace('-', "_"))
        .chain(["reqwest".to_owned()])
        .collect();
    let lines = api
        .lines()
        .filter(|line| !UNSTABLE.iter().any(|known| line.contains(known)));
    for line in lines {
        let names =
            |krate: &&String| words(line).any(|path| path.starts_with(&format!("{krate}::")));
        if let Some(krate) = unstable.iter().find(names) {
            findings.push(format!("a type of {krate}, a 0.x crate, is named: {line}"));
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
        types
            .filter_map(|(_, path)| path.split(['<', ' ']).next())
            .collect()
    };
    let read = implementing("::de::Deserialize");
    let both = read
        .intersection(&implementing("::default::Default"))
        .copied()
        .collect::<Vec<_>>();
    let allowed = |path: &str| {
        DEFAULT
            .iter()
            .any(|name| path.ends_with(&format!("::{name}")))
    };
    let both = both.into_iter().filter(|path| !allowed(path));
    both.map(|path| format!("{path} is read from answers and must not have `Default`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(api: &str) -> Vec<String> {
        let dependency = |name: &str, versions: &str| (name.to_owned(), versions.to_owned());
        let member = Member {
            name: "it".to_owned(),
            version: "0.1.0".to_owned(),
            folder: std::path::PathBuf::new(),
            rust_version: String::new(),
            examples: Vec::new(),
            dependencies: vec![
                dependency("jiff", "^0.2"),
                dependency("futures-core", "^0.3"),
                dependency("bytes", "^1"),
                dependency("gpu-common", "^0.1"),
            ],
        };
        broken(&member, api)
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
        assert_eq!(findings(&format!("{read}{default}")).len(), 1);
        assert_eq!(findings(read).len() + findings(default).len(), 0);
        let field = format!("{read}{default}").replace("it::A", "it::Field<T>");
        assert_eq!(findings(&field), [""; 0]);
    }
}
