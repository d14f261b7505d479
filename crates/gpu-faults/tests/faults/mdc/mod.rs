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
    let of_reads =
        [("create_instance.price", "list_skus"), ("create_instance.estimate", "list_skus")];
    assert_complete("mdc-client", &calls(), &of_reads);
}
