//! What a type must know to be read by a [`Field`](crate::Field).

use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde_json::Number;

use super::Field;

/// A type that a [`Field`](crate::Field) can hold: how it is read from each kind of JSON.
///
/// A struct that derives `Deserialize` becomes one by [`Object`], an enum by
/// [`open_enum!`](crate::open_enum). Texts, numbers and booleans go to the functions below, each of
/// which has a default, "this is not one of mine". `null`, absence and blank texts (`""`, white
/// space, `"--"`) never reach them.
#[diagnostic::on_unimplemented(
    message = "a `Field` cannot hold `{Self}`",
    label = "`{Self}` does not say how it is read from what vendors send",
    note = "a struct that derives `Deserialize`: add `impl gpu_json::Object for {Self} {{}}`",
    note = "an enum of texts: define it by `gpu_json::open_enum!`",
    note = "for a text, hold `String`; for a list, `Items<T>`; for any JSON, `Extra` keeps it"
)]
pub trait FieldValue: Sized {
    /// Whether what was sent may hold a credential. If so, `Debug` of the field shows neither an
    /// original nor an unreadable value, and serialising masks them outside
    /// [`WithSecrets`](gpu_common::WithSecrets). (The value itself must mask itself.)
    const SECRET: bool = false;

    /// Reads a text that is not blank.
    fn from_text(text: &str) -> Parsed<Self> {
        let _ = text;
        Parsed::Unreadable
    }

    /// Reads a number.
    ///
    /// An integer beyond `u64` and `i64` arrives as the nearest `f64`, as `serde_json` reads it.
    fn from_number(number: &Number) -> Parsed<Self> {
        let _ = number;
        Parsed::Unreadable
    }

    /// Reads `true` or `false`.
    fn from_bool(value: bool) -> Parsed<Self> {
        let _ = value;
        Parsed::Unreadable
    }

    /// Reads a field, of an object or a list by what reads these.
    #[doc(hidden)]
    fn field<'de, D: Deserializer<'de>>(sent: D) -> Result<Field<Self>, D::Error> {
        Field::scalar(sent)
    }
}

/// What a text, number or boolean that a vendor sent says when read as a `T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "`Field` could not keep an outcome that it does not know"
)]
pub enum Parsed<T> {
    /// A `T` whose serialisation is the very JSON that was read.
    Same(T),
    /// A `T` that would be serialised differently (the number of `"16"`, the UTC time of one with
    /// another offset): [`Field`](crate::Field) keeps the original beside it.
    Converted(T),
    /// A form of "nothing". Only a text is remembered as blank; a number or boolean that is
    /// reported so is kept as unreadable.
    Blank,
    /// Not a `T`.
    Unreadable,
}

impl<T> Parsed<T> {
    /// [`Converted`](Self::Converted) if there is a value, [`Unreadable`](Self::Unreadable) if not.
    pub fn converted(value: Option<T>) -> Self {
        value.map_or(Self::Unreadable, Self::Converted)
    }
}

/// A struct that derives `Deserialize`, so that a [`Field`](crate::Field) can hold it.
///
/// Whatever is no object is unreadable, and masked in logs, because it may hold secrets.
///
/// ```
/// use gpu_json::{Extra, Field, Object};
/// use serde::Deserialize;
///
/// #[derive(Debug, Deserialize)]
/// struct Hardware {
///     #[serde(default)]
///     cores: Field<u32>,
///     #[serde(flatten)]
///     extra: Extra,
/// }
///
/// impl Object for Hardware {}
///
/// let hardware: Field<Hardware> = serde_json::from_str(r#"{"cores":"16"}"#)?;
/// assert_eq!(hardware.get().and_then(|hardware| hardware.cores.copied()), Some(16));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Object: DeserializeOwned {
    /// Reads a text that is not blank in the place of the object. Most objects have no such form.
    fn from_text(text: &str) -> Parsed<Self> {
        let _ = text;
        Parsed::Unreadable
    }
}

impl<T: Object> FieldValue for T {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Parsed<Self> {
        T::from_text(text)
    }

    fn field<'de, D: Deserializer<'de>>(sent: D) -> Result<Field<Self>, D::Error> {
        Field::structure(sent, '{')
    }
}
