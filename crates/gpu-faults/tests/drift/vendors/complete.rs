//! No call is left out: the API snapshots know which requests read an answer.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Vendor, ac::Ac, glows::Glows, mdc::Mdc};

/// Compares the requests of the calls with those that the crate's snapshot has.
fn assert_complete<V: Vendor>(krate: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/api");
    let snapshot = std::fs::read_to_string(folder.join(format!("{krate}.txt"))).unwrap();
    let asked: BTreeSet<_> = V::CALLS.iter().map(|call| V::request(*call)).collect();
    assert_eq!(requests(&snapshot), asked, "{krate}: what there is to ask");
}

/// The names in calls of `request_builder!`.
fn requests(snapshot: &str) -> BTreeSet<&str> {
    let lines = snapshot.lines().zip(snapshot.lines().skip(1));
    let built = lines.filter(|(line, _)| line.ends_with("request_builder! {"));
    built
        .filter_map(|(_, next)| next.split_whitespace().next())
        .collect()
}

#[test]
fn every_request_is_answered_with_drift() {
    assert_complete::<Glows>("glows-client");
    assert_complete::<Mdc>("mdc-client");
    assert_complete::<Ac>("ac-openapi-client");
}
