//! What an answer must have: the places where a client may not be lenient.
//!
//! Everything that is not named in a table is optional information: it may be anything that can be
//! decoded, or absent, and must neither cost the rest of the answer nor be lost itself.

use crate::drift::json::Json;
use crate::drift::verdict::Verdict;

/// A rule for one place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// An object around the rest. What has no rule in it is not looked at, however often it comes.
    Envelope,
    /// Optional information, as everything without a rule is outside of an envelope.
    Field,
    /// Any JSON, what cannot be decoded included.
    Raw,
    /// What an id or another indispensable value must be. It must be there unless `null` will do.
    Must(fn(&Json) -> bool),
    /// An object that must be there.
    Object,
    /// An object that must be there; `null` is an empty one.
    ObjectOrNull,
    /// A list that must be there.
    List,
    /// A list that must be there; `null` is an empty one.
    ListOrNull,
    /// A list that need not be there.
    Items,
}

/// Any text.
pub(crate) fn is_text(value: &Json) -> bool {
    matches!(value, Json::Text(_))
}

/// A text that is not blank.
pub(crate) fn is_name(value: &Json) -> bool {
    matches!(value, Json::Text(text) if !text.trim().is_empty())
}

/// What an id can be: a text that is not blank, no folder of a path and no mask; or digits. It is kept as
/// it is, because only so it can be sent back.
pub(crate) fn is_id(value: &Json) -> bool {
    match value {
        Json::Text(text) => is_name(value) && !matches!(text.as_str(), "." | ".." | "[secret]"),
        Json::Number(digits) => digits.parse::<u64>().is_ok(),
        _ => false,
    }
}

/// Patterns of places (`instances[].instanceID`) and their rules. Items of lists are objects.
pub(crate) type Rules = &'static [(&'static str, Rule)];

/// What cannot be read, and where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) path: String,
    /// The decoder may name a place further inside.
    pub(crate) inside: bool,
}

impl Fault {
    /// At a member of the answer.
    pub(crate) fn at(name: &str) -> Self {
        Self { path: name.to_owned(), inside: false }
    }
}

/// Reads a value by the rules: the places of list items that cannot be read.
///
/// # Errors
/// The first place that cannot be read, outside of list items.
pub(crate) fn read(value: &Json, rules: &[Rules]) -> Result<Vec<Fault>, Fault> {
    let (path, pattern, bad) = (String::new(), String::new(), Vec::new());
    let mut reader = Reader { rules, path, pattern, bad };
    reader.read(value)?;
    Ok(reader.bad)
}

/// What must become of an answer in an envelope, which is judged before anything inside it.
///
/// `head` are the rules of the envelope alone, and with `rules` those of the whole answer; `payload` is the
/// member that a success must have, unless it may be without one. `is_success` is what the envelope's code
/// says: a success, a refusal, or neither.
pub(crate) fn verdict(
    answer: &Json,
    head: Rules,
    rules: Rules,
    payload: Option<&str>,
    is_success: Option<bool>,
) -> Verdict {
    if let Err(fault) = read(answer, &[head]) {
        return Verdict::Unreadable(Some(fault));
    }
    let all = [rules, head];
    let is_absent = |name: &&str| match answer.get(name) {
        None => true,
        Some(Json::Null) => {
            !matches!(rule_at(&all, name), Some(Rule::ListOrNull | Rule::ObjectOrNull))
        }
        Some(_) => false,
    };
    match (is_success, payload.filter(is_absent)) {
        (Some(false), _) => Verdict::Refused,
        (None, _) => Verdict::Unreadable(Some(Fault::at("code"))),
        (Some(true), Some(name)) => Verdict::Unreadable(Some(Fault::at(name))),
        (Some(true), None) => Verdict::from_reading(read(answer, &all)),
    }
}

/// A reader at some place of an answer.
struct Reader<'a> {
    /// The first that has a rule for a place decides.
    rules: &'a [Rules],
    path: String,
    /// The path without the numbers of items.
    pattern: String,
    bad: Vec<Fault>,
}

impl Reader<'_> {
    fn read(&mut self, value: &Json) -> Result<(), Fault> {
        let rule = rule_at(self.rules, &self.pattern);
        let fits = match rule {
            Some(Rule::Raw) => return Ok(()),
            Some(Rule::Must(takes)) => takes(value),
            Some(Rule::Envelope | Rule::Object) => value.is_object(),
            Some(Rule::ObjectOrNull) => value.is_object() || *value == Json::Null,
            Some(Rule::List) => matches!(value, Json::List(_)),
            Some(Rule::ListOrNull) => matches!(value, Json::List(_) | Json::Null),
            Some(Rule::Field | Rule::Items) => true,
            None => !self.is_item() || value.is_object(),
        };
        match value {
            Json::Undecodable(_) if !fits || self.misses(&[]) => Err(self.fault(true)),
            _ if !fits => Err(self.fault(false)),
            Json::List(items) => items.iter().enumerate().try_for_each(|(index, item)| {
                self.inside(&format!("[{index}]"), "[]", |reader| match reader.read(item) {
                    Err(fault) if reader.is_item() => {
                        reader.bad.push(fault);
                        Ok(())
                    }
                    read => read,
                })
            }),
            Json::Object(members) => {
                for (name, value) in members {
                    let step = if self.path.is_empty() { name } else { &format!(".{name}") };
                    self.inside(step, step, |reader| {
                        let has_rule = rule_at(reader.rules, &reader.pattern).is_some();
                        match rule {
                            Some(Rule::Envelope) if !has_rule => Ok(()),
                            _ => reader.read(value),
                        }
                    })?;
                }
                if self.misses(members) { Err(self.fault(false)) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }

    /// Whether it stands at an item of a list that is read item by item.
    fn is_item(&self) -> bool {
        let list = self.pattern.strip_suffix("[]").and_then(|list| rule_at(self.rules, list));
        matches!(list, Some(Rule::List | Rule::ListOrNull | Rule::Items))
    }

    /// Whether an object of these members is without one that it must have.
    fn misses(&self, members: &[(String, Json)]) -> bool {
        let is_missing = |(place, rule): &(&str, Rule)| {
            let is_needed = match rule {
                Rule::Must(takes) => !takes(&Json::Null),
                Rule::Object | Rule::ObjectOrNull | Rule::List | Rule::ListOrNull => true,
                Rule::Envelope | Rule::Field | Rule::Raw | Rule::Items => false,
            };
            let (object, name) = place.rsplit_once('.').unwrap_or(("", place));
            let is_here = object == self.pattern && !name.is_empty() && !name.contains('[');
            is_needed && is_here && members.iter().all(|(its, _)| its != name)
        };
        self.rules.iter().copied().flatten().any(is_missing)
    }

    /// Takes a step, does something there, and comes back.
    fn inside<T>(&mut self, step: &str, pattern: &str, there: impl FnOnce(&mut Self) -> T) -> T {
        let lengths = (self.path.len(), self.pattern.len());
        self.path.push_str(step);
        self.pattern.push_str(pattern);
        let result = there(self);
        self.path.truncate(lengths.0);
        self.pattern.truncate(lengths.1);
        result
    }

    fn fault(&self, inside: bool) -> Fault {
        let path = if self.path.is_empty() { "." } else { &self.path };
        Fault { path: path.to_owned(), inside }
    }
}

/// The rule for a pattern, if there is one.
fn rule_at(rules: &[Rules], pattern: &str) -> Option<Rule> {
    let mut all = rules.iter().copied().flatten();
    all.find_map(|(place, rule)| (*place == pattern).then_some(*rule))
}
