//! The judge is not blind: callers who do not follow the documents are caught.

use super::ac::AcShop;
use super::caller::Manner;
use super::glows::GlowsShop;
use super::lease;
use super::mdc::MdcShop;
use super::play::Outcome;
use super::run::weather;
use super::schedule::Schedule;
use super::shop::Shop;
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
    let told = [
        caught(GlowsShop::NAME, |storm, traces| weather::<GlowsShop>(storm, manner, traces)),
        caught(MdcShop::NAME, |storm, traces| weather::<MdcShop>(storm, manner, traces)),
        caught(AcShop::NAME, |storm, traces| weather::<AcShop>(storm, manner, traces)),
    ];
    for told in told {
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
    for told in [
        caught("leases, Glows.ai", lease::without_quarantine::<GlowsShop>),
        caught("leases, MatrixDC", lease::without_quarantine::<MdcShop>),
        caught("leases, AC OpenAPI", lease::without_quarantine::<AcShop>),
    ] {
        let is_meant = told.starts_with("said to be gone") || told.starts_with("left over");
        assert!(is_meant, "caught, but for this: {told}");
    }
}
