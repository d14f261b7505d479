//! What the three emulators share: server, clock, ledger, request log, HTTP faults, ids.

mod clock;
mod door;
mod emulator;
mod fault;
mod gate;
mod ids;
mod ledger;
mod machine;
mod request_log;
mod server;
mod setup;

pub use clock::Clock;
pub use emulator::{Emulator, Vendor};
pub use fault::Fault;
pub use ledger::{Ledger, RequestCount};
pub use machine::{Cost, Machine};
pub use request_log::{LoggedRequest, Outcome};
pub use server::StartError;

pub(crate) use emulator::sealed;
pub(crate) use ids::Ids;
pub(crate) use setup::Setup;
