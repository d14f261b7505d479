//! AC OpenAPI's calls through every fault.

mod containers;
mod platform;
mod stage;

use crate::matrix::assert_matrix;

#[test]
fn ac_keeps_its_promises_through_every_fault() {
    let mut calls = containers::calls();
    calls.extend(platform::calls());
    assert_matrix("AC OpenAPI", "ac", &calls);
}
