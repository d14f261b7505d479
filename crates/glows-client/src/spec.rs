//! Specs: what hardware can be had, as far as this is published.

mod list_specs;

pub use list_specs::ListSpecs;
