//! JSON as it was written: order, repeated names, the digits of numbers, and what no value holds.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON text as a tree that can be damaged and written again.
#[derive(Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// With the digits that were written.
    Number(String),
    Text(String),
    List(Vec<Self>),
    /// In the order that was written, names repeated if they were.
    Object(Vec<(String, Self)>),
    /// Grammatical JSON that no value holds: too large, too deep, half a character.
    Undecodable(String),
}

/// Where in a JSON text: the numbers of members and items on the way from the root.
pub(crate) type Place = Vec<usize>;

impl Json {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(crate) fn number(digits: &str) -> Self {
        Self::Number(digits.to_owned())
    }

    /// An object of these members.
    pub(crate) fn object<const N: usize>(members: [(&str, Self); N]) -> Self {
        Self::Object(members.map(|(name, value)| (name.to_owned(), value)).into())
    }

    /// The value of an object's member, the first of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => {
                members.iter().find_map(|(its, value)| (its == name).then_some(value))
            }
            _ => None,
        }
    }

    /// The items or the values of members.
    fn inside(&self) -> Vec<&Self> {
        match self {
            Self::List(items) => items.iter().collect(),
            Self::Object(members) => members.iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        }
    }

    /// Every value of the tree with its place, containers before what they hold.
    pub(crate) fn places(&self) -> Vec<(Place, &Self)> {
        let mut places = vec![(Place::new(), self)];
        for (at, value) in self.inside().into_iter().enumerate() {
            let below = value.places().into_iter();
            places.extend(below.map(|(place, value)| ([&[at], &place[..]].concat(), value)));
        }
        places
    }

    /// The same with another value at this place.
    pub(crate) fn replaced(&self, place: &[usize], value: Self) -> Self {
        let mut whole = self.clone();
        let here = place.iter().fold(&mut whole, |here, &at| match here {
            Self::List(items) => &mut items[at],
            Self::Object(members) => &mut members[at].1,
            leaf => panic!("{leaf:?} holds nothing"),
        });
        *here = value;
        whole
    }

    /// A place as the crates write it: `instances[3].status`, `.` for the root.
    pub(crate) fn path(&self, place: &[usize]) -> String {
        let (mut path, mut here) = (String::new(), self);
        for &at in place {
            path += &match here {
                Self::Object(members) if path.is_empty() => members[at].0.clone(),
                Self::Object(members) => format!(".{}", members[at].0),
                _ => format!("[{at}]"),
            };
            here = here.inside()[at];
        }
        if path.is_empty() { ".".to_owned() } else { path }
    }

    /// The text of this JSON, without white space.
    pub(crate) fn written(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Null => text.push_str("null"),
            Self::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Self::Number(raw) | Self::Undecodable(raw) => text.push_str(raw),
            Self::Text(value) => text.push_str(&serde_json::to_string(value).unwrap()),
            Self::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { "," });
                    item.write(text);
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { "," });
                    text.push_str(&serde_json::to_string(name).unwrap());
                    text.push(':');
                    value.write(text);
                }
                text.push('}');
            }
        }
    }

    /// Reads a text; `None` if it is not JSON by its grammar.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        serde_json::from_str::<&RawValue>(text).ok()?;
        Some(Self::of(text))
    }

    /// Reads a text that is grammatical: nothing rounded and nothing merged.
    fn of(text: &str) -> Self {
        let undecodable = || Self::Undecodable(text.to_owned());
        match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Bool(text == "true"),
            Some(b'"') => serde_json::from_str(text).map_or_else(|_| undecodable(), Self::Text),
            Some(b'[') => match serde_json::from_str::<Vec<&RawValue>>(text) {
                Ok(items) => Self::List(items.into_iter().map(|raw| Self::of(raw.get())).collect()),
                Err(_) => undecodable(),
            },
            Some(b'{') => match serde_json::from_str(text) {
                Ok(Members(members)) => Self::Object(members),
                Err(_) => undecodable(),
            },
            _ if serde_json::from_str::<f64>(text).is_ok() => Self::number(text),
            _ => undecodable(),
        }
    }

    /// What a client must make of repeated names: each name once, with its value if all agree, otherwise
    /// with what cannot be decoded.
    pub(crate) fn merged(&self) -> Self {
        match self {
            Self::List(items) => Self::List(items.iter().map(Self::merged).collect()),
            Self::Object(members) => {
                let mut merged: Vec<(String, Self)> = Vec::new();
                for (at, (name, value)) in members.iter().enumerate() {
                    let of_name = |(its, _): &&(String, Self)| its == name;
                    if merged.iter().any(|(its, _)| its == name) {
                        continue;
                    }
                    let mut once = value.merged();
                    let again = members[at + 1..].iter().filter(of_name);
                    let again: Vec<_> = again.map(|(_, value)| value.merged()).collect();
                    if again.iter().any(|other| *other != once) {
                        let texts = [&once].into_iter().chain(&again).map(Self::written);
                        once = Self::Undecodable(texts.collect::<Vec<_>>().join(","));
                    }
                    merged.push((name.clone(), once));
                }
                Self::Object(merged)
            }
            _ => self.clone(),
        }
    }

    /// What was sent for a value that a client has kept, which writes what it could not decode as
    /// `{"$damaged": "…"}`.
    fn as_sent(&self) -> Self {
        match self {
            Self::List(items) => Self::List(items.iter().map(Self::as_sent).collect()),
            Self::Object(members) => match members.as_slice() {
                [(name, Self::Text(raw))] if name == "$damaged" => Self::Undecodable(raw.clone()),
                members => {
                    let member = |(name, value): &(String, Self)| (name.clone(), value.as_sent());
                    Self::Object(members.iter().map(member).collect())
                }
            },
            _ => self.clone(),
        }
    }

    /// Whether it is an object, of whatever depth.
    pub(crate) fn is_object(&self) -> bool {
        match self {
            Self::Object(_) => true,
            Self::Undecodable(raw) => raw.starts_with('{') && Self::read(raw).is_some(),
            _ => false,
        }
    }

    /// Whether nothing of `self` is missing in `other`, and nothing else is there.
    ///
    /// Objects may have their members in another order (those of one name in the same one), and a
    /// number may be written otherwise. A number that neither 64 bits nor a double holds exactly
    /// may have become the nearest double: `serde_json` does that before any other code sees it.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(one), Self::Number(two)) => same_number(one, two),
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.is_same(two))
            }
            (Self::Object(one), Self::Object(two)) => {
                let (one, two) = (by_name(one), by_name(two));
                one.len() == two.len()
                    && one
                        .iter()
                        .zip(&two)
                        .all(|(one, two)| one.0 == two.0 && one.1.is_same(&two.1))
            }
            (Self::Undecodable(raw), other) | (other, Self::Undecodable(raw)) => {
                *raw == other.as_sent().written()
            }
            _ => self == other,
        }
    }
}

