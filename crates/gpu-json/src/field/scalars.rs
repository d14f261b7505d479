//! How the plain types read their natural and their unnatural forms.

use serde_json::Number;

use super::{FieldValue, Reading};
use gpu_common::{MASK, Secret};

/// A text; a number or boolean is read as its JSON spelling.
impl FieldValue for String {
    fn from_text(text: &str) -> Reading<Self> {
        Reading::Same(text.to_owned())
    }

    fn from_number(number: &Number) -> Reading<Self> {
        Reading::Converted(number.to_string())
    }

    fn from_bool(value: bool) -> Reading<Self> {
        Reading::Converted(value.to_string())
    }
}

/// As `String`, and masked wherever it is shown. What was masked when it was written is unreadable.
impl FieldValue for Secret {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Reading<Self> {
        match text {
            MASK => Reading::Unreadable,
            text => Reading::Same(Self::from(text)),
        }
    }

    fn from_number(number: &Number) -> Reading<Self> {
        Reading::Converted(Self::from(number.to_string()))
    }
}

/// `true` and `false`; also as a text in any case, and `1` and `0` as number or text.
impl FieldValue for bool {
    fn from_text(text: &str) -> Reading<Self> {
        let text = text.trim();
        Reading::converted(if text == "1" || text.eq_ignore_ascii_case("true") {
            Some(true)
        } else if text == "0" || text.eq_ignore_ascii_case("false") {
            Some(false)
        } else {
            None
        })
    }

    fn from_number(number: &Number) -> Reading<Self> {
        Reading::converted(match number.as_u64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        })
    }

    fn from_bool(value: bool) -> Reading<Self> {
        Reading::Same(value)
    }
}

/// A whole number in range; also as a text, and as a float without a fraction (`16.0`).
macro_rules! whole_number {
    ($($integer:ty),+) => {$(
        impl FieldValue for $integer {
            fn from_text(text: &str) -> Reading<Self> {
                Reading::converted(text.trim().parse().ok())
            }

            fn from_number(number: &Number) -> Reading<Self> {
                if let Some(whole) = number.as_u64() {
                    return whole.try_into().map_or(Reading::Unreadable, Reading::Same);
                }
                // A zero here is `-0`, which is written back as it came.
                if let Some(whole) = number.as_i64().filter(|whole| *whole != 0) {
                    return whole.try_into().map_or(Reading::Unreadable, Reading::Same);
                }
                Reading::converted(number.as_f64().and_then(whole).and_then(|n| n.try_into().ok()))
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
