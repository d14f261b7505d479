//! How fields read plain types, in their natural and their unnatural forms.

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

text!(String, gpu_common::Text);

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
