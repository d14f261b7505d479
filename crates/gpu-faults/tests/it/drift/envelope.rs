//! The envelopes of Glows.ai and AC, judged before anything inside them.

use crate::drift::json::{Json, Path};
use crate::drift::rules::{Fault, Reading, Rule, Rules, rule_at};
use crate::drift::verdict::Verdict;

/// What an envelope's code says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Code {
    Success,
    Refusal,
    /// Neither a success nor a refusal: nothing is known.
    None,
}

/// What must become of an answer in an envelope.
///
/// `head` are the rules of the envelope alone, `rules` those of the whole answer; `payload` is the
/// member that a success must have, unless it may be without one.
pub(crate) fn verdict(
    answer: &Json,
    head: Rules,
    rules: Rules,
    payload: Option<&str>,
    code: impl Fn(Option<&Json>) -> Code,
) -> Verdict {
    let root = Path::root();
    let envelope = Reading::of(answer, head);
    let code = code(answer.get("code"));
    match (envelope, code) {
        (Err(fault), _) => Verdict::Unreadable(Some(fault)),
        (Ok(_), Code::Refusal) => Verdict::Refused,
        (Ok(_), Code::None) => missing(&root, "code"),
        (Ok(_), Code::Success) => match payload {
            Some(name) if is_absent(answer.get(name), rules, name) => missing(&root, name),
            _ => Verdict::from_reading(Reading::of(answer, rules)),
        },
    }
}

fn is_absent(payload: Option<&Json>, rules: Rules, name: &str) -> bool {
    match payload {
        None => true,
        Some(Json::Null) => {
            let rule = rule_at(rules, name);
            !matches!(rule, Some(Rule::ListOrNull | Rule::ObjectOrNull))
        }
        Some(_) => false,
    }
}

fn missing(root: &Path, name: &str) -> Verdict {
    Verdict::Unreadable(Some(Fault { path: root.name(name), inside: false }))
}
