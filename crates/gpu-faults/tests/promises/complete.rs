//! Nothing that can be awaited is left out: the API snapshots know what there is.

use std::collections::BTreeSet;
use std::path::Path;

/// Compares the listed names with what the crate's snapshot says can be awaited.
pub(crate) fn all_are_listed(name: &str, listed: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/api");
    let snapshot = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
    let listed: BTreeSet<&str> = listed.iter().copied().collect();
    let there_is = awaitable(&snapshot);
    assert!(
        !there_is.is_empty(),
        "{name}: the snapshot's form has changed"
    );
    assert_eq!(
        there_is, listed,
        "{name}: what can be awaited, and what is listed here"
    );
}

/// The names behind `impl IntoFuture for` and in calls of `request_builder!`. What has generic
/// arguments is listed by hand, with the arguments that occur.
fn awaitable(snapshot: &str) -> BTreeSet<&str> {
    let by_hand = snapshot
        .lines()
        .filter_map(|line| line.strip_prefix("impl IntoFuture for "));
    let lines = snapshot.lines().zip(snapshot.lines().skip(1));
    let by_macro = lines
        .filter(|(line, _)| line.ends_with("request_builder! {"))
        .map(|(_, next)| next);
    by_hand
        .chain(by_macro)
        .filter_map(|text| text.split_whitespace().next())
        .collect()
}

#[test]
fn both_ways_to_be_awaited_are_found() {
    let snapshot =
        "impl IntoFuture for Confirm {\n}\ngpu_http::request_builder! {\n    Get => A ,\n}\n";
    assert_eq!(awaitable(snapshot), BTreeSet::from(["Confirm", "Get"]));
}
