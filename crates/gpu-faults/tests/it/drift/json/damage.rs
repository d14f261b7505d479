//! What is left of damage: what a client must make of a repeated name, and what it keeps of a value
//! that cannot be decoded.

use super::Json;

impl Json {
    /// The same with each name once: with its value if all agree, otherwise with what cannot be
    /// decoded.
    pub(crate) fn merged(&self) -> Self {
        match self {
            Self::List(items) => Self::List(items.iter().map(Self::merged).collect()),
            Self::Object(members) => {
                let mut names: Vec<(String, Vec<Self>)> = Vec::new();
                for (name, value) in members {
                    let value = value.merged();
                    match names.iter_mut().find(|(its, _)| its == name) {
                        Some((_, values)) => values.push(value),
                        None => names.push((name.clone(), vec![value])),
                    }
                }
                let once = |(name, values): (String, Vec<Self>)| {
                    let texts: Vec<_> = values.iter().map(Self::written).collect();
                    let agree = texts.iter().all(|text| *text == texts[0]);
                    let value = values.into_iter().next().filter(|_| agree);
                    (name, value.unwrap_or(Self::Undecodable(texts.join(","))))
                };
                Self::Object(names.into_iter().map(once).collect())
            }
            _ => self.clone(),
        }
    }

    /// What was sent for a value that a client has kept.
    pub(super) fn as_sent(&self) -> Self {
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
}
