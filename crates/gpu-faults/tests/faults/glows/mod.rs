//! Glows.ai's calls through every fault.

mod calls;
mod stage;

use crate::matrix::assert_matrix;

#[test]
fn glows_keeps_its_promises_through_every_fault() {
    assert_matrix("Glows.ai", "glows", &calls::calls());
}
