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

    /// The value at the end of a path.
    pub(crate) fn at(&self, path: &Path) -> Option<&Self> {
        path.steps().try_fold(self, |value, step| match (value, step) {
            (Self::Object(_), Step::Name(name)) => value.get(name),
            (Self::List(items), Step::Index(index)) => items.get(*index),
            _ => None,
        })
    }

    /// Every path of the tree, the root's first.
    pub(crate) fn paths(&self) -> Vec<Path> {
        let mut paths = Vec::new();
        self.walk(&Path::root(), &mut |path, _| paths.push(path.clone()));
        paths
    }

    /// Shows each value with its path to `visit`, containers before what they hold.
    pub(crate) fn walk(&self, path: &Path, visit: &mut impl FnMut(&Path, &Self)) {
        visit(path, self);
        match self {
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.walk(&path.index(index), visit);
                }
            }
            Self::Object(members) => {
                for (name, value) in members {
                    value.walk(&path.name(name), visit);
                }
            }
            _ => {}
        }
    }

    /// How many containers stand in one another.
    pub(crate) fn depth(&self) -> usize {
        let deepest = match self {
            Self::List(items) => items.iter().map(Self::depth).max(),
            Self::Object(members) => members.iter().map(|(_, value)| value.depth()).max(),
            _ => return 0,
        };
        1 + deepest.unwrap_or(0)
    }

    /// Whether some object has one name twice.
    pub(crate) fn repeats_a_name(&self) -> bool {
        match self {
            Self::List(items) => items.iter().any(Self::repeats_a_name),
            Self::Object(members) => members.iter().enumerate().any(|(index, (name, value))| {
                let before = &members[..index];
                value.repeats_a_name() || before.iter().any(|(other, _)| other == name)
            }),
            _ => false,
        }
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
