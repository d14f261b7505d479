//! Kubernetes quantities: `16`, `500m`, `96Gi`.

use std::fmt;
use std::str::FromStr;

use gpu_common::{Decimal, InvalidInput, OneLine, Text};
use gpu_json::{FieldValue, Parsed};
use serde::{Serialize, Serializer};
use serde_json::Number;

/// An amount in the form that Kubernetes writes, exactly, with the text as it came. The samples show
/// `"96Gi"` and `"16"`; that other suffixes mean what they mean in Kubernetes is inferred.
///
/// ```
/// let memory: mdc_client::Quantity = "96Gi".parse()?;
/// assert_eq!(memory.as_str(), "96Gi");
/// assert_eq!(memory.whole(), Some(96 << 30));
/// assert_eq!(memory.value().to_string(), "103079215104");
/// # Ok::<(), mdc_client::InvalidInput>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
// The text alone: an amount has twice the size, and is asked for of few instances.
pub struct Quantity(Text);

impl Quantity {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The amount: bytes for memory, cores for CPUs.
    pub fn value(&self) -> Decimal {
        // It has one: it was read once before.
        amount(&self.0).unwrap_or(Decimal::ZERO)
    }

    /// The amount, if it is whole.
    pub fn whole(&self) -> Option<u64> {
        let value = self.value().trimmed();
        (value.scale() == 0).then(|| u64::try_from(value.mantissa()).ok())?
    }
}

/// What a unit multiplies by: `m` divides by a thousand, `k` to `P` multiply by powers of a thousand, `Ki`
/// to `Pi` by powers of 1024.
fn factor(unit: &str) -> Option<Decimal> {
    let (base, names) = match unit.ends_with('i') {
        true => (1024_i128, ["Ki", "Mi", "Gi", "Ti", "Pi"]),
        false => (1000, ["k", "M", "G", "T", "P"]),
    };
    let power = match unit {
        "" => 0,
        "m" => return Decimal::new(1, 3),
        _ => names.iter().position(|name| *name == unit)? + 1,
    };
    Decimal::new(base.pow(u32::try_from(power).ok()?), 0)
}

impl FromStr for Quantity {
    type Err = InvalidInput;

    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let reason = "not a number with an optional unit such as `m`, `k`, `Mi` or `Gi`";
        amount(text).map(|_| Self(text.into())).ok_or_else(|| InvalidInput::new("quantity", reason))
    }
}

/// A number with a unit, multiplied out.
fn amount(text: &str) -> Option<Decimal> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: Decimal = number.parse().ok()?;
    number.checked_mul(factor(unit)?)
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&OneLine::short(&self.0).to_string())
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Quantity({self})")
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A text; a number by its digits.
impl FieldValue for Quantity {
    fn from_text(text: &str) -> Parsed<Self> {
        text.parse().map_or(Parsed::Unreadable, Parsed::Same)
    }

    fn from_number(number: &Number) -> Parsed<Self> {
        Parsed::converted(number.to_string().parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_multiply_exactly() {
        for (text, whole) in [
            ("16", Some(16)),
            ("96Gi", Some(103_079_215_104)),
            ("1.5Gi", Some(1_610_612_736)),
            ("129M", Some(129_000_000)),
            ("2000m", Some(2)),
            ("500m", None),
            ("4Pi", Some(4 << 50)),
            ("0", Some(0)),
        ] {
            let quantity: Quantity = text.parse().unwrap();
            assert_eq!(quantity.whole(), whole, "{text}");
            assert_eq!(quantity.to_string(), text);
        }
        assert_eq!("500m".parse::<Quantity>().unwrap().value().to_string(), "0.500");
        let number: gpu_json::Field<Quantity> = serde_json::from_str("17179869184").unwrap();
        assert_eq!(number.get().and_then(Quantity::whole), Some(16 << 30));
    }

    #[test]
    fn what_is_no_quantity_is_refused_and_an_endless_one_is_cut() {
        for text in ["", "Gi", "-1", "+1", "1 Gi", "1gi", "1e3", "1GiB", "0x10", "1..2", "１", "1i"]
        {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
        let long: Quantity = format!("{}1", "0".repeat(100_000)).parse().unwrap();
        assert!(long.to_string().len() < 300 && long.whole() == Some(1));
    }
}
