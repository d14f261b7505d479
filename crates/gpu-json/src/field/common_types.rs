//! How fields read the types of `gpu-common`.

use std::str::FromStr;

use gpu_common::{CivilDateTime, Decimal, HttpAddress, MASK, Protocol, Region, Secret, Timestamp};
use serde_json::Number;

use super::{FieldValue, Parsed};

/// A number as it prints, or a text that holds one.
impl FieldValue for Decimal {
    fn from_text(text: &str) -> Parsed<Self> {
        read(text)
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
        match read(text) {
            Parsed::Same(time) | Parsed::Converted(time) if is_go_zero(time) => Parsed::Blank,
            read => read,
        }
    }
}

/// A date and a time of day without offset; 0001-01-01 00:00:00 is blank.
impl FieldValue for CivilDateTime {
    fn from_text(text: &str) -> Parsed<Self> {
        match read::<Self>(text) {
            Parsed::Same(time) | Parsed::Converted(time)
                if time.at_offset(0).is_ok_and(is_go_zero) =>
            {
                Parsed::Blank
            }
            read => read,
        }
    }
}

/// Whether it is what Go prints for a time that was never set: 0001-01-01T00:00:00Z.
fn is_go_zero(time: Timestamp) -> bool {
    time.as_second() == -62_135_596_800
}

/// What a text says, white space around it aside.
fn read<T: FromStr + ToString>(text: &str) -> Parsed<T> {
    match text.trim().parse::<T>() {
        Ok(value) if value.to_string() == text => Parsed::Same(value),
        Ok(value) => Parsed::Converted(value),
        Err(_) => Parsed::Unreadable,
    }
}
