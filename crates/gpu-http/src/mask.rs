//! Keeps credentials out of everything a person or a log may see. Two nets: texts known to be secret (the
//! client's own token) are replaced wherever they turn up, and strings of unknown bodies are shown only under
//! names that are known to be harmless.

mod hidden;
mod json;
mod known;
mod words;

use gpu_common::{MASK, Secret};
pub(crate) use hidden::{Hidden, read_json};
use json::mask_json;
use known::{Needles, find};
pub(crate) use words::names_a_credential;
use words::scrub_words;

use crate::ApiError;

/// How much of a body an error keeps, in characters.
const SNIPPET: usize = 800;
/// How much of a vendor's message an error keeps, in characters.
const MESSAGE: usize = 300;
/// How much of a body is looked at to make a snippet, in bytes.
const LOOKED_AT: usize = 8 * 1024;
/// Shorter texts are left alone: replacing every "a" would garble messages and hide nothing.
const SHORTEST: usize = 4;

/// JSON names whose string values may be shown: words, statuses and ids, never credentials.
const SHOWN: &str = "\
    code msg message error errors reason detail status state category protocol instanceID \
    instance_id id uid name metaKey regionName region Region clusterName clusterId timestamp \
    path type kind displayName acceleratorType taskType resourceGroup sellingType skusID \
    creationTimestamp";

/// Replaces known secrets in any text.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    needles: Needles,
    /// How many secrets there are.
    secrets: usize,
}

impl Redactor {
    pub(crate) fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self::default().with(secrets)
    }

    /// The same with the secrets of one call. Of a text of several lines each line is one, too: a
    /// vendor may repeat one line of a script.
    pub(crate) fn with(&self, secrets: impl IntoIterator<Item = Secret>) -> Self {
        let mut more = self.clone();
        for secret in secrets {
            let text = secret.expose();
            let lines = text.lines().map(str::trim).filter(|line| *line != text);
            let parts = std::iter::once(text).chain(lines);
            for part in parts.filter(|part| part.len() >= SHORTEST) {
                more.needles.add(more.secrets, part);
            }
            more.secrets += 1;
        }
        more.needles.sort();
        more
    }

    /// The text without any known secret.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.redact_head(text, false)
    }

    /// The same for the beginning of a text.
    fn redact_head(&self, text: &str, cut: bool) -> String {
        let pieces = find(text, &self.needles, cut);
        let shown = pieces.into_iter().map(|(piece, secret)| secret.map_or(piece, |_| MASK));
        shown.collect()
    }

    /// A text in pieces: those that are known secrets with their number, and what stands between them.
    pub(crate) fn pieces<'a>(&self, text: &'a str) -> Vec<(&'a str, Option<usize>)> {
        find(text, &self.needles.exact(), false)
    }

    /// What a vendor says of a failure: known secrets out of the code, which otherwise stays what it
    /// is; the message as running text. A code of digits is no secret, even if one has the same digits.
    pub(crate) fn api_error(&self, mut error: ApiError) -> ApiError {
        let is_number = |code: &str| code.bytes().all(|byte| byte.is_ascii_digit());
        error.code = error.code.map(|code| match is_number(&code) {
            true => code,
            false => self.beginning(&code),
        });
        error.message = error.message.map(|message| self.message(&message));
        error
    }

    /// A vendor's message: known secrets out, URLs' queries out, bounded.
    pub(crate) fn message(&self, text: &str) -> String {
        bounded(&scrub_words(&self.beginning(text)), MESSAGE)
    }

    /// The beginning of a body, fit to be shown.
    pub(crate) fn snippet(&self, body: &[u8]) -> String {
        // A byte more, so that a body that is cut is known as such; the text has no fewer bytes.
        let head = body.get(..=LOOKED_AT).unwrap_or(body);
        let text = self.beginning(&String::from_utf8_lossy(head));
        let masked = match text.trim_start().as_bytes().first() {
            Some(b'{' | b'[' | b'"') => mask_json(&text),
            _ => scrub_words(&text),
        };
        bounded(&masked, SNIPPET)
    }

    /// As much of a text as is looked at, without known secrets. Its last word is dropped if it may
    /// have been cut: half a secret looks like nothing.
    fn beginning(&self, text: &str) -> String {
        let end =
            (LOOKED_AT.saturating_sub(3)..=LOOKED_AT).rev().find(|end| text.is_char_boundary(*end));
        let head = end.and_then(|end| text.get(..end)).filter(|head| head.len() < text.len());
        let Some(head) = head else {
            return self.redact(text);
        };
        let mut beginning = self.redact_head(head, true);
        if let Some(at) =
            beginning.rfind(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>'))
        {
            beginning.truncate(at + 1);
        }
        beginning
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
