#![doc = include_str!("../README.md")]

mod extra;
mod field;
mod items;
mod open_enum;
mod read;
mod record;
mod unreadable;

pub use extra::Extra;
pub use field::{Field, FieldValue, Reading};
pub use gpu_common::UnknownValue;
pub use items::{BadItem, Items};
pub use read::from_json;
pub use record::{List, Object, Place, Record, Refused, Required, Sent, read_object};
pub use unreadable::Unreadable;

/// What the macros of this crate expand to. Not for direct use; may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use gpu_common;
    pub use serde::ser::SerializeMap;
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
}
