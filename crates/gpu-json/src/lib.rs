#![doc = include_str!("../README.md")]

mod extra;
mod field;
mod items;
mod members;
mod object;
mod open_enum;
mod read;
mod repair;
mod string_id;
mod unreadable;

pub use extra::Extra;
pub use field::{Field, FieldValue, Object, Parsed};
pub use gpu_common::UnknownValue;
pub use items::{BadItem, Items};
pub use members::Members;
pub use read::from_json;
pub use repair::{DAMAGED, find_text, repair};
pub use unreadable::Unreadable;

/// What [`open_enum!`] expands to. Not for direct use; may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use gpu_common;
    pub use serde_json::Number;

    pub use crate::open_enum::number;
}
