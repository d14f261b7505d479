//! Glows.ai's SDK API (v1).

mod behaviour;
mod change;
mod create;
mod envelope;
mod instance;
mod order;
mod ports;
mod read;
mod routes;
mod service;
mod wire;

pub use behaviour::{Behaviour, Capacity, IdForm, Released};
pub use service::GlowsService;

use crate::Emulator;

/// A running emulator of Glows.ai's SDK API (v1) on loopback.
///
/// Written from Glows.ai's published pages. Where they say nothing, the guesses that matter most have
/// a switch in [`Behaviour`]; the others are [below](#guesses-without-a-switch). What [`Emulator`]
/// offers holds here as well.
///
/// | endpoint | evidence |
/// |---|---|
/// | `POST`, `GET`, `DELETE /sdk/v1/instance`; `GET /sdk/v1/instance/stats`, `…/list` | documented |
/// | `GET /sdk/v1/spec/list`, `POST /sdk/v1/snapshot` | requests seen in public use, answers made up |
///
/// # Guesses without a switch
///
/// - A refusal of a wrong parameter is HTTP 200 with a code, like the refusal of a wrong token that
///   was seen.
/// - Body parameters need `application/json`. `null` and `""` are as good as absent, unknown members
///   are ignored.
/// - Of `request_id` and `meta_key` exactly one is to be given.
/// - A second release of the same machine is accepted for as long as the machine can be seen.
/// - In a list, `page` and `per_page` of 0 are refused; several `statuses` may be repeated or stand
///   between commas.
/// - A virtual machine opens SSH only. The URL of an HTTP port has a token in its query, as in the web
///   console.
/// - A machine from a snapshot has `baseSnap` after the manner of `baseImage`, which is `null` then.
/// - A CPU machine has the same processors, memory and disk as a GPU machine.
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
    #[must_use]
    pub fn token(&self) -> &str {
        &self.service.account.token
    }

    /// The names of the snapshots that were taken, oldest first: a name that was given twice is
    /// there twice. The ledger does not count what they cost.
    #[must_use]
    pub fn snapshots(&self) -> Vec<String> {
        let state = self.service.state();
        state.own.iter().map(|one| one.name.clone()).collect()
    }
}
