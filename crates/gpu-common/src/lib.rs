#![doc = include_str!("../README.md")]

mod decimal;
mod extra;
mod field;
mod host;
mod http_address;
mod items;
mod money;
mod open_enum;
mod port;
mod rate;
mod read;
mod record;
mod region;
mod secret;
mod ssh_endpoint;
mod text;
mod time;
mod unreadable;

pub use decimal::{Decimal, DecimalError, Rounding};
pub use extra::Extra;
pub use field::{Field, FieldValue, Reading};
pub use http_address::{HttpAddress, HttpAddressError};
pub use items::{BadItem, Items};
pub use money::{Currency, Money, MoneyError};
pub use open_enum::UnknownValue;
pub use port::{Port, PortError, Protocol};
pub use rate::{Period, Rate};
pub use read::from_json;
pub use record::{List, Object, Place, Record, Refused, Required, Sent, read_object};
pub use region::{BlankRegion, Region};
pub use secret::{MASK, Secret, WithSecrets};
pub use ssh_endpoint::{SshEndpoint, SshEndpointError};
pub use text::Text;
pub use time::{CivilDateTime, TimeError, Timestamp};
pub use unreadable::Unreadable;

/// What the macros of this crate expand to. Not for direct use; may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use serde::ser::SerializeMap;
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::open_enum::{deserialize as open_enum, unknown};
}
