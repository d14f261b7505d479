//! Every call of every vendor through every fault, one cell each.

pub(crate) mod ac;
mod call;
mod cell;
pub(crate) mod glows;
mod judge;
pub(crate) mod mdc;
mod page;
mod run;
mod stored;
mod table;
mod trouble;
mod truth;
mod world;

pub(crate) use world::START;
