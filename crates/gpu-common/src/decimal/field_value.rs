//! Decimals in a vendor's field.

use serde_json::Number;

use super::Decimal;
use crate::{FieldValue, Reading};

/// A number as it prints, or a text that holds one.
impl FieldValue for Decimal {
    fn from_text(text: &str) -> Reading<Self> {
        match text.trim().parse::<Self>() {
            Ok(number) if number.to_string() == text => Reading::Same(number),
            Ok(number) => Reading::Converted(number),
            Err(_) => Reading::Unreadable,
        }
    }

    fn from_number(number: &Number) -> Reading<Self> {
        Reading::converted(Self::from_json(number).ok())
    }
}
