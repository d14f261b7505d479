//! The judge is not blind: callers who do not follow the documents are caught.

use std::time::Duration;

use super::ac::AcShop;
use super::caller::Manner;
use super::direct::Direct;
use super::glows::GlowsShop;
use super::lease::{HOLD, Leased};
use super::mdc::MdcShop;
use super::run::weather;
use super::schedule::Schedule;
use super::shop::Shop;
use super::storm::Outcome;
use crate::secrecy::Traces;

/// In how many storms a mistake has to show at the latest.
const STORMS: u64 = 300;

/// What the judge says of the first storm in which it finds fault with such a caller.
fn caught(name: &str, play: impl Fn(&Schedule, &Traces) -> Outcome) -> String {
    let traces = Traces::default();
    let mut storms = 0..STORMS;
    let told = traces.listen(|| {
        storms.find_map(|seed| play(&Schedule::new(seed), &traces).broken.into_iter().next())
    });
    told.unwrap_or_else(|| panic!("passes {STORMS} storms with {name}"))
}

fn assert_caught(manner: Manner, of: &[&str]) {
    fn told<S: Shop>(manner: Manner) -> String {
        caught(S::NAME, |storm, traces| weather::<Direct<S>>(storm, traces, manner))
    }
    for told in [told::<GlowsShop>, told::<MdcShop>, told::<AcShop>].map(|told| told(manner)) {
        let is_meant = of.iter().any(|what| told.starts_with(what));
        assert!(is_meant, "{manner:?} is caught, but for this: {told}");
    }
}

#[test]
fn who_orders_another_machine_whenever_a_create_fails_pays_for_one_that_nobody_knows() {
    assert_caught(Manner::OrdersAnother, &["left over"]);
}

#[test]
fn who_takes_a_release_for_done_is_wrong() {
    assert_caught(Manner::TrustsRelease, &["believed to be gone"]);
}

#[test]
fn who_takes_an_error_for_gone_is_wrong() {
    assert_caught(Manner::TakesErrorsForGone, &["believed to be gone"]);
}

#[test]
fn leases_that_take_one_absence_for_proof_lose_machines() {
    fn told<S: Shop>() -> String {
        caught("leases", |storm, traces| {
            weather::<Leased<S>>(&storm.holding_at_most(HOLD), traces, Duration::ZERO)
        })
    }
    for told in [told::<GlowsShop>(), told::<MdcShop>(), told::<AcShop>()] {
        let is_meant = told.starts_with("believed to be gone") || told.starts_with("left over");
        assert!(is_meant, "caught, but for this: {told}");
    }
}
