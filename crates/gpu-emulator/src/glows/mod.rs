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
/// Written from Glows.ai's published pages. Where they say nothing, [`Behaviour`] has a switch and
/// names its default a guess. What [`Emulator`] offers holds here as well.
///
/// | endpoint | evidence |
/// |---|---|
/// | `POST`, `GET`, `DELETE /sdk/v1/instance`; `GET /sdk/v1/instance/stats`, `…/list` | documented |
/// | `GET /sdk/v1/spec/list`, `POST /sdk/v1/snapshot` | requests seen in public use, answers made up |
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
    /// `false` if there is no such machine.
    ///
    /// For status words that the documents do not have.
    pub fn set_status(&self, id_or_key: &str, status: Option<&str>) -> bool {
        self.vendor.state().set_status(id_or_key, status)
    }
}
