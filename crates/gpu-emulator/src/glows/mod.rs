//! Glows.ai's SDK API (v1).

mod answer;
mod behaviour;
mod change;
mod instance;
mod order;
mod read;
mod service;
mod state;

pub use behaviour::{Behaviour, Capacity};
pub use state::GlowsService;

use crate::shared::Emulator;

/// A running emulator of Glows.ai's SDK API (v1) on loopback.
///
/// Written from Glows.ai's published pages. Where they say nothing, its
/// guesses have a switch in [`Behaviour`]. What [`Emulator`] offers holds here as well.
///
/// | endpoint | evidence |
/// |---|---|
/// | `POST`, `GET`, `DELETE /sdk/v1/instance`; `GET /sdk/v1/instance/stats`, `…/list` | documented |
/// | `GET /sdk/v1/spec/list`, `POST /sdk/v1/snapshot` | requests seen in use, answers made up |
///
/// [`guesses`](crate::guesses) lists what it does although no document says so.
///
/// ```
/// # use gpu_emulator::Glows;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), gpu_emulator::StartError> {
/// let glows = Glows::start().await?;
/// println!("GLOWS_BASE_URL={} GLOWS_SDK_TOKEN={}", glows.base_url(), glows.token());
/// assert_eq!(glows.ledger().to_string(), "created 0, billing 0");
/// # Ok(())
/// # }
/// ```
pub type Glows = Emulator<GlowsService>;

impl Emulator<GlowsService> {
    /// The token that is accepted. Good for this emulator only.
    pub fn token(&self) -> &str {
        &self.service.account.token
    }

    /// The names of the snapshots that were taken, oldest first: a name that was given twice is
    /// there twice. The ledger does not count what they cost.
    pub fn snapshots(&self) -> Vec<String> {
        let state = self.service.state();
        state.own.iter().map(|one| one.name.clone()).collect()
    }
}
