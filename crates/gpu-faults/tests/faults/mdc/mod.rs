//! MatrixDC's calls through every fault.

mod calls;
mod stage;

use crate::matrix::{Call, assert_complete, assert_matrix};

pub(crate) fn calls() -> Vec<Call<stage::MdcStage>> {
    calls::calls()
}

#[test]
fn mdc_keeps_its_promises_through_every_fault() {
    assert_matrix("MatrixDC", "mdc", &calls());
}

#[test]
fn no_call_of_mdc_is_left_out() {
    assert_complete("mdc-client", &calls(), &[]);
}
