//! JSON as it was written: order, repeated names, the digits of numbers, and what no value holds.

mod damage;
mod edit;
mod path;
mod read;
mod same;

use std::fmt;

pub(crate) use edit::Edit;
pub(crate) use path::{Path, Step};

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

impl Json {
    /// Text as a leaf.
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
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

    /// Every value of the tree with its path, containers before what they hold.
    pub(crate) fn places(&self) -> Vec<(Path, &Self)> {
        let mut places = vec![(Path::root(), self)];
        let mut next = 0;
        while let Some((path, value)) = places.get(next).cloned() {
            let inside: Vec<_> = match value {
                Self::List(items) => {
                    let item = |(index, item)| (path.index(index), item);
                    items.iter().enumerate().map(item).collect()
                }
                Self::Object(members) => {
                    members.iter().map(|(name, value)| (path.name(name), value)).collect()
                }
                _ => Vec::new(),
            };
            next += 1;
            places.splice(next..next, inside);
        }
        places
    }

    /// The text of this JSON, without white space.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(raw) | Self::Undecodable(raw) => raw.clone(),
            Self::Text(text) => serde_json::to_string(text).unwrap(),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::written).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(members) => {
                let member = |(name, value): &(String, Self)| {
                    format!("{}:{}", Self::text(name).written(), value.written())
                };
                let members: Vec<_> = members.iter().map(member).collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written())
    }
}

#[test]
fn what_was_written_is_written_again() {
    for text in [
        r#"{"b":1.50,"a":[null,true,"x\n"],"b":{}}"#,
        r#"[1e400,"\ud800",123456789012345678901234567890]"#,
    ] {
        assert_eq!(Json::read(text).unwrap().written(), text);
    }
}
