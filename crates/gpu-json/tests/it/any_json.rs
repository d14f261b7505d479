//! Arbitrary JSON, with a leaning towards what vendors send.

use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::machine::NAMES;

/// Texts that mean something to one of the field types, or nearly do.
const TEXTS: [&str; 20] = [
    "",
    "--",
    "  ",
    "250",
    " 16 ",
    "-7",
    "1.50",
    "1e3",
    "true",
    "False",
    "0",
    "Running",
    "running",
    "2026-03-01T08:30:00Z",
    "2024-07-15T12:00:23.227+08:00",
    "0001-01-01T00:00:00Z",
    "2022-05-11 19:30:34",
    "2022-05-11T19:30:34.50",
    "99999999999999999999",
    "null",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u16..100).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-100_i32..100).prop_map(|whole| Value::from(f64::from(whole))),
        proptest::sample::select(&TEXTS[..]).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ]
}

fn object_of(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof![
        4 => proptest::sample::select(&NAMES[..]).prop_map(str::to_owned),
        1 => Just("number".to_owned()),
        1 => any::<String>(),
    ];
    proptest::collection::vec((name, value), 0..12).prop_map(|fields| fields.into_iter().collect())
}

/// Any JSON value.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            object_of(inner).prop_map(Value::from),
        ]
    })
}

/// Any JSON object, its names mostly those of a [`Machine`](crate::machine::Machine).
pub(crate) fn object() -> impl Strategy<Value = Map<String, Value>> {
    object_of(value())
}
