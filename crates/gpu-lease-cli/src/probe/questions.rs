//! What no document says, and how a run of the probe answers it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::drift::{Verdict, code, verdict};
use super::mask::Masker;
use super::record::Seen;
use super::shape::{Documented, kind};

/// Something that no document says.
pub(super) struct Question {
    vendor: &'static str,
    pub(super) text: &'static str,
    check: Check,
}

/// Where the answer is. A place is a path of names; `*` is each item or member.
enum Check {
    /// How a call made for this case is refused.
    Refusal(&'static str),
    /// What kinds of values come at a place of an endpoint's answers.
    Kinds(&'static str, &'static str),
    /// Which words come at a place.
    Words(&'static str, &'static str),
    /// Which number comes at a place in answers to a case.
    Number(&'static str, &'static str),
    /// Which names the members at a place have.
    Names(&'static str, &'static str),
    /// Whether a text at a place begins with this.
    Begins(&'static str, &'static str, &'static str),
    /// With which headers this HTTP status comes.
    Status(u16),
    /// Whether an answer to a case is a success.
    Accepted(&'static str),
}

/// A question and, if this run answers it, how.
pub(super) fn ask(
    documented: &Documented,
    masker: &Masker,
    seen: &[Seen],
) -> Vec<(&'static str, Option<String>)> {
    let mine = QUESTIONS.iter().filter(|question| question.vendor == documented.vendor);
    mine.map(|question| (question.text, question.check.answer(documented, masker, seen))).collect()
}

impl Check {
    fn answer(&self, documented: &Documented, masker: &Masker, seen: &[Seen]) -> Option<String> {
        let done = |one: &&Seen| verdict(documented.vendor, one) == Verdict::Done;
        let of = |endpoints: &str| {
            let is =
                |one: &Seen| endpoints.split('|').any(|it| it == documented.endpoint(one.call));
            let mine = seen.iter().filter(done).filter(|one| is(one));
            mine.filter_map(|one| one.json.as_ref()).collect::<Vec<_>>()
        };
        let values = |endpoints: &str, at: &str| {
            let mut found = Vec::new();
            of(endpoints).into_iter().for_each(|json| collect(json, at, &mut found));
            found
        };
        let told = match self {
            Self::Refusal(case) => {
                let one = seen.iter().find(|one| one.case == *case)?;
                match (verdict(documented.vendor, one), code(one)) {
                    (Verdict::Done, _) => vec!["not refused".to_owned()],
                    (_, Some(code)) => {
                        vec![format!("HTTP {}, code {}", one.status, masker.code(&code))]
                    }
                    (_, None) => vec![format!("HTTP {}, no code", one.status)],
                }
            }
            Self::Kinds(endpoint, at) => {
                let found: BTreeSet<_> = values(endpoint, at).into_iter().map(kind).collect();
                let parent = at.rsplit_once('/').map_or("", |(parent, _)| parent);
                match found.is_empty() && !values(endpoint, parent).is_empty() {
                    true => vec!["it does not come".to_owned()],
                    false => found.into_iter().map(str::to_owned).collect(),
                }
            }
            Self::Words(endpoint, at) => {
                let member = at.rsplit('/').next().unwrap_or_default();
                let texts = values(endpoint, at);
                let texts: BTreeSet<_> = texts.into_iter().filter_map(Value::as_str).collect();
                let shown = texts.into_iter().map(|text| match masker.is_word(member, text) {
                    true => text.to_owned(),
                    false => masker.text(text),
                });
                shown.collect()
            }
            Self::Number(case, at) => {
                let answers = seen.iter().filter(|one| one.case == *case);
                let mut found = Vec::new();
                answers
                    .filter_map(|one| one.json.as_ref())
                    .for_each(|json| collect(json, at, &mut found));
                let small =
                    |value: &&Value| value.as_u64().is_some_and(|number| number < 1_000_000);
                found.into_iter().filter(small).map(ToString::to_string).collect()
            }
            Self::Names(endpoint, at) => {
                let shape = documented.shape(endpoint).and_then(|shape| shape.at(at));
                let objects = values(endpoint, at).into_iter().filter_map(Value::as_object);
                let names: BTreeSet<_> = objects.flat_map(serde_json::Map::keys).collect();
                names.into_iter().map(|name| masker.name(name, shape)).collect()
            }
            Self::Begins(endpoint, at, with) => {
                let texts = values(endpoint, at);
                let mut texts = texts.into_iter().filter_map(Value::as_str).peekable();
                texts.peek()?;
                let begins: BTreeSet<_> = texts.map(|text| text.starts_with(with)).collect();
                let told = begins.into_iter().map(|is| if is { "yes" } else { "no" }.to_owned());
                told.collect()
            }
            Self::Status(status) => {
                let one = seen.iter().find(|one| one.status == *status)?;
                let names =
                    one.headers.iter().filter_map(|(name, value)| masker.header(name, value));
                names.map(|(name, value)| format!("{name}: {value}")).collect()
            }
            Self::Accepted(case) => {
                let one = seen.iter().find(|one| one.case == *case)?;
                match verdict(documented.vendor, one) {
                    Verdict::Done => vec!["yes".to_owned()],
                    Verdict::Refused => vec![format!("no, HTTP {}", one.status)],
                }
            }
        };
        (!told.is_empty()).then(|| told.join(", "))
    }
}

/// Everything at a place.
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

const fn question(vendor: &'static str, text: &'static str, check: Check) -> Question {
    Question { vendor, text, check }
}

#[rustfmt::skip] // one a line
const QUESTIONS: &[Question] = &[
    question("glows", "How is a query for a machine that does not exist answered?", Check::Refusal("unknown")),
    question("glows", "Which words does `status` have?", Check::Words("get|list|create", "*/status")),
    question("glows", "Which words does `status` have in lists?", Check::Words("list", "instances/*/status")),
    question("glows", "Which statuses do counts name?", Check::Names("stats", "stats")),
    question("glows", "Which words does `sourceType` have?", Check::Words("list", "instances/*/sourceType")),
    question("glows", "Which protocols do accesses have?", Check::Words("get|create", "instance/accesses/*/protocol")),
    question("glows", "Are instances' ids prefixed with `ins-`?", Check::Begins("list", "instances/*/instanceID", "ins-")),
    question("glows", "What is `baseSnap`?", Check::Kinds("get|create", "instance/baseSnap")),
    question("glows", "What is `baseImage` of a machine from a snapshot?", Check::Kinds("list", "instances/*/baseImage")),
    question("glows", "Does `createTime` have a part below a second (`nanos`)?", Check::Kinds("get|create", "instance/createTime/nanos")),
    question("glows", "What is an empty list?", Check::Kinds("list", "instances")),
    question("glows", "How many rows does a page of 1000 have at most?", Check::Number("page of 1000", "pagination/perPage")),
    question("glows", "How is a page behind the end answered?", Check::Accepted("behind the end")),
    question("glows", "Are several statuses taken as a repeated parameter?", Check::Accepted("two statuses")),
    question("glows", "Which members does the list of specs have?", Check::Names("specs", "")),
    question("glows", "What does an item of the list of specs have?", Check::Names("specs", "*/*")),
    question("glows", "With which headers does a rate limit (HTTP 429) come?", Check::Status(429)),
    question("glows", "Does `url` of an HTTP access come?", Check::Kinds("get", "instance/accesses/*/url")),
    question("mdc", "How is a query for an instance that does not exist answered?", Check::Refusal("unknown")),
    question("mdc", "Which words does `status` have?", Check::Words("get|create", "status")),
    question("mdc", "Which words does `status` have in lists?", Check::Words("list", "nodes/*/status")),
    question("mdc", "What is an empty list of instances?", Check::Kinds("list", "nodes")),
    question("mdc", "Which annotations come?", Check::Names("list", "nodes/*/annotations")),
    question("mdc", "What is `discountID` of an offer without a discount?", Check::Kinds("skus", "*/discountID")),
    question("mdc", "Which selling modes are offered?", Check::Words("skus", "*/sellingType")),
    question("mdc", "Is a price ever a fraction?", Check::Kinds("skus", "*/price")),
    question("mdc", "How is a list of offers of a region that does not exist answered?", Check::Refusal("unknown region")),
    question("mdc", "Which names do servers of a machine have?", Check::Names("get", "servers")),
    question("mdc", "With which headers does a rate limit (HTTP 429) come?", Check::Status(429)),
    question("ac-openapi", "How is a query for an instance that does not exist answered?", Check::Refusal("unknown")),
    question("ac-openapi", "What is `data` of the list of instances?", Check::Kinds("list", "data")),
    question("ac-openapi", "Which members does `data` of the list of instances have?", Check::Names("list", "data")),
    question("ac-openapi", "Which words does `status` have?", Check::Words("detail", "data/status")),
    question("ac-openapi", "Is a list with a body accepted?", Check::Accepted("list with a body")),
    question("ac-openapi", "Is a list with a query accepted?", Check::Accepted("list with a query")),
    question("ac-openapi", "Is a list with a query at `/list` accepted?", Check::Accepted("list at another path")),
    question("ac-openapi", "What is `data` of the list of resource groups?", Check::Kinds("resource_groups", "data")),
    question("ac-openapi", "Which members does `data` of the list of resource groups have?", Check::Names("resource_groups", "data")),
    question("ac-openapi", "What is `data` of the list of mount directories?", Check::Kinds("mount_dirs", "data")),
    question("ac-openapi", "What is `data` of the other edition of the image list?", Check::Kinds("images_by_get", "data")),
    question("ac-openapi", "What is `accountBalance` of a user?", Check::Kinds("user", "data/accountBalance")),
    question("ac-openapi", "What is `containerPort` in answers?", Check::Kinds("detail", "data/containerPortInfoList/*/containerPort")),
    question("ac-openapi", "Which words does an image's `status` have?", Check::Words("images", "data/data/*/status")),
    question("ac-openapi", "Is the access URL of a machine that does not run refused?", Check::Refusal("url")),
    question("ac-openapi", "With which headers does a rate limit (HTTP 429) come?", Check::Status(429)),
];
