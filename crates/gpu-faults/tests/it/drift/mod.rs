//! What the vendors' answers may turn into, and what the clients make of that.
//!
//! [`changes`] makes them: it changes every documented answer in every way at every place and knows by [`rules`]
//! what must become of it; [`fuzz`] feeds every reader of text with what nobody documented.

mod changes;
mod fixtures;
mod fuzz;
mod json;
mod mutants;
mod rules;
mod server;
mod tally;
mod vendors;
mod verdict;
