//! Glows.ai's SDK API (v1).

mod access;
mod address;
mod auth;
mod behaviour;
mod builder;
mod create;
mod envelope;
mod get;
mod instance;
mod list;
mod order;
mod ports;
mod release;
mod routes;
mod service;
mod snapshot;
mod spec_list;
mod stats;
mod wire;

pub use behaviour::{Behaviour, Capacity, IdForm, Released};
pub use builder::GlowsBuilder;
pub use service::GlowsService;

use crate::{Emulator, StartError};

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
    /// Starts on any free port with the real clock.
    ///
    /// # Errors
    /// No port of 127.0.0.1 can be listened on.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Chooses port, clock, token and behaviour first.
    pub fn builder() -> GlowsBuilder {
        GlowsBuilder::default()
    }

    /// The token that is accepted. Good for this emulator only.
    #[must_use]
    pub fn token(&self) -> &str {
        self.vendor.token()
    }

    /// Changes how it behaves from now on. Machines that exist keep the times and prices they
    /// were created with.
    pub fn change(&self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut self.vendor.state().behaviour);
    }

    /// Shows `status` for one machine, found by id (either form) or meta key, until it is set
    /// again; `None` shows its own again. What the machine does and costs stays as it is.
    ///
    /// For status words that the documents do not have.
    ///
    /// # Panics
    /// There is no such machine.
    #[track_caller]
    pub fn set_status(&self, id_or_key: &str, status: Option<&str>) {
        let found = self.vendor.state().set_status(id_or_key, status);
        assert!(found, "no machine has the id or meta key {id_or_key:?}");
    }

    /// The names of the snapshots that were taken, oldest first: a name that was given twice is
    /// there twice. The ledger does not count what they cost.
    #[must_use]
    pub fn snapshots(&self) -> Vec<String> {
        let state = self.vendor.state();
        state.snapshots.iter().map(|one| one.name.clone()).collect()
    }
}
