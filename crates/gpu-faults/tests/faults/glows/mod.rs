//! Glows.ai's calls through every fault.

mod calls;
mod stage;

use crate::matrix::{Call, assert_complete, assert_matrix};

pub(crate) fn calls() -> Vec<Call<stage::GlowsStage>> {
    calls::calls()
}

#[test]
fn glows_keeps_its_promises_through_every_fault() {
    assert_matrix("Glows.ai", "glows", &calls());
}

#[test]
fn no_call_of_glows_is_left_out() {
    assert_complete("glows-client", &calls(), &[]);
}
