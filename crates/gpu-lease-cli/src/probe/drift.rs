//! Where an answer is not what the documents show, in sentences that hold no value of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::mask::Masker;
use super::record::Seen;
use super::shape::{Documented, Shape, kind, plain};
use super::tables::{ENUMS, OF_RUNNING};

/// What an answer says of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Done,
    /// By the vendor's envelope or by the HTTP status.
    Refused,
}

pub(super) fn verdict(vendor: &str, seen: &Seen) -> Verdict {
    let code = seen.json.as_ref().and_then(|json| json.get("code"));
    let fine = match code {
        Some(code) => *code == 0 || *code == "0",
        None => vendor == "mdc",
    };
    match (200..300).contains(&seen.status) && fine {
        true => Verdict::Done,
        false => Verdict::Refused,
    }
}

/// The code of a refusal, as a text.
pub(super) fn code(seen: &Seen) -> Option<String> {
    match seen.json.as_ref()?.get("code")? {
        Value::String(code) => Some(code.clone()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    }
}

/// All differences of one answer.
pub(super) fn of(documented: &Documented, masker: &Masker, seen: &Seen) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let endpoint = documented.endpoint(seen.call);
    // What was asked out of curiosity, and a machine on its way out, may be refused.
    let may_be_refused = !["", "list with a body"].contains(&seen.case);
    if !(200..300).contains(&seen.status) && !may_be_refused {
        found.insert(format!("HTTP status {}, documented is 200", seen.status));
    }
    let Some(json) = &seen.json else {
        found.insert("the body is no JSON".to_owned());
        return found;
    };
    let types: Vec<&str> = seen
        .headers
        .iter()
        .filter(|(name, _)| name == "content-type")
        .map(|(_, value)| value.as_str())
        .collect();
    if !matches!(types.as_slice(), [one] if one.to_ascii_lowercase().starts_with("application/json"))
    {
        found.insert("the body is JSON and Content-Type does not say so".to_owned());
    }
    let mut walk = Walk { vendor: documented.vendor, masker, found: &mut found };
    match (verdict(documented.vendor, seen), documented.shape(endpoint)) {
        (Verdict::Done, Some(shape)) => walk.value(json, shape, ""),
        // No sample: there is nothing to compare with.
        (Verdict::Done, None) => {}
        (Verdict::Refused, shape) => {
            let refusal = documented.refusal();
            if !refusal.kinds.is_empty() {
                walk.value(json, refusal, "");
            }
            let code = code(seen);
            if code.is_none() && shape.is_some() && documented.vendor != "mdc" {
                found.insert("there is no code".to_owned());
            }
            let listed = documented.codes();
            let odd =
                |code: &String| !may_be_refused && !listed.is_empty() && !listed.contains(code);
            if let Some(code) = code.filter(odd) {
                found.insert(format!("the code {} is not listed", masker.code(&code)));
            }
            if !may_be_refused {
                found.insert("the call was refused".to_owned());
            }
        }
    }
    found
}

struct Walk<'a> {
    vendor: &'a str,
    masker: &'a Masker,
    found: &'a mut BTreeSet<String>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, shape: &Shape, path: &str) {
        let at = if path.is_empty() { "the answer" } else { path };
        let is = kind(value);
        let told: Vec<&str> = shape.kinds.iter().copied().filter(|kind| *kind != "null").collect();
        // A sample that is null tells nothing of the type.
        let close = match is {
            "a number" => shape.kinds.contains("a fraction"),
            // The only sample of a price has none by chance.
            "a fraction" => path.ends_with(".price") && shape.kinds.contains("a number"),
            _ => false,
        };
        if !told.is_empty() && !shape.kinds.contains(is) && !close {
            self.found.insert(format!("{at}: documented is {}, came {is}", told.join(" or ")));
            return;
        }
        match value {
            Value::Array(items) => {
                for item in items {
                    if let Some(shape) = &shape.items {
                        self.value(item, shape, &format!("{path}[]"));
                    }
                }
            }
            Value::Object(members) => {
                let runs = value.get("status").is_none_or(|status| status == "Running");
                for name in shape.required.iter().flatten() {
                    // A status without machines has no count (documented).
                    let missing = path != "stats" && !members.keys().any(|is| plain(is) == name);
                    if missing && (runs || !OF_RUNNING.contains(&name.as_str())) {
                        self.found.insert(format!("{}: is missing", join(path, name)));
                    }
                }
                for (name, member) in members {
                    let shown = join(path, plain(&self.masker.name(name, Some(shape))));
                    match shape.member(name) {
                        Some(inner) => {
                            self.value(member, inner, &shown);
                            self.word(name, member, inner, &shown);
                        }
                        None if told.is_empty() => {}
                        None if path == "stats" && self.is_known("status", name) => {}
                        None if path == "stats" => {
                            self.found
                                .insert(format!("{shown}: is a status that is not documented"));
                        }
                        None => {
                            self.found
                                .insert(format!("{shown}: is not documented ({})", kind(member)));
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn is_known(&self, member: &str, word: &str) -> bool {
        let words = ENUMS.iter().find(|row| (row.0, row.1) == (self.vendor, member));
        words.is_some_and(|row| row.2.contains(&word))
    }

    /// A word of a closed set that no document has.
    fn word(&mut self, name: &str, value: &Value, shape: &Shape, path: &str) {
        let words = ENUMS.iter().find(|row| (row.0, row.1) == (self.vendor, plain(name)));
        let (Some(words), Some(text)) = (words, value.as_str()) else { return };
        if text.is_empty() || words.2.contains(&text) || shape.texts.contains(text) {
            return;
        }
        let shown = match self.masker.is_word(plain(name), text) {
            true => text.to_owned(),
            false => self.masker.text(text),
        };
        self.found.insert(format!("{path}: the word {shown:?} is not documented"));
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
