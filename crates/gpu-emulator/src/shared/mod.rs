//! What the three emulators share: server, clock, ledger, request log, faults and edits, ids, store.

mod aim;
mod builder;
mod clock;
mod damage;
mod edit;
mod emulator;
mod fault;
mod fault_layer;
mod hold;
mod http;
mod ids;
mod lapses;
mod ledger;
mod listener;
mod meter;
mod request_log;
mod server;
mod service;
mod store;
mod switches;

pub use builder::Builder;
pub use clock::Clock;
pub use damage::{Damage, Escape};
pub use edit::Edit;
pub use emulator::Emulator;
pub use fault::Fault;
pub use hold::Hold;
pub use lapses::Lapses;
pub use ledger::{Ledger, Machine, RequestCount};
pub use meter::{Charge, Cost};
pub use request_log::{LoggedRequest, Outcome};
pub use server::StartError;
pub use service::Vendor;

pub(crate) use aim::Endpoint;
pub(crate) use clock::china;
pub(crate) use http::{Object, Parameters, all, bearer, not_found, nowhere, parameter, says_json};
pub(crate) use ids::Ids;
pub(crate) use listener::stop_listening;
pub(crate) use meter::{HOUR, Meter};
pub(crate) use service::{Service, State, sealed};
pub(crate) use store::{Held, Rented};
pub(crate) use switches::switches;
