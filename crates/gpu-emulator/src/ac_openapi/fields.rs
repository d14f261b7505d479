//! The members of a JSON body, read one by one, so that a missing one and a wrong one can be told
//! apart.

use serde_json::{Map, Value};

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Missing(String),
    Invalid(String),
}

/// A JSON object. Members that nobody asks for are ignored; `null` is as good as absent.
#[derive(Debug)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn read(body: &[u8]) -> Result<Self, Wrong> {
        if body.is_empty() {
            return Err(Wrong::Missing("body".into()));
        }
        let object = serde_json::from_slice(body);
        let object = object.map_err(|error| Wrong::Invalid(format!("body: {error}")))?;
        Ok(Self(object))
    }

    /// A text that is there and not empty.
    pub(super) fn text(&self, name: &str) -> Result<String, Wrong> {
        let text = self.optional_text(name)?;
        text.ok_or_else(|| Wrong::Missing(name.into()))
    }

    /// `None` if it is absent or empty.
    pub(super) fn optional_text(&self, name: &str) -> Result<Option<String>, Wrong> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let text = value.as_str().ok_or_else(|| wrong(name, "a text"))?;
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    pub(super) fn one_of(&self, name: &str, known: &[&str]) -> Result<String, Wrong> {
        let text = self.text(name)?;
        among(name, text, known)
    }

    pub(super) fn optional_one_of(
        &self,
        name: &str,
        known: &[&str],
    ) -> Result<Option<String>, Wrong> {
        let text = self.optional_text(name)?;
        text.map(|text| among(name, text, known)).transpose()
    }

    /// An integer that is not negative.
    pub(super) fn count(&self, name: &str) -> Result<u64, Wrong> {
        let count = self.optional_count(name)?;
        count.ok_or_else(|| Wrong::Missing(name.into()))
    }

    /// The same, and not 0.
    pub(super) fn positive(&self, name: &str) -> Result<u64, Wrong> {
        match self.count(name)? {
            0 => Err(wrong(name, "positive")),
            count => Ok(count),
        }
    }

    pub(super) fn optional_count(&self, name: &str) -> Result<Option<u64>, Wrong> {
        let value = self.get(name);
        value.map(|value| value.as_u64().ok_or_else(|| wrong(name, "a count"))).transpose()
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, Wrong> {
        let value = self.required(name)?;
        value.as_bool().ok_or_else(|| wrong(name, "a boolean"))
    }

    /// The objects of an array; none if it is absent.
    pub(super) fn objects(&self, name: &str) -> Result<Vec<Self>, Wrong> {
        let object = |value: &Value| match value {
            Value::Object(object) => Some(Self(object.clone())),
            _ => None,
        };
        let objects = self.items(name)?.iter().map(object).collect();
        let objects: Option<_> = objects;
        objects.ok_or_else(|| wrong(name, "an array of objects"))
    }

    /// The texts of an array; none if it is absent.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Wrong> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let texts: Option<_> = self.items(name)?.iter().map(text).collect();
        texts.ok_or_else(|| wrong(name, "an array of texts"))
    }

    pub(super) fn required(&self, name: &str) -> Result<&Value, Wrong> {
        let value = self.get(name);
        value.ok_or_else(|| Wrong::Missing(name.into()))
    }

    fn items(&self, name: &str) -> Result<&[Value], Wrong> {
        match self.get(name) {
            None => Ok(&[]),
            Some(value) => {
                let items = value.as_array().ok_or_else(|| wrong(name, "an array"))?;
                Ok(items)
            }
        }
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }
}

/// `text`, if it is one of `known`.
pub(super) fn among(name: &str, text: String, known: &[&str]) -> Result<String, Wrong> {
    if known.contains(&text.as_str()) {
        Ok(text)
    } else {
        Err(Wrong::Invalid(format!("{name} is {text:?}")))
    }
}

pub(super) fn wrong(name: &str, wanted: &str) -> Wrong {
    Wrong::Invalid(format!("{name} is not {wanted}"))
}
