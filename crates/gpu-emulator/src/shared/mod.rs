//! What the three emulators share: server, clock, ledger, request log, faults and edits, ids, and what a
//! machine is and lives through.

mod aim;
mod builder;
mod call;
mod charge;
mod clock;
mod edit;
mod emulator;
mod fault;
mod fault_layer;
mod ids;
mod lapses;
mod ledger;
mod life;
mod port;
mod request_log;
mod response;
mod server;
mod service;
mod store;

pub use builder::Builder;
pub use charge::{Charge, Cost};
pub use clock::Clock;
pub use edit::Edit;
pub use emulator::Emulator;
pub use fault::Fault;
pub use lapses::Lapses;
pub use ledger::{Ledger, Machine, RequestCount};
pub use request_log::{LoggedRequest, Outcome};
pub use server::StartError;
pub use service::Vendor;

pub(crate) use call::{Object, bearer, object};
pub(crate) use charge::HOUR;
pub(crate) use clock::china;
pub(crate) use ids::Ids;
pub(crate) use lapses::switches;
pub(crate) use life::Life;
pub(crate) use port::Port;
pub(crate) use response::{HTML, Response, TEXT, empty, json, nowhere, response};
pub(crate) use service::{Answer, Call, Refusal, Route, State, sealed};
pub(crate) use store::{Held, Rented};
