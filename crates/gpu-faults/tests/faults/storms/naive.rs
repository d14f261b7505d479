//! The judge is not blind: callers who do not follow the documents are caught.

use super::ac::AcShop;
use super::caller::Manner;
use super::glows::GlowsShop;
use super::mdc::MdcShop;
use super::run::weather;
use super::schedule::Schedule;
use super::shop::Shop;
use crate::secrecy::Traces;

/// In how many storms a mistake has to show at the latest.
const STORMS: u64 = 300;

/// What the judge says of the first storm in which it finds fault with a caller of this manner.
fn caught<S: Shop>(manner: Manner) -> String {
    let traces = Traces::default();
    let mut storms = 0..STORMS;
    let told = traces.listen(|| {
        storms.find_map(|seed| {
            let outcome = weather::<S>(&Schedule::new(seed), manner, &traces);
            outcome.broken.into_iter().next()
        })
    });
    told.unwrap_or_else(|| panic!("{manner:?} passes {STORMS} storms with {}", S::NAME))
}

fn assert_caught(manner: Manner, of: &[&str]) {
    let told = [caught::<GlowsShop>(manner), caught::<MdcShop>(manner), caught::<AcShop>(manner)];
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
