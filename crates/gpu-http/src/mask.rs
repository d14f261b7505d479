//! Keeps credentials out of everything a person or a log may see.
//!
//! Two nets: texts known to be secret (the client's own token) are replaced wherever they turn
//! up, and strings of unknown bodies are shown only under names that are known to be harmless.

mod json;
mod words;

use std::borrow::Cow;

use gpu_common::{MASK, Secret};
pub(crate) use json::{Rules, mask_json};
use words::scrub_words;

use crate::VendorFault;

/// How much of a body an error keeps, in characters.
const SNIPPET: usize = 800;
/// How much of a vendor's message an error keeps, in characters.
const MESSAGE: usize = 300;
/// How much of a body is looked at to make a snippet, in bytes.
const LOOKED_AT: usize = 8 * 1024;
/// Shorter texts are left alone: replacing every "a" would garble messages and hide nothing.
const SHORTEST: usize = 4;

/// JSON names whose string values may be shown: words, statuses and ids, never credentials.
const SHOWN: &[&str] = &[
    "code",
    "msg",
    "message",
    "error",
    "errors",
    "reason",
    "detail",
    "status",
    "state",
    "category",
    "protocol",
    "instanceID",
    "instance_id",
    "id",
    "uid",
    "name",
    "metaKey",
    "regionName",
    "region",
    "Region",
    "clusterName",
    "clusterId",
    "timestamp",
    "path",
    "type",
    "kind",
    "displayName",
    "acceleratorType",
    "taskType",
    "resourceGroup",
    "sellingType",
    "skusID",
    "creationTimestamp",
];

/// Replaces known secrets in any text.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    /// Each secret in all the forms in which it may turn up, longest first: one can be a part of
    /// another.
    forms: Vec<Secret>,
}

impl Redactor {
    pub(crate) fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self::default().with(secrets)
    }

    /// The same with the secrets of one call.
    pub(crate) fn with(&self, secrets: impl IntoIterator<Item = Secret>) -> Self {
        let mut more = self.clone();
        let long = |secret: &Secret| secret.expose().len() >= SHORTEST;
        for secret in secrets.into_iter().filter(long) {
            other_forms(secret.expose()).for_each(|form| more.insert(form.into()));
            more.insert(secret);
        }
        more
    }

    /// Puts a form before the first that is shorter. There are few of them, and a sort would be much
    /// code for every user to compile.
    fn insert(&mut self, form: Secret) {
        let length = form.expose().len();
        let shorter = |other: &Secret| other.expose().len() < length;
        let place = self.forms.iter().position(shorter);
        self.forms.insert(place.unwrap_or(self.forms.len()), form);
    }

    /// The text without any known secret.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.forms.iter().fold(Cow::Borrowed(text), |text, secret| {
            if text.contains(secret.expose()) {
                Cow::Owned(text.replace(secret.expose(), MASK))
            } else {
                text
            }
        })
    }

    /// What a vendor says of a failure: known secrets out of the code, which otherwise stays what it
    /// is; the message as running text.
    pub(crate) fn fault(&self, mut fault: VendorFault) -> VendorFault {
        fault.code = fault.code.map(|code| self.redact(&code).into_owned());
        fault.message = fault.message.map(|message| self.message(&message));
        fault
    }

    /// A vendor's message: known secrets out, URLs' queries out, bounded.
    pub(crate) fn message(&self, text: &str) -> String {
        bounded(&scrub_words(&self.redact(text)), MESSAGE)
    }

    /// The beginning of a body, fit to be shown.
    pub(crate) fn snippet(&self, body: &[u8]) -> String {
        let head = body.get(..LOOKED_AT).unwrap_or(body);
        let text = String::from_utf8_lossy(head);
        let text = self.redact(&text);
        let masked = match text.trim_start().as_bytes().first() {
            Some(b'{' | b'[' | b'"') => mask_json(&text, &OfUnknownBodies),
            _ => scrub_words(&text),
        };
        bounded(&masked, SNIPPET)
    }
}

/// The forms other than its own in which a text may turn up: in a query, in a path, in JSON.
fn other_forms(text: &str) -> impl Iterator<Item = String> {
    let query = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let path = crate::Call::encode_segment(text);
    let quoted = serde_json::Value::from(text).to_string();
    let json = quoted.trim_matches('"').to_owned();
    let own = text.to_owned();
    [query, path, json]
        .into_iter()
        .filter(move |form| *form != own)
}

/// What is shown of a body that nothing is known about.
struct OfUnknownBodies;

impl Rules for OfUnknownBodies {
    fn hides(&self, name: &str) -> bool {
        words::names_a_credential(name)
    }

    fn show(&self, name: &str, value: &str) -> Option<String> {
        SHOWN.contains(&name).then(|| scrub_words(value))
    }
}

fn bounded(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}… ({} more bytes)", &text[..at], text.len() - at),
    }
}

#[cfg(test)]
mod tests;
