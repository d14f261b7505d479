//! A vendor's object with a field of every kind, which the other tests read.

use gpu_common::{CivilDateTime, Decimal, Secret, Timestamp};
use gpu_json::{Extra, Field, FieldValue, Items, Reading};
use serde::Serialize;

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
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hardware {
    pub(crate) cores: Field<u32>,
    pub(crate) key: Field<Secret>,
    pub(crate) extra: Extra,
}

gpu_json::record!(Hardware, { cores: "cores", key: "key" });

/// A number that is never 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct Number(u16);

impl FieldValue for Number {
    fn from_number(number: &serde_json::Number) -> Reading<Self> {
        match u16::from_number(number) {
            Reading::Same(number) if number > 0 => Reading::Same(Self(number)),
            _ => Reading::Unreadable,
        }
    }
}

gpu_json::required!(Number, "u16", unset: Self(0), is_unset: |number| number.0 == 0);

impl PartialEq<u16> for Number {
    fn eq(&self, other: &u16) -> bool {
        self.0 == *other
    }
}

/// An item that insists on one field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Port {
    pub(crate) number: Number,
    pub(crate) url: Field<Secret>,
    pub(crate) extra: Extra,
}

gpu_json::record!(Port, required { number: "number" }, { url: "url" });

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Machine {
    pub(crate) name: Field<String>,
    pub(crate) spot: Field<bool>,
    pub(crate) port: Field<u16>,
    pub(crate) cores: Field<u32>,
    pub(crate) bytes: Field<u64>,
    pub(crate) balance: Field<i64>,
    pub(crate) price: Field<Decimal>,
    pub(crate) password: Field<Secret>,
    pub(crate) created: Field<Timestamp>,
    pub(crate) local: Field<CivilDateTime>,
    pub(crate) status: Field<Status>,
    pub(crate) hardware: Field<Hardware>,
    pub(crate) ports: Field<Items<Port>>,
    pub(crate) extra: Extra,
}

gpu_json::record!(Machine, {
    name: "name",
    spot: "spot",
    port: "port",
    cores: "cores",
    bytes: "bytes",
    balance: "balance",
    price: "price",
    password: "password",
    created: "created",
    local: "local",
    status: "status",
    hardware: "hardware",
    ports: "ports",
});

/// The names of the fields above, and two that are not among them.
pub(crate) const NAMES: [&str; 15] = [
    "name", "spot", "port", "cores", "bytes", "balance", "price", "password", "created", "local",
    "status", "hardware", "ports", "rack", "",
];
