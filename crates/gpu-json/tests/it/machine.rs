//! A vendor's object with a field of every kind, which the other tests read.

use gpu_common::{CivilDateTime, Decimal, Secret, Timestamp};
use gpu_json::{Field, Items};
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

gpu_json::object! {
    /// An object within an object.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub(crate) struct Hardware {
        pub(crate) cores: Field<u32>,
        pub(crate) key: Field<Secret>,
    }
}

/// A number that is never 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Number(std::num::NonZeroU16);

impl PartialEq<u16> for Number {
    fn eq(&self, other: &u16) -> bool {
        self.0.get() == *other
    }
}

gpu_json::object! {
    /// An item that insists on one field.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub(crate) struct Port {
        pub(crate) number: Number,
        pub(crate) url: Field<Secret>,
    }
}

gpu_json::object! {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    }
}

/// The names of the fields above, and two that are not among them.
pub(crate) const NAMES: [&str; 15] = [
    "name", "spot", "port", "cores", "bytes", "balance", "price", "password", "created", "local",
    "status", "hardware", "ports", "rack", "",
];
