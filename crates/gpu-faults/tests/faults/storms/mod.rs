//! Whole rentals through random faults: created, waited for, used and given back, several at once,
//! broken off at any await point, by programs that die and are started again knowing nothing but a
//! name. When the storm is over, the caller settles up as the cookbooks say, and then nobody may be
//! paying for anything.

mod ac;
mod books;
mod caller;
mod dice;
mod glows;
mod judge;
mod mdc;
mod naive;
mod play;
mod process;
mod reckoning;
mod rental;
mod run;
mod schedule;
mod settle_up;
mod shop;
mod shrink;
mod sky;
mod time;

use run::assert_weathered;

#[test]
fn glows_weathers_every_storm() {
    assert_weathered::<glows::GlowsShop>();
}

#[test]
fn mdc_weathers_every_storm() {
    assert_weathered::<mdc::MdcShop>();
}

#[test]
fn ac_weathers_every_storm() {
    assert_weathered::<ac::AcShop>();
}
