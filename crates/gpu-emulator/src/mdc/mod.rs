//! MatrixDC's computing API (v1), also known as Neolink's.

mod answer;
mod behaviour;
mod calls;
mod catalogue;
mod identity;
mod instance;
mod order;
mod power;
mod service;
mod skus;
mod state;

pub use behaviour::{Behaviour, Edition, ErrorForm, NoGpu};
pub use state::MdcService;

use crate::shared::Emulator;
use catalogue::Sku;

/// A running emulator of MatrixDC's computing API (v1) on loopback.
///
/// Written from the public editions of MatrixDC's API page and, for what machines do and cost,
/// from its user guide. Where they say nothing, its
/// guesses have a switch in [`Behaviour`]. What [`Emulator`] offers holds here as well.
///
/// | endpoint, after `/mdc/api/v1` | evidence |
/// |---|---|
/// | `GET /regions`, `GET /skus/computings` | documented |
/// | `POST`, `GET`, `DELETE /clusters/{clusterName}/instances`, `GET …/instances/{name}` | documented |
/// | `POST …/instances/{name}/power_off` | documented |
/// | `POST …/instances/{name}/power_on` | documented, its answer is inferred |
///
/// It has two regions. The first rows of the first one are those of the page's samples; the rest
/// is made up so that every case occurs:
///
/// | cluster | SKU | GPU | cards | mode | list price | discount |
/// |---|---|---|---|---|---|---|
/// | `host-cluster` | `2`, `3` | H20 | 1, 2 | pay as you go | 10, 20 | 0.48 from 2024-08-15 to 2024-10-01 |
/// | `host-cluster` | `66`, `67` | 4090 | 1, 2 | pay as you go | 2.5, 5 | none |
/// | `host-cluster` | `68`, `69`, `70` | 4090 | 1 | daily, weekly, monthly | 48, 300, 1150 | none |
/// | `host-cluster` | `71` | 3090 | 1 | pay as you go | 1 | none, and sold out |
/// | `host-cluster` | `72` | 910B | 1 | pay as you go | 4 | 0.5 until 2099: the cheapest to be had |
/// | `host-cluster` | `73` | H100 | 8 | pay as you go | 160 | 0.9, not before 2098 |
/// | `east-cluster` | `80` | 3090 | 1 | pay as you go | 1.6 | 0.75, over since 2024-09-01 |
/// | `east-cluster` | `81` | 4090 | 1 | pay as you go | 2.4 | none |
///
/// SKUs with the same GPU in the same cluster draw on the same cards ([`Mdc::set_stock`]).
///
/// Not emulated: what money is left and what coupons are worth (any coupon is taken with pay as you
/// go), the end of a prepaid term, the loss of data after weeks off, tokens for some regions only,
/// and the cost of saved images.
///
/// [`guesses`](crate::guesses) lists what it does although no document says so.
///
/// ```
/// # use gpu_emulator::Mdc;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), gpu_emulator::StartError> {
/// let mdc = Mdc::start().await?;
/// println!("MDC_BASE_URL={} MDC_USER_ID={}", mdc.base_url(), mdc.user_id());
/// assert_eq!(mdc.ledger().to_string(), "created 0, billing 0");
/// # Ok(())
/// # }
/// ```
pub type Mdc = Emulator<MdcService>;

impl Emulator<MdcService> {
    /// The token that is accepted. Good for this emulator only.
    pub fn token(&self) -> &str {
        &self.service.account.token
    }

    /// The user id that is accepted as namespace.
    pub fn user_id(&self) -> &str {
        &self.service.account.user_id
    }

    /// Gives the cluster of this SKU so many cards of the SKU's GPU, those in use included. With
    /// fewer cards than are in use nobody loses one, but none is free. `false` if there is no such
    /// SKU.
    #[must_use = "without such a SKU nothing changes"]
    pub fn set_stock(&self, sku_id: &str, cards: u64) -> bool {
        let Some(sku) = Sku::by_id(sku_id) else { return false };
        let stock = &mut self.service.state().own.stock;
        stock.entry(sku.cluster.clone()).or_default().insert(sku.gpu.clone(), cards);
        true
    }

    /// The images that were saved while powering off, oldest first, as
    /// `<registry>/<user id>/<name>:<tag>`. The ledger does not count what they cost.
    pub fn saved_images(&self) -> Vec<String> {
        self.service.state().own.saved_images.clone()
    }
}
