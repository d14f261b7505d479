//! What the three emulators share: server, clock, ledger, request log, faults and edits, ids, and what a
//! machine is and lives through.

mod builder;
mod call;
mod clock;
mod edit;
mod emulator;
mod fault;
mod ids;
mod lapses;
mod ledger;
mod life;
mod port;
mod request_log;
mod response;
mod route;
mod server;
mod service;
mod store;

pub use builder::Builder;
pub use clock::Clock;
pub use edit::Edit;
pub use emulator::Emulator;
pub use fault::Fault;
pub use lapses::Lapses;
pub use ledger::{Ledger, Machine, RequestCount};
pub use life::{Charge, Cost};
pub use port::StartError;
pub use request_log::{LoggedRequest, Outcome};
pub use service::Vendor;

pub(crate) use call::{Object, bearer, object};
pub(crate) use clock::china;
pub(crate) use ids::Ids;
pub(crate) use lapses::switches;
pub(crate) use life::{HOUR, Life};
pub(crate) use port::Port;
pub(crate) use response::{HTML, Response, TEXT, empty, json, nowhere, response};
pub(crate) use service::{Answer, Call, Refusal, Route, State};
pub(crate) use store::{Held, Rented};
