//! Structs of a vendor's objects, without what serde would have to be told of every field.

/// Defines a struct that stands for a vendor's object. It is the struct that is written, with three
/// things that all of them have:
///
/// - every `Field` is `#[serde(default, skip_serializing_if = "Field::is_absent")]`: it may be absent,
///   and is then absent when it is written again. A field of another type is required;
/// - the last field is `#[serde(flatten)] pub extra: Extra`;
/// - it is an [`Object`](crate::Object), so that a [`Field`](crate::Field) can hold it.
///
/// ```
/// use gpu_json::Field;
/// use serde::{Deserialize, Serialize};
///
/// gpu_json::object! {
///     /// A machine.
///     #[derive(Debug, Deserialize, Serialize)]
///     #[serde(rename_all = "camelCase")]
///     pub struct Machine {
///         /// Its id.
///         pub id: String,
///         /// How many cores it has.
///         #[serde(rename = "cpu")]
///         pub cores: Field<u32>,
///     }
/// }
///
/// let sent = r#"{"id":"m-1","cpu":"16","rack":7}"#;
/// let machine: Machine = serde_json::from_str(sent)?;
/// assert_eq!((machine.cores.copied(), machine.extra.len()), (Some(16), 1));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($fields:tt)* }) => {
        $crate::object! { @fields [$vis] [$(#[$meta])* $vis struct $name] [] $($fields)* }

        impl $crate::Object for $name {}
    };
    (@fields $vis:tt $head:tt [$($done:tt)*]
        $(#[$meta:meta])* $seen:vis $field:ident: Field<$of:ty>, $($rest:tt)*
    ) => {
        $crate::object! { @fields $vis $head [
            $($done)*
            $(#[$meta])*
            #[serde(default, skip_serializing_if = "Field::is_absent")]
            $seen $field: Field<$of>,
        ] $($rest)* }
    };
    (@fields $vis:tt $head:tt [$($done:tt)*]
        $(#[$meta:meta])* $seen:vis $field:ident: $of:ty, $($rest:tt)*
    ) => {
        $crate::object! {
            @fields $vis $head [$($done)* $(#[$meta])* $seen $field: $of,] $($rest)*
        }
    };
    (@fields [$vis:vis] [$($head:tt)*] [$($done:tt)*]) => {
        $($head)* {
            $($done)*
            /// What was sent beside the documented fields.
            #[serde(flatten)]
            $vis extra: $crate::Extra,
        }
    };
}
