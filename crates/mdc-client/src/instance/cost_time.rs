//! Paid terms: `3D`, `2W`, `1M`, and `+3D` for time added.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use gpu_common::{Estimate, Price};
use gpu_json::{FieldValue, Parsed};
use serde::{Serialize, Serializer};

use crate::{Error, SellingMode};

/// What a paid term is counted in. (Documented: the letters `D`, `W`, `M`.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TermUnit {
    /// Days, `D`.
    Day,
    /// Weeks, `W`.
    Week,
    /// Months, `M`.
    Month,
}

/// A term paid in advance, such as three days: `3D`. Documented.
///
/// ```
/// use mdc_client::{SellingMode, Term, TermUnit};
///
/// let term = Term::new(2, TermUnit::Week)?;
/// assert_eq!((term.count(), term.unit()), (2, TermUnit::Week));
/// assert_eq!(term.selling_mode(), SellingMode::Weekly);
/// # Ok::<(), mdc_client::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    count: NonZeroU16,
    unit: TermUnit,
}

/// A term as the vendor writes it, which may be one added to a running term: `+3D`.
///
/// Both forms are documented. No documented call takes the second, so this crate only reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CostTime {
    /// The term.
    pub term: Term,
    /// Whether the term is added to a running one.
    pub added: bool,
}

impl TermUnit {
    fn letter(self) -> char {
        match self {
            Self::Day => 'D',
            Self::Week => 'W',
            Self::Month => 'M',
        }
    }
}

impl fmt::Display for TermUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        })
    }
}

impl Term {
    /// So many days, weeks or months.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming `CostTime` for none at all.
    pub fn new(count: u16, unit: TermUnit) -> Result<Self, Error> {
        NonZeroU16::new(count).map(|count| Self { count, unit }).ok_or_else(|| {
            Error::invalid("CostTime", "is zero: a term has at least one day, week or month")
        })
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> u16 {
        self.count.get()
    }

    /// Of what.
    #[must_use]
    pub fn unit(self) -> TermUnit {
        self.unit
    }

    /// The selling mode that belongs to the unit. That day, week and month belong to modes 4, 3
    /// and 2 is inferred from their names.
    #[must_use]
    pub fn selling_mode(self) -> SellingMode {
        match self.unit {
            TermUnit::Day => SellingMode::Daily,
            TermUnit::Week => SellingMode::Weekly,
            TermUnit::Month => SellingMode::Monthly,
        }
    }

    /// What the whole term costs at a price for one day, week or month of it.
    pub(crate) fn cost(self, price: &Price) -> Option<Estimate> {
        let money = price.rate.cost_of_periods(self.count.get().into()).ok()?;
        Some(Estimate::exact(money, price.relied_on.clone()))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.letter())
    }
}

impl fmt::Display for CostTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.added { "+" } else { "" }, self.term)
    }
}

impl FromStr for CostTime {
    type Err = Error;

    /// Reads the documented forms only; lower case, nought and combined terms are unknown.
    fn from_str(text: &str) -> Result<Self, Error> {
        let refuse = || Error::invalid("CostTime", "not a term such as 3D, 2W, 1M or +3D");
        let (added, term) = text.strip_prefix('+').map_or((false, text), |term| (true, term));
        let units = [TermUnit::Day, TermUnit::Week, TermUnit::Month];
        let read =
            units.into_iter().find_map(|unit| Some((term.strip_suffix(unit.letter())?, unit)));
        let (digits, unit) = read.ok_or_else(refuse)?;
        // `parse` alone would take a sign of its own.
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse());
        }
        let count = digits.parse().map_err(|_| refuse())?;
        Ok(Self { term: Term::new(count, unit)?, added })
    }
}

impl Serialize for CostTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FieldValue for CostTime {
    fn from_text(text: &str) -> Parsed<Self> {
        match text.parse::<Self>() {
            Ok(time) if time.to_string() == text => Parsed::Same(time),
            Ok(time) => Parsed::Converted(time),
            Err(_) => Parsed::Unreadable,
        }
    }
}

#[cfg(test)]
mod tests {
    use gpu_json::Field;

    use super::*;

    #[test]
    fn the_documented_forms_are_read_and_written_back() {
        for (text, count, unit, added) in [
            ("3D", 3, TermUnit::Day, false),
            ("2W", 2, TermUnit::Week, false),
            ("1M", 1, TermUnit::Month, false),
            ("+3D", 3, TermUnit::Day, true),
        ] {
            let time: CostTime = text.parse().unwrap();
            assert_eq!((time.term.count(), time.term.unit(), time.added), (count, unit, added));
            assert_eq!(time.to_string(), text);
        }
    }

    #[test]
    fn other_forms_are_not_read_and_not_lost() {
        for text in ["0D", "D", "3", "3d", "1W2D", "-3D", "++3D", "+-3D", "3 D", "70000D", "3Y"] {
            let json = serde_json::to_string(text).unwrap();
            let field: Field<CostTime> = serde_json::from_str(&json).unwrap();
            assert_eq!(field.get(), None, "{text}");
            assert_eq!(serde_json::to_string(&field).unwrap(), json);
        }
        let padded: Field<CostTime> = serde_json::from_str(r#""03D""#).unwrap();
        assert!(padded.is_set());
        assert_eq!(serde_json::to_string(&padded).unwrap(), r#""03D""#);
    }
}
