#![doc = include_str!("../README.md")]

mod decimal;
mod extra;
mod field;
mod items;
mod open_enum;
mod secret;
mod time;

pub use decimal::{Decimal, DecimalError, Rounding};
pub use extra::Extra;
pub use field::{Field, FieldValue, Reading};
pub use items::{BadItem, Items};
pub use open_enum::UnknownValue;
pub use secret::{MASK, Secret, WithSecrets};
pub use time::{CivilDateTime, TimeError, Timestamp};

/// What the macros of this crate expand to. Not for direct use; may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use serde::de::MapAccess;
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
    pub use serde_json::Value;

    pub use crate::field::object;
    pub use crate::open_enum::{deserialize as open_enum, unknown};
}
