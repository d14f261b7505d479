#![doc = include_str!("../README.md")]

mod decimal;
mod host;
mod http_address;
mod money;
mod one_line;
mod open_enum;
mod port;
mod rate;
mod region;
mod secret;
mod ssh_endpoint;
mod text;
mod time;

pub use decimal::{Decimal, DecimalError, Rounding};
pub use http_address::{HttpAddress, HttpAddressError};
pub use money::{Currency, Money, MoneyError};
pub use one_line::OneLine;
pub use open_enum::UnknownValue;
pub use port::{Port, PortError, Protocol};
pub use rate::{Period, Rate};
pub use region::{BlankRegion, Region};
pub use secret::{MASK, Secret, WithSecrets, exposed};
pub use ssh_endpoint::{SshEndpoint, SshEndpointError};
pub use text::Text;
pub use time::{CivilDateTime, TimeError, Timestamp};

/// What the macros of this crate expand to. Not for direct use; may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::open_enum::{deserialize as open_enum, unknown};
}
