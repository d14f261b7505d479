//! The members of a request, read one by one, so that a missing one and a wrong one can be told apart.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::behaviour::Behaviour;
use super::envelope::Code;
use crate::shared::{Call, Refusal, Vendor};

/// A JSON object. Members that nobody asks for are ignored; `null` is as good as absent.
pub(super) struct Fields<'a> {
    members: Map<String, Value>,
    behaviour: &'a Behaviour,
}

impl<'a> Fields<'a> {
    /// Those of a body that says that it is JSON, as all samples but one do (that it must is inferred).
    pub(super) fn of<V: Vendor>(
        call: &Call<'_, V>,
        behaviour: &'a Behaviour,
    ) -> Result<Self, Refusal> {
        if behaviour.needs_content_type && !call.body.is_empty() && !call.says_json() {
            let why = "the body is not application/json";
            return Err(behaviour.refuse_because(Code::INVALID, why));
        }
        Self::in_any_body(call, behaviour)
    }

    pub(super) fn in_any_body<V: Vendor>(
        call: &Call<'_, V>,
        behaviour: &'a Behaviour,
    ) -> Result<Self, Refusal> {
        if call.body.is_empty() {
            return Err(behaviour.refuse_because(Code::MISSING, "body"));
        }
        let wrong = |error| behaviour.refuse_because(Code::INVALID, &format!("body: {error}"));
        let members = serde_json::from_slice(call.body).map_err(wrong)?;
        Ok(Self { members, behaviour })
    }

    /// Those of a query. An empty parameter is as good as absent, of several the first counts, and
    /// several `names` are repeated (inferred).
    pub(super) fn of_query<V: Vendor>(
        call: &Call<'_, V>,
        names: &str,
        behaviour: &'a Behaviour,
    ) -> Self {
        let mut members = Map::new();
        for (name, value) in call.query.iter().filter(|(_, value)| !value.is_empty()) {
            let number = value.parse::<u64>().map(Value::from);
            members.entry(name).or_insert_with(|| number.unwrap_or_else(|_| json!(value)));
        }
        let names_given: Vec<_> = call.all(names).collect();
        members.insert(names.to_owned(), json!(names_given));
        Self { members, behaviour }
    }

    pub(super) fn get<'v, T: Deserialize<'v>>(&'v self, name: &str) -> Result<Option<T>, Refusal> {
        let value = self.members.get(name).unwrap_or(&Value::Null);
        Option::deserialize(value).map_err(|error| self.wrong(name, error))
    }

    pub(super) fn required<'v, T: Deserialize<'v>>(&'v self, name: &str) -> Result<T, Refusal> {
        self.get(name)?.ok_or_else(|| self.missing(name))
    }

    /// `None` if it is absent or empty.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        Ok(self.get(name)?.filter(|text: &String| !text.is_empty()))
    }

    pub(super) fn required_text(&self, name: &str) -> Result<String, Refusal> {
        self.text(name)?.ok_or_else(|| self.missing(name))
    }

    /// One of these texts, if it is there.
    pub(super) fn word(&self, name: &str, known: &[&str]) -> Result<Option<String>, Refusal> {
        match self.text(name)? {
            Some(text) if !known.contains(&text.as_str()) => {
                Err(self.wrong(name, format!("not {text:?}")))
            }
            text => Ok(text),
        }
    }

    pub(super) fn required_word(&self, name: &str, known: &[&str]) -> Result<String, Refusal> {
        self.word(name, known)?.ok_or_else(|| self.missing(name))
    }

    /// The objects of an array; none if it is absent.
    pub(super) fn each<T>(
        &self,
        name: &str,
        read: impl Fn(&Self) -> Result<T, Refusal>,
    ) -> Result<Vec<T>, Refusal> {
        let objects: Vec<Map<String, Value>> = self.get(name)?.unwrap_or_default();
        let fields = |members| Self { members, behaviour: self.behaviour };
        objects.into_iter().map(|one| read(&fields(one))).collect()
    }

    pub(super) fn wrong(&self, name: &str, why: impl std::fmt::Display) -> Refusal {
        self.behaviour.refuse_because(Code::INVALID, &format!("{name}: {why}"))
    }

    pub(super) fn missing(&self, name: &str) -> Refusal {
        self.behaviour.refuse_because(Code::MISSING, name)
    }
}
