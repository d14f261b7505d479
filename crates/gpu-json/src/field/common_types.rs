//! How the types of `gpu-common` are read.

use gpu_common::{Decimal, HttpAddress, Protocol, Region, Text};
use serde_json::Number;

use super::{FieldValue, Reading};

/// As `String`.
impl FieldValue for Text {
    fn from_text(text: &str) -> Reading<Self> {
        Reading::Same(text.into())
    }

    fn from_number(number: &Number) -> Reading<Self> {
        Reading::Converted(number.to_string().as_str().into())
    }

    fn from_bool(value: bool) -> Reading<Self> {
        Reading::Converted(value.to_string().as_str().into())
    }
}

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
        Reading::converted(number.to_string().parse().ok())
    }
}

/// A text; a number is not read as a region, because it could be the id of one.
impl FieldValue for Region {
    fn from_text(text: &str) -> Reading<Self> {
        Self::from_sent(text, false).map_or(Reading::Unreadable, Reading::Same)
    }
}

/// A text that is an address; any other text is unreadable and masked like one.
impl FieldValue for HttpAddress {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Reading<Self> {
        text.parse().map_or(Reading::Unreadable, Reading::Same)
    }
}

/// Any text; the enum is open.
impl FieldValue for Protocol {
    fn from_text(text: &str) -> Reading<Self> {
        Reading::Same(text.into())
    }
}
