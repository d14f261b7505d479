//! How a new instance is to be paid: selling mode, term and coupon as one choice.

use super::{Term, TermUnit};
use crate::{CouponId, Error, SellingMode};

/// How a new instance is to be paid. Mode, term and coupon cannot contradict each other: only a
/// prepaid plan has a term, and only pay as you go takes a coupon (documented).
///
/// ```
/// use mdc_client::Plan;
///
/// let plan = Plan::weeks(2)?;
/// assert_eq!(plan.to_string(), "prepaid 2W");
/// assert!(plan.term().is_some() && plan.coupon().is_none());
/// assert_ne!(Plan::days(7)?.selling_mode(), Plan::months(1)?.selling_mode());
/// # Ok::<(), mdc_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Plan {
    /// Pay as you go. By the vendor's guide (2024-09): compute is charged from power-on to
    /// power-off or deletion, by the second, settled hourly, at least 0.01 yuan.
    PayAsYouGo,
    /// Pay as you go, with a coupon for compute.
    PayAsYouGoWithCoupon(CouponId),
    /// Paid in full at creation for a term (payment at creation: vendor's guide, 2024-09). Whether
    /// anything is paid back on deletion is unknown.
    Prepaid(Term),
}

impl Plan {
    /// So many days, paid in advance.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming `CostTime` for none.
    pub fn days(count: u16) -> Result<Self, Error> {
        Term::new(count, TermUnit::Day).map(Self::Prepaid)
    }

    /// So many weeks, paid in advance.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming `CostTime` for none.
    pub fn weeks(count: u16) -> Result<Self, Error> {
        Term::new(count, TermUnit::Week).map(Self::Prepaid)
    }

    /// So many months, paid in advance.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming `CostTime` for none.
    pub fn months(count: u16) -> Result<Self, Error> {
        Term::new(count, TermUnit::Month).map(Self::Prepaid)
    }

    /// The selling mode.
    #[must_use]
    pub fn selling_mode(&self) -> SellingMode {
        match self {
            Self::PayAsYouGo | Self::PayAsYouGoWithCoupon(_) => SellingMode::PayAsYouGo,
            Self::Prepaid(term) => term.selling_mode(),
        }
    }

    /// The term; `None` for pay as you go.
    #[must_use]
    pub fn term(&self) -> Option<Term> {
        match self {
            Self::Prepaid(term) => Some(*term),
            _ => None,
        }
    }

    /// The coupon, if there is one.
    #[must_use]
    pub fn coupon(&self) -> Option<&CouponId> {
        match self {
            Self::PayAsYouGoWithCoupon(coupon) => Some(coupon),
            _ => None,
        }
    }
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PayAsYouGo => f.write_str("pay as you go"),
            Self::PayAsYouGoWithCoupon(_) => f.write_str("pay as you go, with a coupon"),
            Self::Prepaid(term) => write!(f, "prepaid {term}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_plan_has_its_mode_and_only_prepaid_ones_a_term() {
        let coupon = CouponId::new("c-1").unwrap();
        for (plan, mode, term) in [
            (Plan::PayAsYouGo, "1", None),
            (Plan::PayAsYouGoWithCoupon(coupon), "1", None),
            (Plan::days(3).unwrap(), "4", Some("3D")),
            (Plan::weeks(2).unwrap(), "3", Some("2W")),
            (Plan::months(1).unwrap(), "2", Some("1M")),
        ] {
            assert_eq!(plan.selling_mode().as_str(), mode);
            assert_eq!(plan.term().map(|term| term.to_string()).as_deref(), term);
            assert_eq!(plan.coupon().is_some(), matches!(plan, Plan::PayAsYouGoWithCoupon(_)));
        }
    }

    #[test]
    fn a_term_of_nothing_cannot_be_made() {
        for plan in [Plan::days(0), Plan::weeks(0), Plan::months(0)] {
            assert_eq!(plan.unwrap_err().field(), Some("CostTime"));
        }
    }
}