fn by_name(members: &[(String, Json)]) -> Vec<&(String, Json)> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by_key(|(name, _)| name);
    members
}

fn same_number(one: &str, two: &str) -> bool {
    let whole = |text: &str| text.parse::<i128>().ok();
    let fits = |number: i128| i64::try_from(number).is_ok() || u64::try_from(number).is_ok();
    match (whole(one), whole(two)) {
        (Some(one), Some(two)) if fits(one) || fits(two) => one == two,
        _ => one.parse::<f64>() == two.parse::<f64>(),
    }
}

/// An object's members as they stand.
struct Members(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, raw)) = map.next_entry::<String, &RawValue>()? {
                    members.push((name, Json::of(raw.get())));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written())
    }
}

#[test]
fn what_was_written_is_written_again_but_for_one_place() {
    let text =
        r#"{"b":1.50,"a":[null,true,"x\n",1e400,"\ud800"],"b":{},"c":123456789012345678901}"#;
    let json = Json::read(text).unwrap();
    assert_eq!(json.written(), text);
    let place = &json.places()[5].0;
    assert_eq!((json.path(place), json.path(&[])), ("a[2]".to_owned(), ".".to_owned()));
    assert_eq!(json.replaced(place, Json::Null).written(), text.replace(r#""x\n""#, "null"));
}

#[test]
fn order_and_spelling_do_not_matter_values_and_repetition_do() {
    let same = |one, two| Json::read(one).unwrap().is_same(&Json::read(two).unwrap());
    assert!(same(r#"{"a":1.50,"b":[]}"#, r#"{"b":[],"a":1.5}"#));
    assert!(same("1e3", "1000.0"));
    assert!(!same("9007199254740993", "9007199254740992"));
    assert!(!same(r#"{"a":1}"#, r#"{"a":1,"a":1}"#));
    assert!(!same(r#"{"a":1,"a":2}"#, r#"{"a":2,"a":1}"#));
    assert!(!same("[1,2]", "[2,1]") && !same("1", r#""1""#) && !same("null", "{}"));
}
