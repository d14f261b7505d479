//! What an answer must have: the places where a client may not be lenient.
//!
//! Everything that is not named in a table is optional information: it may be anything that can be
//! decoded, or absent, and must neither cost the rest of the answer nor be lost itself.

use crate::drift::json::{Json, Path, Step};

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

/// What a reader that follows the rules makes of a value.
#[derive(Debug)]
pub(crate) struct Reading {
    /// Where items of lists could not be read.
    pub(crate) bad: Vec<Fault>,
}

/// What cannot be read, and where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) path: Path,
    /// The decoder may name a place further inside.
    pub(crate) inside: bool,
}

impl Reading {
    /// Reads a value by the rules.
    ///
    /// # Errors
    /// The first place that cannot be read, outside of list items.
    pub(crate) fn of(value: &Json, rules: Rules) -> Result<Self, Fault> {
        let mut reader =
            Reader { rules, path: Path::root(), pattern: String::new(), bad: Vec::new() };
        reader.read(value)?;
        Ok(Self { bad: reader.bad })
    }
}

/// A reader at some place of an answer.
struct Reader {
    rules: Rules,
    path: Path,
    /// The pattern of the path.
    pattern: String,
    bad: Vec<Fault>,
}

impl Reader {
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
            None if is_item(self.rules, &self.pattern) => value.is_object(),
            None => true,
        };
        match value {
            Json::Undecodable(_) if !fits => Err(self.fault(true)),
            Json::Undecodable(_) if self.misses(&[]) => Err(self.fault(true)),
            _ if !fits => Err(self.fault(false)),
            Json::List(items) => self.read_list(items),
            Json::Object(members) => self.read_object(members),
            _ => Ok(()),
        }
    }

    fn read_list(&mut self, items: &[Json]) -> Result<(), Fault> {
        for (index, item) in items.iter().enumerate() {
            let read = self.inside(Step::Index(index), |reader| {
                (reader.read(item), is_item(reader.rules, &reader.pattern))
            });
            match read {
                (Err(fault), true) => self.bad.push(fault),
                (read, _) => read?,
            }
        }
        Ok(())
    }

    fn read_object(&mut self, members: &[(String, Json)]) -> Result<(), Fault> {
        let rule = rule_at(self.rules, &self.pattern);
        for (name, value) in members {
            self.inside(Step::Name(name.clone()), |reader| {
                let has_rule = rule_at(reader.rules, &reader.pattern).is_some();
                match rule {
                    Some(Rule::Envelope) if !has_rule => Ok(()),
                    _ => reader.read(value),
                }
            })?;
        }
        if self.misses(members) {
            return Err(self.fault(false));
        }
        Ok(())
    }

    /// Whether an object of these members is without one that it must have.
    fn misses(&self, members: &[(String, Json)]) -> bool {
        let is_there = |name: &str| members.iter().any(|(its, _)| its == name);
        !needed(self.rules, &self.pattern).all(is_there)
    }

    /// Takes a step, does something there, and comes back.
    fn inside<T>(&mut self, step: Step, there: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pattern.len();
        match &step {
            Step::Index(_) => self.pattern.push_str("[]"),
            Step::Name(name) => {
                self.pattern.push_str(if length == 0 { "" } else { "." });
                self.pattern.push_str(name);
            }
        }
        self.path.push(step);
        let result = there(self);
        self.path.pop();
        self.pattern.truncate(length);
        result
    }

    fn fault(&self, inside: bool) -> Fault {
        Fault { path: self.path.clone(), inside }
    }
}

/// The rule for a pattern, if there is one.
pub(crate) fn rule_at(rules: Rules, pattern: &str) -> Option<Rule> {
    let found = rules.iter().find(|(place, _)| *place == pattern);
    found.map(|(_, rule)| *rule)
}

/// Whether a pattern is an item of a list that is read item by item.
fn is_item(rules: Rules, pattern: &str) -> bool {
    pattern.strip_suffix("[]").is_some_and(|list| {
        let rule = rule_at(rules, list);
        matches!(rule, Some(Rule::List | Rule::ListOrNull | Rule::Items))
    })
}

/// The names that an object must have.
fn needed<'a>(rules: Rules, object: &'a str) -> impl Iterator<Item = &'static str> + use<'a> {
    rules.iter().filter_map(move |(place, rule)| {
        let name = place.strip_prefix(object)?;
        let name = if object.is_empty() { name } else { name.strip_prefix('.')? };
        let is_needed = match rule {
            Rule::Must(takes) => !takes(&Json::Null),
            Rule::Object | Rule::ObjectOrNull | Rule::List | Rule::ListOrNull => true,
            Rule::Envelope | Rule::Field | Rule::Raw | Rule::Items => false,
        };
        (is_needed && !name.is_empty() && !name.contains(['.', '['])).then_some(name)
    })
}
