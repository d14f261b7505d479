//! Enums of texts that a [`Field`](crate::Field) can hold.

use serde_json::Number;

use crate::Parsed;

/// Defines an enum of texts that a vendor may extend at any time, fit for a [`Field`](crate::Field).
///
/// It is [`gpu_common::open_enum!`] with a [`FieldValue`](crate::FieldValue). If a known text is
/// made of digits, a number is read as its digits.
///
/// ```
/// use gpu_json::Field;
///
/// gpu_json::open_enum! {
///     /// How a machine is paid.
///     pub enum Payment {
///         /// By the hour.
///         Hourly = "1",
///     }
/// }
///
/// let payment: Field<Payment> = serde_json::from_str("1")?;
/// assert_eq!(payment, Payment::Hourly);
/// let payment: Field<Payment> = serde_json::from_str(r#""prepaid""#)?;
/// assert_eq!(payment, "prepaid");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident { $($variants:tt)* }
    ) => {
        $crate::__private::gpu_common::open_enum! {
            $(#[$meta])*
            $visibility enum $name { $($variants)* }
        }

        impl $crate::FieldValue for $name {
            fn from_text(text: &str) -> $crate::Parsed<Self> {
                $crate::Parsed::Same(Self::from(text))
            }

            fn from_number(
                number: &$crate::__private::Number,
            ) -> $crate::Parsed<Self> {
                $crate::__private::number(number, Self::KNOWN)
            }
        }
    };
}

/// Reads a number where digits are documented. Called by the macro.
pub fn number<T: AsRef<str> + for<'a> From<&'a str>>(number: &Number, known: &[T]) -> Parsed<T> {
    let mut known = known.iter().map(|value| value.as_ref().as_bytes());
    if known.any(|text| text.iter().all(u8::is_ascii_digit)) {
        Parsed::Converted(T::from(&number.to_string()))
    } else {
        Parsed::Unreadable
    }
}
