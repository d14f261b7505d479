//! Types of ids and names that a [`Field`](crate::Field) can hold.

/// Defines the type of an id or a name, fit for a [`Field`](crate::Field).
///
/// It is [`gpu_common::string_id!`] with a [`FieldValue`](crate::FieldValue): what a vendor sends is
/// kept as it is unless it names nothing, and a number is read as its digits.
///
/// ```
/// use gpu_json::Field;
///
/// gpu_json::string_id! {
///     /// A specification's id.
///     pub struct SkuId("sku id");
/// }
///
/// let sku: Field<SkuId> = serde_json::from_str("66")?;
/// assert_eq!(sku.as_str(), Some("66"));
/// assert_eq!(serde_json::to_string(&sku)?, "66");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! string_id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident($($rest:tt)*);) => {
        $crate::__private::gpu_common::string_id! {
            $(#[$meta])*
            $vis struct $name($($rest)*);
        }
        $crate::__id_in_a_field!($name, false);
    };
    ($(#[$meta:meta])* $vis:vis secret struct $name:ident($($rest:tt)*);) => {
        $crate::__private::gpu_common::string_id! {
            $(#[$meta])*
            $vis secret struct $name($($rest)*);
        }
        $crate::__id_in_a_field!($name, true);
    };
}

/// How a field reads a type of `string_id!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __id_in_a_field {
    ($name:ty, $secret:literal) => {
        impl $crate::FieldValue for $name {
            const SECRET: bool = $secret;

            fn from_text(text: &str) -> $crate::Parsed<Self> {
                Self::from_sent(text, false)
                    .map_or($crate::Parsed::Unreadable, $crate::Parsed::Same)
            }

            fn from_number(number: &$crate::__private::Number) -> $crate::Parsed<Self> {
                Self::from_sent(&number.to_string(), true)
                    .map_or($crate::Parsed::Unreadable, $crate::Parsed::Same)
            }
        }
    };
}
