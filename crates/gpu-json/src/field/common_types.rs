//! How fields read the types of `gpu-common`.

use gpu_common::{
    CivilDateTime, Decimal, HttpAddress, MASK, Protocol, Region, Secret, Text, Timestamp,
};
use serde_json::Number;

use super::{FieldValue, Parsed};

/// As `String`.
impl FieldValue for Text {
    fn from_text(text: &str) -> Parsed<Self> {
        Parsed::Same(text.into())
    }

    fn from_number(number: &Number) -> Parsed<Self> {
        Parsed::Converted(number.to_string().as_str().into())
    }

    fn from_bool(value: bool) -> Parsed<Self> {
        Parsed::Converted(value.to_string().as_str().into())
    }
}

/// A number as it prints, or a text that holds one.
impl FieldValue for Decimal {
    fn from_text(text: &str) -> Parsed<Self> {
        match text.trim().parse::<Self>() {
            Ok(number) if number.to_string() == text => Parsed::Same(number),
            Ok(number) => Parsed::Converted(number),
            Err(_) => Parsed::Unreadable,
        }
    }

    fn from_number(number: &Number) -> Parsed<Self> {
        Parsed::converted(number.to_string().parse().ok())
    }
}

crate::__id_in_a_field!(Region, false);

/// A text that is an address; any other text is unreadable and masked like one.
impl FieldValue for HttpAddress {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Parsed<Self> {
        text.parse().map_or(Parsed::Unreadable, Parsed::Same)
    }
}

/// Any text; the enum is open.
impl FieldValue for Protocol {
    fn from_text(text: &str) -> Parsed<Self> {
        Parsed::Same(text.into())
    }
}

/// As `String`, and masked wherever it is shown. What was masked when it was written is unreadable.
impl FieldValue for Secret {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Parsed<Self> {
        match text {
            MASK => Parsed::Unreadable,
            text => Parsed::Same(Self::from(text)),
        }
    }

    fn from_number(number: &Number) -> Parsed<Self> {
        Parsed::Converted(Self::from(number.to_string()))
    }
}

/// RFC 3339 with an offset; Go's zero time is blank. A number is not read: its unit is unknown.
impl FieldValue for Timestamp {
    fn from_text(text: &str) -> Parsed<Self> {
        /// 0001-01-01T00:00:00Z in seconds, what Go prints for a time that was never set.
        const GO_ZERO: i64 = -62_135_596_800;
        match text.trim().parse::<Self>() {
            Ok(time) if time.as_second() == GO_ZERO => Parsed::Blank,
            Ok(time) => same_or_converted(time, text),
            Err(_) => Parsed::Unreadable,
        }
    }
}

/// A date and a time of day without offset; 0001-01-01 00:00:00 is blank.
impl FieldValue for CivilDateTime {
    fn from_text(text: &str) -> Parsed<Self> {
        match text.trim().parse::<Self>() {
            Ok(time) if time.to_string() == "0001-01-01 00:00:00" => Parsed::Blank,
            Ok(time) => same_or_converted(time, text),
            Err(_) => Parsed::Unreadable,
        }
    }
}

fn same_or_converted<T: ToString>(time: T, text: &str) -> Parsed<T> {
    if time.to_string() == text { Parsed::Same(time) } else { Parsed::Converted(time) }
}
