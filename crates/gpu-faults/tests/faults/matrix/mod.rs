//! Every call of every vendor through every fault, one cell each.

mod call;
mod cell;
mod complete;
mod judge;
mod run;
mod table;
mod trouble;

pub(crate) use call::{Call, Effect, KEY, OLD, PATIENCE, Stage};
pub(crate) use run::{assert_complete, assert_matrix, block_on, troubles};
