//! Making an object's struct fit for a field.

/// Lets a [`Field`](crate::Field) hold a struct: `object!(Hardware)`, or several at once.
///
/// The struct reads itself by its own `Deserialize` and should forgive everything, that is, consist
/// of `Field`s and a flattened [`Extra`](crate::Extra) only: an object that has begun to be read
/// cannot be taken back, so a required field that is missing in it fails the whole answer. (So
/// does a documented key that occurs twice in one object.)
///
/// Anything that is not an object is kept as unreadable, and masked in logs, because the object
/// may hold secrets.
///
/// ```
/// use gpu_common::{Extra, Field};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Deserialize, Serialize)]
/// struct Hardware {
///     #[serde(default, skip_serializing_if = "Field::is_absent")]
///     cores: Field<u32>,
///     #[serde(flatten)]
///     extra: Extra,
/// }
/// gpu_common::object!(Hardware);
///
/// let hardware: Field<Hardware> = serde_json::from_str(r#"{"cores":16}"#)?;
/// assert_eq!(hardware.get().and_then(|hardware| hardware.cores.copied()), Some(16));
/// let nothing: Field<Hardware> = serde_json::from_str("null")?;
/// assert!(nothing.get().is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    ($($object:ty),+ $(,)?) => {$(
        impl $crate::FieldValue for $object {
            const SECRET: bool = true;

            fn read_field<'de, D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<$crate::Field<Self>, D::Error> {
                $crate::structured(deserializer)
            }
        }

        impl $crate::Structured for $object {
            fn from_object<'de, A: $crate::__private::MapAccess<'de>>(
                object: A,
            ) -> ::core::result::Result<
                ::core::result::Result<Self, $crate::__private::Value>,
                A::Error,
            > {
                $crate::__private::object(object)
            }
        }
    )+};
}

/// Reads an object by its own `Deserialize`.
pub fn object<'de, T, A>(object: A) -> Result<Result<T, serde_json::Value>, A::Error>
where
    T: serde::Deserialize<'de>,
    A: serde::de::MapAccess<'de>,
{
    T::deserialize(serde::de::value::MapAccessDeserializer::new(object)).map(Ok)
}
