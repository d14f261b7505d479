//! AC OpenAPI's calls through every fault.

mod containers;
mod platform;
pub(crate) mod stage;

use crate::matrix::{Call, assert_complete, assert_matrix};

pub(crate) fn calls() -> Vec<Call<stage::AcStage>> {
    let mut calls = containers::calls();
    calls.extend(platform::calls());
    calls
}

#[test]
fn ac_keeps_its_promises_through_every_fault() {
    assert_matrix("AC OpenAPI", "ac", &calls());
}

#[test]
fn no_call_of_ac_is_left_out() {
    // It reads access keys from the environment and connects with them.
    let through = [("from_env", "access.connect")];
    assert_complete("ac-openapi-client", &calls(), &through);
}
