//! No call is left out: the clients' sources know which requests read an answer.

use std::collections::BTreeSet;

use gpu_faults::Calls;

use super::{Vendor, ac::Ac, glows::Glows, mdc::Mdc};

fn assert_complete<V: Vendor>(krate: &str) {
    let asked = V::CALLS.iter().map(|call| V::request(*call).to_owned());
    let asked: BTreeSet<_> = asked.collect();
    let calls = Calls::of(krate).unwrap();
    assert_eq!(calls.requests, asked, "{krate}: what there is to ask");
}

#[test]
fn every_request_is_answered_with_drift() {
    assert_complete::<Glows>("glows-client");
    assert_complete::<Mdc>("mdc-client");
    assert_complete::<Ac>("ac-openapi-client");
}
