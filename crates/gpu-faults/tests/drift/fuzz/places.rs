//! The finder of JSON paths: it names the place where a reader stumbled.

use std::fmt;

use gpu_json::Unreadable;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{any, fuzz};
use crate::json::{Edit, Json};

/// The number that [`Picky`] does not take.
const TRAP: u64 = 424_242_424_242;

/// Any JSON without the trap.
struct Picky;

impl<'de> Deserialize<'de> for Picky {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Picky {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no trap")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self, E> {
        if number == TRAP { Err(E::custom("trap")) } else { Ok(Self) }
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<Self>()?.is_some() {}
        Ok(Self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        while map.next_entry::<String, Self>()?.is_some() {}
        Ok(Self)
    }
}

/// JSON whose names are plain: a path writes them as they stand in the text.
fn plain() -> impl Strategy<Value = Json> {
    let name = select(&["a", "b c", "北", "x.y", "{", "]", ",", ":"][..]).prop_map(str::to_owned);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<i32>().prop_map(|number| Json::Number(number.to_string())),
        r#"[\[\]{}",:\\a北]{0,6}"#.prop_map(Json::Text),
    ];
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::List),
            prop::collection::btree_map(name.clone(), inner, 0..5)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// White space where JSON may have it, so that lines and columns matter.
fn spread(json: &Json) -> String {
    serde_json::from_str::<serde_json::Value>(&json.written())
        .map(|value| format!("{value:#}"))
        .unwrap()
}

#[test]
fn the_place_that_is_named_is_the_one() {
    fuzz("path finder", (plain(), any::<Index>()), |(json, place)| {
        let paths = json.paths();
        let path = place.get(&paths);
        let trap = Edit::Replace(Json::Number(TRAP.to_string()));
        let json = json.edited(path, &trap).unwrap();
        for text in [json.written(), spread(&json)] {
            let error = serde_json::from_str::<Picky>(&text).map(drop).unwrap_err();
            let told = Unreadable::explain(&text, &error).path;
            prop_assert_eq!(told, Some(path.to_string()), "{}", text);
        }
        Ok(())
    });
}

#[test]
fn an_error_of_another_text_names_some_place_and_no_more() {
    let texts = (any::bytes("glows"), any::bytes("mdc"));
    fuzz("path finder, other texts", texts, |(one, two)| {
        let (one, two) = (String::from_utf8_lossy(&one), String::from_utf8_lossy(&two));
        if let Err(error) = serde_json::from_str::<u8>(&one) {
            let told = Unreadable::explain(&two, &error);
            prop_assert!(told.to_string().len() <= 2_000, "{}", told);
        }
        Ok(())
    });
}
