//! What is documented of each answer, learnt from the documented samples.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::tables::{self, Kin, Tables};

/// What is known of one place of an answer.
#[derive(Default)]
pub(super) struct Shape {
    /// The kinds of values that samples have here.
    pub(super) kinds: BTreeSet<&'static str>,
    pub(super) members: BTreeMap<String, Shape>,
    /// Members that every answer has, by the samples of the very call.
    pub(super) required: Option<BTreeSet<String>>,
    pub(super) items: Option<Box<Shape>>,
    pub(super) texts: BTreeSet<String>,
}

/// What is known of a vendor's answers.
pub(super) struct Documented {
    pub(super) vendor: &'static str,
    /// All names of members in all samples.
    pub(super) names: BTreeSet<String>,
    /// The shape of a refusal.
    pub(super) refusal: Shape,
    /// All published codes of refusals, and the documents' words for them.
    pub(super) codes: BTreeSet<String>,
    pub(super) tables: Tables<'static>,
    shapes: BTreeMap<&'static str, Shape>,
}

impl Documented {
    pub(super) fn of(vendor: &'static str) -> Self {
        let (samples, tables) = tables::of(vendor);
        let samples: Map<String, Value> = serde_json::from_str(samples).unwrap_or_default();
        let (mut names, mut codes, mut refusal) = Default::default();
        for (name, sample) in &samples {
            member_names(sample, &mut names);
            if name.contains("codes") {
                leaves(sample, &mut codes);
            }
            if name.starts_with("error.response") {
                Shape::learn(&mut refusal, sample, false);
            }
        }
        for (name, kind) in [("data", "a text"), ("data", "null"), ("msg", "a text")] {
            if vendor == "ac-openapi" {
                refusal.members.entry(name.to_owned()).or_default().kinds.insert(kind);
            }
        }
        let shape =
            |endpoint| Some((endpoint, Shape::of_answers(endpoint, &tables.kin, &samples)?));
        let shapes = tables.calls.values().copied().filter_map(shape).collect();
        Self { vendor, shapes, names, refusal, codes, tables }
    }

    /// The name of the fixture of a call.
    pub(super) fn endpoint(&self, call: &str) -> &'static str {
        self.tables.calls.get(call).copied().unwrap_or("other")
    }

    /// The shape of an endpoint's answers; `None` if no sample of them exists.
    pub(super) fn shape(&self, endpoint: &str) -> Option<&Shape> {
        self.shapes.get(endpoint)
    }
}

fn leaves(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| leaves(item, found)),
        Value::Object(members) => members.values().for_each(|member| leaves(member, found)),
        Value::String(text) => _ = found.insert(text.clone()),
        Value::Number(number) => _ = found.insert(number.to_string()),
        _ => {}
    }
}

fn member_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| member_names(item, names)),
        Value::Object(members) => {
            for (name, member) in members {
                names.insert(plain(name).to_owned());
                member_names(member, names);
            }
        }
        _ => {}
    }
}

impl Shape {
    /// What the samples of an endpoint show, and those of the same thing elsewhere.
    fn of_answers(endpoint: &str, kin: &[Kin<'_>], samples: &Map<String, Value>) -> Option<Self> {
        let mut shape = Self::default();
        let main = format!("{endpoint}.response");
        for (name, sample) in samples {
            let other = name.strip_prefix(&main).is_some_and(|rest| rest.starts_with('.'));
            if *name == main || other {
                shape.learn(sample, *name == main);
            }
        }
        for (_, at, sample, from, required) in kin.iter().filter(|row| row.0 == endpoint) {
            let found = samples.get(*sample).and_then(|sample| sample.pointer(from));
            if let (Some(found), Some(place)) = (found, shape.place(at, *required)) {
                place.learn(found, *required);
            }
        }
        (!shape.kinds.is_empty()).then_some(shape)
    }

    /// Learns that answers may look like this; `required` says that no member of it may be missing.
    pub(super) fn learn(&mut self, sample: &Value, required: bool) {
        self.kinds.insert(kind(sample));
        match sample {
            Value::String(text) => _ = self.texts.insert(text.clone()),
            Value::Array(items) => {
                let shape = self.items.get_or_insert_default();
                items.iter().for_each(|item| shape.learn(item, required));
            }
            Value::Object(members) => {
                let names: BTreeSet<String> =
                    members.keys().map(|name| plain(name).to_owned()).collect();
                if required {
                    self.required = Some(match self.required.take() {
                        Some(known) => known.intersection(&names).cloned().collect(),
                        None => names,
                    });
                }
                for (name, member) in members {
                    let shape = self.members.entry(plain(name).to_owned()).or_default();
                    shape.learn(member, required);
                }
            }
            _ => {}
        }
    }

    /// The place at a JSON pointer, made if it is not known.
    fn place(&mut self, pointer: &str, required: bool) -> Option<&mut Self> {
        pointer.split('/').skip(1).try_fold(self, |shape, name| match name.parse::<usize>() {
            Ok(_) => {
                shape.kinds.insert("a list");
                Some(&mut **shape.items.get_or_insert_default())
            }
            Err(_) => {
                shape.kinds.insert("an object");
                if required {
                    shape.required.get_or_insert_default().insert(name.to_owned());
                }
                Some(shape.members.entry(name.to_owned()).or_default())
            }
        })
    }

    /// The shape at a place: names between slashes, `*` for each item.
    pub(super) fn at(&self, at: &str) -> Option<&Self> {
        let mut names = at.split('/').filter(|name| !name.is_empty());
        names.try_fold(self, |shape, name| match name {
            "*" => shape.items.as_deref(),
            name => shape.member(name),
        })
    }

    /// The shape of a member.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        self.members.get(plain(name))
    }
}

/// A member's name without the host in front of it, which annotations have.
pub(super) fn plain(name: &str) -> &str {
    name.split_once('/').map_or(name, |(_, name)| name)
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
