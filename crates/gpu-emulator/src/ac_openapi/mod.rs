//! The container service of AC OpenAPI 2.0 (SCNet, Sugon), with the token and region calls before it.

mod account;
mod behaviour;
mod catalogue;
mod change;
mod envelope;
mod fields;
mod instance;
mod offers;
mod order;
mod read;
mod service;
mod session;
mod state;

pub use behaviour::{Batch, Behaviour, ListShape, RenewedToken};
pub use state::AcOpenApiService;

use crate::shared::Emulator;
use catalogue::REGIONS;
use instance::End;

/// A running emulator of AC OpenAPI 2.0 on loopback: its container service, and the token, region
/// and user calls that lead there.
///
/// Written from the vendor's public pages and, where these could not be read, from what public
/// clients send and report. Where neither says anything, its
/// guesses have a switch in [`Behaviour`]. What [`Emulator`] offers holds here as well.
///
/// | call | evidence |
/// |---|---|
/// | `POST /api/user/v3/tokens`, with the signature verified | documented |
/// | `POST /ac/openapi/v2/tokens/next`, `GET …/tokens/state` | documented, the new token's place is inferred |
/// | `GET /ac/openapi/v2/center`, `GET …/user` | documented |
/// | `POST`, `DELETE /ai/openapi/v2/instance-service/task`, `POST …/task/actions/restart`, `POST …/task/actions/execute-script` | documented |
/// | `GET …/task` (with a JSON body) | documented, its answer is inferred |
/// | `GET …/task/list` (with a query) | seen in use, its answer is inferred |
/// | `POST …/task/actions/stop`, `POST …/resource-spec/actions/update` | seen in use |
/// | `GET …/{id}/detail`, `GET …/{id}/url`, `GET …/resources` | documented |
/// | `GET …/resource-group`, `GET …/allowed-mount-dir` | documented, their answers are invented |
/// | `POST /ai/openapi/v2/image/images` | documented |
/// | `GET …/images` (with a JSON body) | documented in another edition, its answer is inferred |
///
/// The account may use these regions. A region token leads to its own region's containers only.
///
/// | id | name | token | base URL for containers |
/// |---|---|---|---|
/// | `11112` | `OpenAPI计算中心` | yes | ends in `/ai`, and a disabled one before it that leads nowhere |
/// | `111131` | `test中心` | yes | bare host |
/// | `11113` | `停用中心` | `null`: disabled | |
/// | `0` | `ac` | for platform calls only | |
///
/// Every region has the same resource groups, of as many nodes as it takes:
///
/// | group | accelerator | processors, accelerators and MB of one node |
/// |---|---|---|
/// | `TeslaM40` | `gpu` | 40, 2, 31888 |
/// | `DCU-Z100` | `dcu` | 32, 4, 126976 |
/// | `MLU290` | `mlu` | 64, 8, 253952 |
/// | `CPU-7285` | `cpu` | 64, 0, 253952 |
///
/// The URLs that it hands out lead to where the request was sent: this server, or a proxy before
/// it. Tokens look like the vendor's (three base64url parts, the documented claims), but their
/// signature is a text that says that it is fake. They expire on the emulator's clock: to a caller
/// that lives by the real one, those of a [manual](crate::Clock::manual) clock have expired. All
/// names may be used twice: nothing published forbids it.
///
/// [`guesses`](crate::guesses) lists what it does although no document says so.
///
/// ```
/// # use gpu_emulator::AcOpenApi;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), gpu_emulator::StartError> {
/// let ac = AcOpenApi::start().await?;
/// println!("AC_BASE_URL={} AC_TOKEN={}", ac.base_url(), ac.token());
/// assert_eq!(ac.ledger().to_string(), "created 0, billing 0");
/// # Ok(())
/// # }
/// ```
pub type AcOpenApi = Emulator<AcOpenApiService>;

impl Emulator<AcOpenApiService> {
    /// The login name that the token call knows.
    pub fn user(&self) -> &str {
        &self.service.account.user
    }

    /// Its access key (AK). Good for this emulator only.
    pub fn access_key(&self) -> &str {
        &self.service.account.access_key
    }

    /// Its secret key (SK). Good for this emulator only.
    pub fn secret_key(&self) -> &str {
        &self.service.account.secret_key
    }

    /// A token of region `11112`: the one that was [given](crate::Builder::token), or else a new one.
    pub fn token(&self) -> String {
        let given = self.service.account.token.clone();
        given.or_else(|| self.token_of("11112")).unwrap_or_default()
    }

    /// A new token of the region with this id, as the token call would issue it; `None` if there
    /// is no such region or its token is `null`.
    pub fn token_of(&self, region_id: &str) -> Option<String> {
        let region = REGIONS.iter().find(|one| one.id == region_id)?;
        let (now, mut state) = self.service.open();
        state.issue(region, &self.service.account, now)
    }

    /// Lets every token there is expire now, whatever it claims, the given one included.
    pub fn expire_tokens(&self) {
        let (now, mut state) = self.service.open();
        state.own.values_mut().for_each(|one| one.expire(now));
    }

    /// Lets an instance fail now, found by id or, the newest first, by name. What has ended stays
    /// as it is.
    ///
    /// # Panics
    /// There is no such instance.
    #[track_caller]
    pub fn fail(&self, id_or_name: &str) {
        self.change_machine(id_or_name, |one, now| one.end_by(now, End::Failed));
    }

    /// Lets an instance finish its work now; otherwise as [`Emulator::fail`].
    ///
    /// # Panics
    /// There is no such instance.
    #[track_caller]
    pub fn complete(&self, id_or_name: &str) {
        self.change_machine(id_or_name, |one, now| one.end_by(now, End::Completed));
    }

    /// The scripts that were handed to an instance by execute-script, oldest first. Empty if there
    /// were none or there is no such instance.
    pub fn scripts(&self, id_or_name: &str) -> Vec<String> {
        let mut state = self.service.state();
        let instance = state.machines.find_mut(id_or_name);
        instance.map(|one| one.machine.scripts.clone()).unwrap_or_default()
    }
}
