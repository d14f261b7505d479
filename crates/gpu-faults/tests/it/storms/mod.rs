//! Whole rentals through random faults: created, waited for, used and given back, several at once,
//! broken off at any await point, by programs that die and are started again knowing nothing but a
//! name. When the storm is over, the caller settles up, and then nobody may be
//! paying for anything. Beside them, rentals by `gpu-lease`, which does all of that by itself.

mod ac;
mod books;
mod caller;
mod dice;
mod direct;
mod glows;
mod judge;
mod lease;
mod mdc;
mod naive;
mod process;
mod rental;
mod run;
mod schedule;
mod settle_up;
mod shop;
mod sky;
mod storm;

use run::{WITH_LEASES, WITHOUT_LEASES, assert_weathered, careful, leased};
use shop::Shop as _;

#[test]
fn glows_weathers_every_storm() {
    assert_weathered(glows::GlowsShop::NAME, careful::<glows::GlowsShop>, WITHOUT_LEASES);
}

#[test]
fn mdc_weathers_every_storm() {
    assert_weathered(mdc::MdcShop::NAME, careful::<mdc::MdcShop>, WITHOUT_LEASES);
}

#[test]
fn ac_weathers_every_storm() {
    assert_weathered(ac::AcShop::NAME, careful::<ac::AcShop>, WITHOUT_LEASES);
}

#[test]
fn leases_of_glows_weather_every_storm() {
    assert_weathered("leases, Glows.ai", leased::<glows::GlowsShop>, WITH_LEASES);
}

#[test]
fn leases_of_mdc_weather_every_storm() {
    assert_weathered("leases, MatrixDC", leased::<mdc::MdcShop>, WITH_LEASES);
}

#[test]
fn leases_of_ac_weather_every_storm() {
    assert_weathered("leases, AC OpenAPI", leased::<ac::AcShop>, WITH_LEASES);
}
