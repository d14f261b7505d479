//! What leases need of each vendor: a client, an order, and lapses of the service.

use std::time::Duration;

use gpu_emulator::{Emulator, Lapses};
use gpu_lease::Vendor;

use super::super::ac::{self, AcShop};
use super::super::dice::Dice;
use super::super::glows::{self, GlowsShop};
use super::super::mdc::{self, MdcShop};
use super::super::shop::{Settings, Shop};

/// A vendor from which machines are leased.
pub(in super::super) trait Leased: Shop {
    type Renter: Vendor<Order: Send> + Clone;

    fn renter(settings: Settings) -> Self::Renter;

    /// An order; the lease replaces its key.
    fn order(client: &Self::Renter) -> <Self::Renter as Vendor>::Order;

    /// Lets the service lapse. Its lists are whole: a list that lacks what lies behind its first page shows
    /// nobody what is left.
    fn lapse(emulator: &Emulator<Self::Service>, lapses: Lapses);
}

/// Lapses for one storm.
pub(super) fn lapses(dice: Dice) -> Lapses {
    let seconds = |what, choices| Duration::from_secs(*dice.of(what, 0).pick(choices));
    let mut lapses = Lapses::default();
    lapses.late_creates = seconds("late creates", &[0, 0, 0, 4, 20, 200]);
    lapses.get_lags = seconds("get lags", &[0, 0, 0, 1, 10]);
    lapses.list_lags = seconds("list lags", &[0, 0, 0, 1, 10]);
    lapses.forgotten_releases = *dice.of("forgotten", 0).pick(&[0, 0, 1, 3]);
    lapses
}

impl Leased for GlowsShop {
    type Renter = glows_client::Client;

    fn renter(settings: Settings) -> Self::Renter {
        Self::client(settings)
    }

    fn order(client: &Self::Renter) -> glows_client::CreateInstance {
        glows::order(client, "replaced")
    }

    fn lapse(emulator: &Emulator<Self::Service>, lapses: Lapses) {
        emulator.change(|behaviour| (behaviour.lapses, behaviour.max_per_page) = (lapses, None));
    }
}

impl Leased for MdcShop {
    type Renter = mdc_client::Cluster;

    fn renter(settings: Settings) -> Self::Renter {
        Self::client(settings)
    }

    fn order(client: &Self::Renter) -> mdc_client::CreateInstance {
        mdc::order(client, 0)
    }

    fn lapse(emulator: &Emulator<Self::Service>, lapses: Lapses) {
        emulator.change(|behaviour| (behaviour.lapses, behaviour.page_size) = (lapses, None));
    }
}

impl Leased for AcShop {
    type Renter = ac_openapi_client::Client;

    fn renter(settings: Settings) -> Self::Renter {
        ac::open(&settings)
    }

    fn order(client: &Self::Renter) -> ac_openapi_client::CreateInstance {
        client.create_instance(crate::matrix::ac::container(ac::unique(0)))
    }

    fn lapse(emulator: &Emulator<Self::Service>, lapses: Lapses) {
        emulator.change(|behaviour| behaviour.lapses = lapses);
    }
}
