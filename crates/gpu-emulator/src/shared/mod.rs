//! What the three emulators share: server, clock, ledger, request log, HTTP faults, ids.

mod china;
mod choices;
mod clock;
mod door;
mod emulator;
mod endpoints;
mod fault;
mod gate;
mod http;
mod ids;
mod ledger;
mod machine;
mod object;
mod request_log;
mod server;
mod setup;
mod stop_listening;

pub use clock::Clock;
pub use emulator::{Emulator, Vendor};
pub use fault::Fault;
pub use ledger::{Ledger, RequestCount};
pub use machine::{Cost, Machine};
pub use request_log::{LoggedRequest, Outcome};
pub use server::StartError;

pub(crate) use china::china;
pub(crate) use choices::shared_choices;
pub(crate) use emulator::sealed;
pub(crate) use endpoints::Endpoint;
pub(crate) use http::{not_found, nowhere, says_json};
pub(crate) use ids::Ids;
pub(crate) use object::Object;
pub(crate) use setup::Setup;
pub(crate) use stop_listening::stop_listening;
