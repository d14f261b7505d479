//! What no document says, and how a run of the probe answers it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::drift::{code, is_done};
use super::mask::Masker;
use super::record::Seen;
use super::shape::kind;
use super::tables::Check::{self, Begins, Case, Kinds, Names, Numbers, Status, Words};

/// A question and, if this run answers it, how.
pub(super) fn ask(masker: &Masker, seen: &[Seen]) -> Vec<(&'static str, Option<String>)> {
    let answer = |check: &Check<'_>| {
        let told = check.answer(masker, seen)?;
        (!told.is_empty()).then(|| Vec::from_iter(told).join(", "))
    };
    let questions = masker.documented.tables.questions.iter();
    questions.map(|(question, check)| (*question, answer(check))).collect()
}

impl Check<'_> {
    fn answer(&self, masker: &Masker, seen: &[Seen]) -> Option<BTreeSet<String>> {
        let documented = &masker.documented;
        // What stands at a place of the successes of some endpoints.
        let values = |endpoints: &str, at: &str| {
            let is = |one: &&Seen| {
                let own = documented.endpoint(one.call);
                is_done(documented.vendor, one) && endpoints.split('|').any(|it| it == own)
            };
            everything(seen.iter().filter(is), at)
        };
        Some(match self {
            Case(case) => {
                let one = seen.iter().find(|one| one.case == *case)?;
                let told = match (is_done(documented.vendor, one), code(one)) {
                    (true, _) => "it is accepted".to_owned(),
                    (_, Some(code)) => {
                        format!("it is refused: HTTP {}, code {}", one.status, masker.code(&code))
                    }
                    (_, None) => format!("it is refused: HTTP {}, no code", one.status),
                };
                BTreeSet::from([told])
            }
            Kinds(endpoint, at) => {
                let found: BTreeSet<_> = values(endpoint, at).into_iter().map(kind).collect();
                let parent = at.rsplit_once('/').map_or("", |(parent, _)| parent);
                match found.is_empty() && !values(endpoint, parent).is_empty() {
                    true => BTreeSet::from(["it does not come".to_owned()]),
                    false => found.into_iter().map(str::to_owned).collect(),
                }
            }
            Words(endpoint, at) => {
                let member = at.rsplit('/').next().unwrap_or_default();
                let texts = values(endpoint, at).into_iter().filter_map(Value::as_str);
                texts.map(|text| masker.word(member, text)).collect()
            }
            Numbers(case, at) => {
                let found = everything(seen.iter().filter(|one| one.case == *case), at);
                let numbers = found.into_iter().filter_map(Value::as_u64);
                numbers.filter(|one| *one < 1_000_000).map(|one| one.to_string()).collect()
            }
            Names(endpoint, at) => {
                let shape = documented.shape(endpoint).and_then(|shape| shape.at(at));
                let objects = values(endpoint, at).into_iter().filter_map(Value::as_object);
                let names = objects.flat_map(serde_json::Map::keys);
                names.map(|name| masker.name(name, shape)).collect()
            }
            Begins(endpoint, at, with) => {
                let texts = values(endpoint, at).into_iter().filter_map(Value::as_str);
                let told = texts.map(|text| if text.starts_with(with) { "yes" } else { "no" });
                told.map(str::to_owned).collect()
            }
            Status(status) => {
                let one = seen.iter().find(|one| one.status == *status)?;
                let shown =
                    one.headers.iter().filter_map(|(name, value)| masker.header(name, value));
                shown.map(|(name, value)| format!("{name}: {value}")).collect()
            }
        })
    }
}

/// Everything at a place of answers.
fn everything<'a>(answers: impl Iterator<Item = &'a Seen>, at: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    answers.filter_map(|one| one.json.as_ref()).for_each(|json| collect(json, at, &mut found));
    found
}

fn collect<'a>(value: &'a Value, at: &str, found: &mut Vec<&'a Value>) {
    let (name, rest) = at.split_once('/').unwrap_or((at, ""));
    match (name, value) {
        ("", _) => found.push(value),
        ("*", Value::Array(items)) => items.iter().for_each(|item| collect(item, rest, found)),
        ("*", Value::Object(members)) => members.values().for_each(|one| collect(one, rest, found)),
        (name, Value::Object(members)) => {
            members.get(name).into_iter().for_each(|one| collect(one, rest, found));
        }
        _ => {}
    }
}
