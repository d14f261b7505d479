//! How an instance is paid: selling mode, term and coupon as one choice.

use std::fmt;
use std::str::FromStr;

use gpu_common::{Estimate, Period, Price};
use gpu_json::{FieldValue, Parsed};
use serde::{Serialize, Serializer};

use crate::{CouponId, Error, Result, SellingMode};

/// The letters of the units, and the selling mode of each (inferred from their names).
const UNITS: [(char, Period, SellingMode); 3] = [
    ('D', Period::Day, SellingMode::Daily),
    ('W', Period::Week, SellingMode::Weekly),
    ('M', Period::Month, SellingMode::Monthly),
];

/// How a new instance is to be paid. Only a prepaid plan has a term, and only pay as you go takes a coupon
/// (documented).
///
/// ```
/// use mdc_client::{Period, Plan};
///
/// let plan = Plan::prepaid(2, Period::Week)?;
/// assert_ne!(plan, Plan::PayAsYouGo);
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
    /// So many days, weeks or months, paid in advance.
    ///
    /// # Errors
    ///
    /// As [`Term::new`].
    pub fn prepaid(count: u16, unit: Period) -> Result<Self> {
        Term::new(count, unit).map(Self::Prepaid)
    }

    pub(crate) fn selling_mode(&self) -> SellingMode {
        match self {
            Self::PayAsYouGo | Self::PayAsYouGoWithCoupon(_) => SellingMode::PayAsYouGo,
            Self::Prepaid(term) => term.selling_mode(),
        }
    }

    pub(crate) fn term(&self) -> Option<Term> {
        match self {
            Self::Prepaid(term) => Some(*term),
            _ => None,
        }
    }

    pub(super) fn coupon(&self) -> Option<&CouponId> {
        match self {
            Self::PayAsYouGoWithCoupon(coupon) => Some(coupon),
            _ => None,
        }
    }
}

/// A term paid in advance, such as three days: `3D`; or one added to a running term: `+3D`. Both forms are
/// documented. No documented call takes the second, so this crate only reads it.
///
/// ```
/// use mdc_client::{Period, Term};
///
/// let term = Term::new(2, Period::Week)?;
/// assert_eq!((term.count(), term.unit(), term.is_added()), (2, Period::Week, false));
/// assert_eq!(term.to_string(), "2W");
/// # Ok::<(), mdc_client::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// At least 1.
    count: u16,
    unit: Period,
    added: bool,
}

impl Term {
    /// So many days, weeks or months.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming `CostTime` for none at all, and for hours.
    pub fn new(count: u16, unit: Period) -> Result<Self> {
        let has_letter = UNITS.iter().any(|(_, known, _)| *known == unit);
        if count == 0 || !has_letter {
            return Err(Error::invalid("CostTime", "a term has at least one day, week or month"));
        }
        Ok(Self { count, unit, added: false })
    }

    /// How many.
    pub fn count(self) -> u16 {
        self.count
    }

    /// Of what: days, weeks or months.
    pub fn unit(self) -> Period {
        self.unit
    }

    /// Whether it is added to a running term.
    pub fn is_added(self) -> bool {
        self.added
    }

    fn selling_mode(self) -> SellingMode {
        let mode = UNITS.into_iter().find(|(_, unit, _)| *unit == self.unit);
        mode.map_or(SellingMode::PayAsYouGo, |(_, _, mode)| mode)
    }

    /// What the whole term costs at a price for one day, week or month of it; `None` for a price of
    /// another period.
    pub(crate) fn cost(self, price: &Price) -> Option<Estimate> {
        if price.rate.period() != self.unit {
            return None;
        }
        let money = price.rate.cost_of_periods(self.count.into()).ok()?;
        Some(Estimate::exact(money, price.relied_on.clone()))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter =
            UNITS.iter().find(|(_, unit, _)| *unit == self.unit).map(|(letter, ..)| letter);
        let sign = if self.added { "+" } else { "" };
        write!(f, "{sign}{}{}", self.count, letter.unwrap_or(&'?'))
    }
}

impl FromStr for Term {
    type Err = Error;

    /// Reads the documented forms only; lower case, nought and combined terms are unknown.
    fn from_str(text: &str) -> Result<Self> {
        let refuse = || Error::invalid("CostTime", "not a term such as 3D, 2W, 1M or +3D");
        let (added, term) = text.strip_prefix('+').map_or((false, text), |term| (true, term));
        let of_unit = |(letter, unit, _)| Some((term.strip_suffix(letter)?, unit));
        let (digits, unit) = UNITS.into_iter().find_map(of_unit).ok_or_else(refuse)?;
        // `parse` alone would take a sign of its own.
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse());
        }
        let count = digits.parse().map_err(|_| refuse())?;
        Ok(Self { added, ..Self::new(count, unit)? })
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FieldValue for Term {
    fn from_text(text: &str) -> Parsed<Self> {
        match text.parse::<Self>() {
            Ok(term) if term.to_string() == text => Parsed::Same(term),
            Ok(term) => Parsed::Converted(term),
            Err(_) => Parsed::Unreadable,
        }
    }
}

#[cfg(test)]
mod tests {
    use gpu_json::Field;

    use super::*;

    #[test]
    fn the_documented_forms_are_read_and_written_back_and_others_are_not_lost() {
        for (text, count, unit, added) in [
            ("3D", 3, Period::Day, false),
            ("2W", 2, Period::Week, false),
            ("1M", 1, Period::Month, false),
            ("+3D", 3, Period::Day, true),
        ] {
            let term: Term = text.parse().unwrap();
            assert_eq!((term.count(), term.unit(), term.is_added()), (count, unit, added));
            assert_eq!(term.to_string(), text);
        }
        let odd = ["0D", "D", "3", "3d", "1W2D", "-3D", "++3D", "+-3D", "3 D", "70000D", "3Y"];
        for text in odd.into_iter().chain(["03D", "3D"]) {
            let json = format!("{text:?}");
            let field: Field<Term> = serde_json::from_str(&json).unwrap();
            assert_eq!(field.get().is_some(), !odd.contains(&text), "{text}");
            assert_eq!(serde_json::to_string(&field).unwrap(), json);
        }
    }

    #[test]
    fn a_term_of_nothing_or_of_hours_cannot_be_made() {
        for (count, unit) in [(0, Period::Day), (3, Period::Hour)] {
            assert_eq!(Plan::prepaid(count, unit).unwrap_err().field(), Some("CostTime"));
        }
    }
}
