//! Where the inputs come from: damaged fixtures, random JSON, random bytes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::drift::fixtures;
use crate::drift::json::Json;
use crate::drift::mutants;

/// Names that mean something to one vendor or another.
fn names() -> &'static [String] {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let answers = ["glows", "mdc", "ac-openapi"].into_iter().flat_map(fixtures::answers);
        let mut names = BTreeSet::new();
        for answer in answers {
            for (_, value) in answer.json.places() {
                if let Json::Object(members) = value {
                    names.extend(members.iter().map(|(name, _)| name.clone()));
                }
            }
        }
        names.into_iter().collect()
    });
    &NAMES
}

/// An answer of a vendor with up to four things changed.
pub(crate) fn damaged(vendor: &'static str) -> impl Strategy<Value = (String, Json)> {
    let answers: Vec<_> =
        fixtures::answers(vendor).into_iter().map(|answer| (answer.name, answer.json)).collect();
    let change = (any::<Index>(), any::<Index>(), prop::option::weighted(0.2, json()));
    let changes = prop::collection::vec(change, 1..=4);
    (select(answers), changes).prop_map(|((name, mut answer), changes)| {
        for (place, way, other) in changes {
            let places = answer.places();
            let (place, value) = place.get(&places);
            let other = other.unwrap_or_else(|| way.get(&mutants::edits(value)).2.clone());
            answer = answer.replaced(place, other);
        }
        (name, answer)
    })
}

/// Any JSON, with names that the vendors use and with repeated ones.
pub(crate) fn json() -> impl Strategy<Value = Json> {
    leaf().prop_recursive(4, 40, 6, |inner| {
        let member = (name(), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Json::List),
            prop::collection::vec(member, 0..6).prop_map(Json::Object),
        ]
    })
}

fn leaf() -> impl Strategy<Value = Json> {
    let number = |text: String| Json::Number(text);
    prop_oneof![
        2 => Just(Json::Null),
        2 => any::<bool>().prop_map(Json::Bool),
        4 => any::<i64>().prop_map(move |value| number(value.to_string())),
        2 => Just(Json::Number("0".into())),
        2 => any::<u64>().prop_map(move |value| number(value.to_string())),
        2 => "-?[1-9][0-9]{0,40}(\\.[0-9]{1,20})?(e-?[0-9]{1,2})?".prop_map(number),
        6 => ".{0,20}".prop_map(Json::Text),
        3 => select(&["0", "Running", "ok", "--", "2026-01-01 00:00:00", "ssh root@h -p 22"][..])
            .prop_map(Json::text),
        1 => select(&["1e999", "-1e999", r#""\udead""#]).prop_map(|raw| Json::Undecodable(raw.into())),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(names()),
        2 => ".{0,8}",
        1 => Just("n".repeat(5_000)),
    ]
}

/// Bytes that are JSON, were JSON, or never were.
pub(crate) fn bytes(vendor: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let answers: Vec<_> = fixtures::answers(vendor)
        .into_iter()
        .map(|answer| answer.json.written().into_bytes())
        .collect();
    let noise = prop::collection::vec(any::<u8>(), 0..20);
    let spoilt = (select(answers), any::<Index>(), 0..40_usize, noise).prop_map(
        |(answer, at, gone, noise)| {
            let at = at.index(answer.len());
            let behind = answer.len().min(at + gone);
            [&answer[..at], &noise, &answer[behind..]].concat()
        },
    );
    prop_oneof![
        3 => spoilt,
        1 => prop::collection::vec(any::<u8>(), 0..400),
        1 => ".{0,200}".prop_map(String::into_bytes),
        1 => select(&["", "ok", "\"ok\"", "null", "<html>502</html>", "[0]", "[\"0\"]"][..])
            .prop_map(|text| text.as_bytes().to_vec()),
    ]
}
