//! Where an answer is not what the documents show, in sentences that hold no value of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::mask::Masker;
use super::record::Seen;
use super::shape::{Shape, kind, plain};

/// Members that only a running machine has.
const OF_RUNNING: [&str; 2] = ["servers", "Pods"];

/// Whether an answer is a success, by the HTTP status and the vendor's envelope.
pub(super) fn is_done(vendor: &str, seen: &Seen) -> bool {
    let code = seen.json.as_ref().and_then(|json| json.get("code"));
    (200..300).contains(&seen.status)
        && code.map_or(vendor == "mdc", |code| *code == 0 || *code == "0")
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
pub(super) fn of(masker: &Masker, seen: &Seen) -> BTreeSet<String> {
    let (documented, mut found) = (&masker.documented, BTreeSet::new());
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
    let mut types = seen.headers.iter().filter(|(name, _)| name == "content-type");
    let json_type =
        |(_, value): &(String, String)| value.to_ascii_lowercase().starts_with("application/json");
    if !types.next().is_some_and(json_type) || types.next().is_some() {
        found.insert("the body is JSON and Content-Type does not say so".to_owned());
    }
    let mut walk = Walk { masker, found: &mut found };
    let shape = documented.shape(endpoint);
    if is_done(documented.vendor, seen) {
        // Without a sample there is nothing to compare with.
        shape.into_iter().for_each(|shape| walk.value(json, shape, ""));
        return found;
    }
    let refusal = &documented.refusal;
    if !refusal.kinds.is_empty() {
        walk.value(json, refusal, "");
    }
    let (code, listed) = (code(seen), &documented.codes);
    if code.is_none() && shape.is_some() && documented.vendor != "mdc" {
        found.insert("there is no code".to_owned());
    }
    if !may_be_refused {
        let is_odd = |code: &String| !listed.is_empty() && !listed.contains(code);
        if let Some(code) = code.filter(is_odd) {
            found.insert(format!("the code {} is not listed", masker.code(&code)));
        }
        found.insert("the call was refused".to_owned());
    }
    found
}

struct Walk<'a> {
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
                        // The names of counts are statuses.
                        None if path == "stats" => {
                            if self.words("status").is_none_or(|known| !known.contains(&&**name)) {
                                let what = format!("{shown}: is a status that is not documented");
                                self.found.insert(what);
                            }
                        }
                        None => {
                            let what = format!("{shown}: is not documented ({})", kind(member));
                            self.found.insert(what);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// The words of a closed set that samples do not have.
    fn words(&self, member: &str) -> Option<&[&str]> {
        self.masker.documented.tables.words.get(member).map(Vec::as_slice)
    }

    /// A word of a closed set that no document has.
    fn word(&mut self, name: &str, value: &Value, shape: &Shape, path: &str) {
        let (Some(words), Some(text)) = (self.words(plain(name)), value.as_str()) else { return };
        if text.is_empty() || words.contains(&text) || shape.texts.contains(text) {
            return;
        }
        let shown = self.masker.word(plain(name), text);
        self.found.insert(format!("{path}: the word {shown:?} is not documented"));
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
