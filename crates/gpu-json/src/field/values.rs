//! How fields read plain types and those of `gpu-common`, in their natural and their unnatural forms.

use std::str::FromStr;

use gpu_common::{
    CivilDateTime, Decimal, HttpAddress, MASK, Protocol, Region, Secret, Text, Timestamp,
};
use serde_json::Number;

use super::{FieldValue, Parsed};

/// A text; a number or boolean is read as its JSON spelling.
macro_rules! text {
    ($($text:ty),+) => {$(
        impl FieldValue for $text {
            fn from_text(text: &str) -> Parsed<Self> {
                Parsed::Same(text.into())
            }

            fn from_number(number: &Number) -> Parsed<Self> {
                Parsed::Converted(number.to_string().into())
            }

            fn from_bool(value: bool) -> Parsed<Self> {
                Parsed::Converted(value.to_string().into())
            }
        }
    )+};
}

text!(String, Text);

/// `true` and `false`; also as a text in any case, and `1` and `0` as number or text.
impl FieldValue for bool {
    fn from_text(text: &str) -> Parsed<Self> {
        let text = text.trim();
        Parsed::converted(if text == "1" || text.eq_ignore_ascii_case("true") {
            Some(true)
        } else if text == "0" || text.eq_ignore_ascii_case("false") {
            Some(false)
        } else {
            None
        })
    }

    fn from_number(number: &Number) -> Parsed<Self> {
        Parsed::converted(match number.as_u64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        })
    }

    fn from_bool(value: bool) -> Parsed<Self> {
        Parsed::Same(value)
    }
}

/// A whole number in range; also as a text, and as a float without a fraction (`16.0`).
macro_rules! whole_number {
    ($($integer:ty),+) => {$(
        impl FieldValue for $integer {
            fn from_text(text: &str) -> Parsed<Self> {
                Parsed::converted(text.trim().parse().ok())
            }

            fn from_number(number: &Number) -> Parsed<Self> {
                if let Some(whole) = number.as_u64() {
                    return whole.try_into().map_or(Parsed::Unreadable, Parsed::Same);
                }
                // A zero here is `-0`, which is written back as it came.
                if let Some(whole) = number.as_i64().filter(|whole| *whole != 0) {
                    return whole.try_into().map_or(Parsed::Unreadable, Parsed::Same);
                }
                Parsed::converted(number.as_f64().and_then(whole).and_then(|n| n.try_into().ok()))
            }
        }
    )+};
}

whole_number!(u16, u32, u64, i64);

/// The integer that a float is exactly, up to 2⁵³ where floats stop telling integers apart.
fn whole(float: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    (float.fract() == 0.0 && float.abs() <= LIMIT).then_some(float as i64)
}

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
