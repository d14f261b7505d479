//! Everything that needs more than one module: fixtures, canned services, the emulator.

mod access;
mod answers;
mod bad_input;
mod canary;
mod confirm;
mod create;
mod doubling;
mod fixtures;
mod lists;
mod platform;
mod rental;
mod secrets;
mod settings;
mod support;
mod tokens;
mod undocumented;
mod waiting;
mod wire;
