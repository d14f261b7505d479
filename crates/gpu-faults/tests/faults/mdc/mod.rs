//! MatrixDC's calls through every fault.

mod calls;
mod stage;

use crate::matrix::assert_matrix;

#[test]
fn mdc_keeps_its_promises_through_every_fault() {
    assert_matrix("MatrixDC", "mdc", &calls::calls());
}
