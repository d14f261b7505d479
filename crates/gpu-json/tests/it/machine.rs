//! A vendor's object with a field of every kind, which the other tests read.

use gpu_common::{CivilDateTime, Decimal, Secret, Timestamp};
use gpu_json::{Extra, Field, Items, Object};
use serde::{Deserialize, Serialize};

gpu_json::open_enum! {
    /// What a machine is doing.
    pub(crate) enum Status {
        /// It bills.
        Running = "Running",
        /// It does not.
        Released = "Released",
    }
}

/// An object within an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Hardware {
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) cores: Field<u32>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) key: Field<Secret>,
    #[serde(flatten)]
    pub(crate) extra: Extra,
}

impl Object for Hardware {}

/// A number that is never 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Number(std::num::NonZeroU16);

impl PartialEq<u16> for Number {
    fn eq(&self, other: &u16) -> bool {
        self.0.get() == *other
    }
}

/// An item that insists on one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Port {
    pub(crate) number: Number,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) url: Field<Secret>,
    #[serde(flatten)]
    pub(crate) extra: Extra,
}

impl Object for Port {}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Machine {
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) name: Field<String>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) spot: Field<bool>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) port: Field<u16>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) cores: Field<u32>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) bytes: Field<u64>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) balance: Field<i64>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) price: Field<Decimal>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) password: Field<Secret>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) created: Field<Timestamp>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) local: Field<CivilDateTime>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) status: Field<Status>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) hardware: Field<Hardware>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub(crate) ports: Field<Items<Port>>,
    #[serde(flatten)]
    pub(crate) extra: Extra,
}

impl Object for Machine {}

/// The names of the fields above, and two that are not among them.
pub(crate) const NAMES: [&str; 15] = [
    "name", "spot", "port", "cores", "bytes", "balance", "price", "password", "created", "local",
    "status", "hardware", "ports", "rack", "",
];
