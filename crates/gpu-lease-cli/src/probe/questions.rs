//! What no document says, and how a run of the probe answers it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::drift::{code, is_done};
use super::mask::Masker;
use super::record::Seen;
use super::shape::kind;

/// Where the answer to a question is. A place is a path of names; `*` is each item or member.
enum Check {
    /// How a call made for this case is answered.
    Case(&'static str),
    /// What kinds of values come at a place of an endpoint's answers.
    Kinds(&'static str, &'static str),
    /// Which words come at a place.
    Words(&'static str, &'static str),
    /// Which small numbers come at a place in answers to a case.
    Numbers(&'static str, &'static str),
    /// Which names the members at a place have.
    Names(&'static str, &'static str),
    /// Whether the texts at a place begin with this.
    Begins(&'static str, &'static str, &'static str),
    /// With which headers this HTTP status comes.
    Status(u16),
}
use Check::{Begins, Case, Kinds, Names, Numbers, Status, Words};

/// A question and, if this run answers it, how.
pub(super) fn ask(masker: &Masker, seen: &[Seen]) -> Vec<(&'static str, Option<String>)> {
    let mine = QUESTIONS.iter().filter(|row| row.0 == masker.documented.vendor);
    let answer = |check: &Check| {
        let told = check.answer(masker, seen)?;
        (!told.is_empty()).then(|| Vec::from_iter(told).join(", "))
    };
    mine.map(|(_, question, check)| (*question, answer(check))).collect()
}

impl Check {
    fn answer(&self, masker: &Masker, seen: &[Seen]) -> Option<BTreeSet<String>> {
        let documented = &masker.documented;
        // What stands at a place of the successes of some endpoints, divided by `|`.
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

/// Vendor, question, and where its answer is.
#[rustfmt::skip] // one a line
const QUESTIONS: &[(&str, &str, Check)] = &[
    ("glows", "How is a query for a machine that does not exist answered?", Case("unknown")),
    ("glows", "Which words does `status` have?", Words("get|list|create", "*/status")),
    ("glows", "Which words does `status` have in lists?", Words("list", "instances/*/status")),
    ("glows", "Which statuses do counts name?", Names("stats", "stats")),
    ("glows", "Which words does `sourceType` have?", Words("list", "instances/*/sourceType")),
    ("glows", "Which protocols do accesses have?", Words("get|create", "instance/accesses/*/protocol")),
    ("glows", "Are instances' ids prefixed with `ins-`?", Begins("list", "instances/*/instanceID", "ins-")),
    ("glows", "What is `baseSnap`?", Kinds("get|create", "instance/baseSnap")),
    ("glows", "What is `baseImage` of a machine from a snapshot?", Kinds("list", "instances/*/baseImage")),
    ("glows", "Does `createTime` have a part below a second (`nanos`)?", Kinds("get|create", "instance/createTime/nanos")),
    ("glows", "What is an empty list?", Kinds("list", "instances")),
    ("glows", "How many rows does a page of 1000 have at most?", Numbers("page of 1000", "pagination/perPage")),
    ("glows", "How is a page behind the end answered?", Case("behind the end")),
    ("glows", "Are several statuses taken as a repeated parameter?", Case("two statuses")),
    ("glows", "Which members does the list of specs have?", Names("specs", "")),
    ("glows", "What does an item of the list of specs have?", Names("specs", "*/*")),
    ("glows", "With which headers does a rate limit (HTTP 429) come?", Status(429)),
    ("glows", "Does `url` of an HTTP access come?", Kinds("get", "instance/accesses/*/url")),
    ("mdc", "How is a query for an instance that does not exist answered?", Case("unknown")),
    ("mdc", "Which words does `status` have?", Words("get|create", "status")),
    ("mdc", "Which words does `status` have in lists?", Words("list", "nodes/*/status")),
    ("mdc", "What is an empty list of instances?", Kinds("list", "nodes")),
    ("mdc", "Which annotations come?", Names("list", "nodes/*/annotations")),
    ("mdc", "What is `discountID` of an offer without a discount?", Kinds("skus", "*/discountID")),
    ("mdc", "Which selling modes are offered?", Words("skus", "*/sellingType")),
    ("mdc", "Is a price ever a fraction?", Kinds("skus", "*/price")),
    ("mdc", "How is a list of offers of a region that does not exist answered?", Case("unknown region")),
    ("mdc", "Which names do servers of a machine have?", Names("get", "servers")),
    ("mdc", "With which headers does a rate limit (HTTP 429) come?", Status(429)),
    ("ac-openapi", "How is a query for an instance that does not exist answered?", Case("unknown")),
    ("ac-openapi", "What is `data` of the list of instances?", Kinds("list", "data")),
    ("ac-openapi", "Which members does `data` of the list of instances have?", Names("list", "data")),
    ("ac-openapi", "Which words does `status` have?", Words("detail", "data/status")),
    ("ac-openapi", "Is a list with a body accepted?", Case("list with a body")),
    ("ac-openapi", "Is a list with a query accepted?", Case("list with a query")),
    ("ac-openapi", "Is a list with a query at `/list` accepted?", Case("list at another path")),
    ("ac-openapi", "What is `data` of the list of resource groups?", Kinds("resource_groups", "data")),
    ("ac-openapi", "Which members does `data` of the list of resource groups have?", Names("resource_groups", "data")),
    ("ac-openapi", "What is `data` of the list of mount directories?", Kinds("mount_dirs", "data")),
    ("ac-openapi", "What is `data` of the other edition of the image list?", Kinds("images_by_get", "data")),
    ("ac-openapi", "What is `accountBalance` of a user?", Kinds("user", "data/accountBalance")),
    ("ac-openapi", "What is `containerPort` in answers?", Kinds("detail", "data/containerPortInfoList/*/containerPort")),
    ("ac-openapi", "Which words does an image's `status` have?", Words("images", "data/data/*/status")),
    ("ac-openapi", "Is the access URL of a machine that does not run refused?", Case("url")),
    ("ac-openapi", "With which headers does a rate limit (HTTP 429) come?", Status(429)),
];
