//! Structs of fields, read and written by name.

mod place;
mod read;

use serde::Deserialize;

pub use place::{List, Object, Place, Refused, Required, Sent};
pub use read::read_object;
pub(crate) use read::{place, read_object_text};

/// A struct that [`record!`](crate::record) made readable.
pub trait Record: Object + for<'de> Deserialize<'de> {
    /// One of which nothing has come, to be read into. It is nobody's answer.
    fn blank() -> Self;
}

/// Makes a struct of [`Field`](crate::Field)s readable and writable, each under its documented
/// name, and fit for being a field itself.
///
/// The struct consists of `Field`s and an [`Extra`](crate::Extra), which is called `extra` and
/// keeps what was sent under other names. Values without which it makes no sense stand apart,
/// `record!(Machine, required { id: "id" }, { … })`: ids, whose types are made fit for it by
/// [`required!`](crate::required), and lists ([`Items`](crate::Items)) of records.
///
/// A documented name that comes twice, or a required one that does not come, is an error. So is
/// what is no object, except in a `Field`, which keeps it as unreadable, and masks it in logs,
/// because it may hold secrets. Written is what was sent, the documented fields first.
///
/// ```
/// use gpu_json::{Extra, Field};
///
/// #[derive(Debug)]
/// struct Hardware {
///     cores: Field<u32>,
///     ram_mb: Field<u64>,
///     extra: Extra,
/// }
/// gpu_json::record!(Hardware, { cores: "cores", ram_mb: "ramMB" });
///
/// let hardware: Field<Hardware> = serde_json::from_str(r#"{"ramMB":64}"#)?;
/// assert_eq!(hardware.get().and_then(|hardware| hardware.ram_mb.copied()), Some(64));
/// let nothing: Field<Hardware> = serde_json::from_str("null")?;
/// assert!(nothing.get().is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! record {
    (
        $record:ty,
        $(required { $($required:ident: $required_name:literal),+ $(,)? },)?
        { $($field:ident: $name:literal),* $(,)? }
    ) => {
        impl $crate::Object for $record {
            fn expected(&self) -> &'static str {
                ::core::concat!("struct ", ::core::stringify!($record))
            }

            fn names(&self) -> &'static [&'static str] {
                &[$($($required_name,)+)? $($name,)*]
            }

            fn place(
                &mut self,
                index: usize,
            ) -> ::core::option::Option<&mut dyn $crate::Place> {
                let after = index;
                $($(
                    let index = after;
                    if index == 0 {
                        return ::core::option::Option::Some(&mut self.$required);
                    }
                    let after = index - 1;
                )+)?
                $(
                    let index = after;
                    if index == 0 {
                        return ::core::option::Option::Some(&mut self.$field);
                    }
                    let after = index - 1;
                )*
                let _ = after;
                ::core::option::Option::None
            }

            fn other(
                &mut self,
                name: &str,
            ) -> ::core::option::Option<&mut dyn $crate::Place> {
                ::core::option::Option::Some(self.extra.place(name))
            }

            fn end(&mut self) -> ::core::option::Option<&'static str> {
                $($(if $crate::Required::is_unset(&self.$required) {
                    return ::core::option::Option::Some($required_name);
                })+)?
                ::core::option::Option::None
            }
        }

        impl $crate::Record for $record {
            fn blank() -> Self {
                Self {
                    $($($required: $crate::Required::unset(),)+)?
                    $($field: $crate::Field::absent(),)*
                    extra: ::core::default::Default::default(),
                }
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $record {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let mut record = $crate::Record::blank();
                $crate::read_object(&mut record, deserializer)?;
                ::core::result::Result::Ok(record)
            }
        }

        impl $crate::__private::Serialize for $record {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                use $crate::__private::SerializeMap as _;
                let mut map = serializer.serialize_map(::core::option::Option::None)?;
                $($(map.serialize_entry($required_name, &self.$required)?;)+)?
                $(
                    if !self.$field.is_absent() {
                        map.serialize_entry($name, &self.$field)?;
                    }
                )*
                self.extra.write_to(&mut map)?;
                map.end()
            }
        }

        impl $crate::FieldValue for $record {
            const SECRET: bool = true;

            fn object(
                field: &mut $crate::Field<Self>,
            ) -> ::core::option::Option<&mut dyn $crate::Object> {
                let record = field.begin($crate::Record::blank())?;
                ::core::option::Option::Some(record)
            }
        }
    };
}

/// Makes a text type fit for being a [`record!`](crate::record)'s required value, with the text
/// that stands in its place until it comes. What it is read from is what its
/// [`FieldValue`](crate::FieldValue) reads; an empty text and white space are refused.
#[macro_export]
macro_rules! required {
    ($value:ty, $expected:literal, unset: $unset:expr, is_unset: $is_unset:expr) => {
        impl $crate::Required for $value {
            const EXPECTED: &'static str = $expected;

            fn unset() -> Self {
                $unset
            }

            fn is_unset(&self) -> bool {
                let is_unset: fn(&Self) -> bool = $is_unset;
                is_unset(self)
            }
        }
    };
}
