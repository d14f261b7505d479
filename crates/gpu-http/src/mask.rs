//! Keeps credentials out of everything a person or a log may see.
//!
//! Two nets: texts known to be secret (the client's own token) are replaced wherever they turn
//! up, and strings of unknown bodies are shown only under names that are known to be harmless.

use std::borrow::Cow;

use gpu_common::{MASK, Secret};

/// How much of a body an error keeps, in characters.
const SNIPPET: usize = 800;
/// How much of a vendor's message an error keeps, in characters.
const MESSAGE: usize = 300;
/// How much of a body is looked at to make a snippet, in bytes.
const LOOKED_AT: usize = 8 * 1024;

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

/// Words after which a value is taken for a credential in plain text.
const SENSITIVE: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "token",
    "secret",
    "signature",
    "bearer",
    "apikey",
    "access_key",
];

/// Replaces known secrets in any text.
#[derive(Clone, Default)]
pub(crate) struct Redactor(Vec<Secret>);

impl Redactor {
    /// Very short texts are left out: replacing every "a" would garble messages and hide nothing.
    pub(crate) fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self(
            secrets
                .into_iter()
                .filter(|secret| secret.expose().len() >= 4)
                .collect(),
        )
    }

    /// The same with the secrets of one call.
    pub(crate) fn with(&self, secrets: &[Secret]) -> Self {
        Self::new(self.0.iter().chain(secrets).cloned())
    }

    /// The text without any known secret.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.0.iter().fold(Cow::Borrowed(text), |text, secret| {
            if text.contains(secret.expose()) {
                Cow::Owned(text.replace(secret.expose(), MASK))
            } else {
                text
            }
        })
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
            Some(b'{' | b'[' | b'"') => mask_json(&text, |name, value| {
                SHOWN.contains(&name).then(|| scrub_words(value))
            }),
            _ => scrub_words(&text),
        };
        bounded(&masked, SNIPPET)
    }
}

/// Masks the string values of a JSON text. `show` gets a value and the name it stands under
/// (empty if none) and says what to show of it. Works on broken and cut JSON too: it reads
/// quotes and colons, not grammar. What stands outside of quotes is treated as plain text, because
/// a text that begins like JSON need not be any (`[ERROR] token …`).
pub(crate) fn mask_json(text: &str, show: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut name = "";
    let mut rest = text;
    while let Some((before, string, after)) = next_string(rest) {
        masked.push_str(&scrub_words(before));
        let is_name = after.trim_start().starts_with(':');
        if is_name || string.len() <= 2 {
            masked.extend(["\"", string, "\""]);
        } else if let Some(shown) = show(name, string) {
            masked.extend(["\"", &shown, "\""]);
        } else {
            masked.push_str(&format!("\"[{} chars]\"", string.chars().count()));
        }
        if is_name {
            name = string;
        }
        rest = after;
    }
    // What is left has no complete string; an opened one may hold half a credential.
    let open = rest.find('"').unwrap_or(rest.len());
    let (clear, cut) = rest.split_at(open);
    masked.push_str(&scrub_words(clear));
    if !cut.is_empty() {
        masked.push_str("\"[cut]");
    }
    masked
}

/// The next quoted string: what stands before it, its inside, what stands behind it.
fn next_string(text: &str) -> Option<(&str, &str, &str)> {
    let (before, inside) = text.split_once('"')?;
    let mut escaped = false;
    for (at, character) in inside.char_indices() {
        match character {
            '"' if !escaped => {
                let (string, quote_and_rest) = inside.split_at(at);
                return Some((before, string, quote_and_rest.get(1..)?));
            }
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

/// Masks what looks like a credential in running text: the word after `password:` or `token=`,
/// the query of a URL, and long mixed runs of letters and digits such as tokens and hashes.
fn scrub_words(text: &str) -> String {
    let mut scrubbed = String::with_capacity(text.len());
    let mut expects_credential = false;
    for piece in text.split_inclusive([' ', '\n', '\t', '<', '>', ',', ';']) {
        let word = piece.trim_end_matches([' ', '\n', '\t', '<', '>', ',', ';']);
        let (shown, next) = scrub_word(word, expects_credential);
        // An empty word between two separators does not use up the expectation.
        expects_credential = next || (word.is_empty() && expects_credential);
        scrubbed.push_str(&shown);
        scrubbed.push_str(piece.get(word.len()..).unwrap_or(""));
    }
    scrubbed
}

/// One word: what to show, and whether the next word is to be taken for a credential.
fn scrub_word(word: &str, expected: bool) -> (Cow<'_, str>, bool) {
    if expected && !word.is_empty() && !matches!(word, "=" | ":" | "is") {
        return (Cow::Borrowed(MASK), false);
    }
    if matches!(word, "=" | ":" | "is") {
        return (Cow::Borrowed(word), expected);
    }
    if let Some((address, _)) = word.split_once('?') {
        return (Cow::Owned(format!("{}?{MASK}", mask_runs(address))), false);
    }
    let lower = word.to_ascii_lowercase();
    if let Some((name, value)) = word.split_once(['=', ':'])
        && SENSITIVE
            .iter()
            .any(|sensitive| name.to_ascii_lowercase().contains(sensitive))
    {
        if value.is_empty() {
            return (Cow::Borrowed(word), true);
        }
        return (Cow::Owned(format!("{name}={MASK}")), false);
    }
    let is_label = SENSITIVE.contains(&lower.as_str());
    (
        mask_runs(word),
        is_label && lower != "token" && lower != "signature",
    )
}

/// Masks runs of 24 and more token characters that mix letters and digits.
fn mask_runs(word: &str) -> Cow<'_, str> {
    let is_run =
        |character: char| character.is_ascii_alphanumeric() || "-_+/=.".contains(character);
    let looks_random = |run: &str| {
        run.len() >= 24
            && run.bytes().any(|byte| byte.is_ascii_digit())
            && run.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    if !word.split(|character| !is_run(character)).any(looks_random) {
        return Cow::Borrowed(word);
    }
    let pieces = word
        .split_inclusive(|character| !is_run(character))
        .map(|piece| {
            let run = piece.trim_end_matches(|character| !is_run(character));
            let end = piece.get(run.len()..).unwrap_or("");
            if looks_random(run) {
                format!("{MASK}{end}")
            } else {
                piece.to_owned()
            }
        });
    Cow::Owned(pieces.collect())
}

fn bounded(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}… ({} more bytes)", &text[..at], text.len() - at),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bodies_show_words_and_hide_credentials() {
        let redactor = Redactor::new([Secret::from("t0ken-of-mine")]);
        for (body, shown) in [
            (
                r#"{"code":176,"msg":"check jwt"}"#,
                r#"{"code":176,"msg":"check jwt"}"#,
            ),
            (r#"{"password":"hunter2"}"#, r#"{"password":"[7 chars]"}"#),
            (r#"{"msg":"t0ken-of-mine"}"#, r#"{"msg":"[secret]"}"#),
            (
                r#"{"a":"x\"y\"hunter2","status":"ok"}"#,
                r#"{"a":"[13 chars]","status":"ok"}"#,
            ),
            (r#"{"sshPassword":"hun"#, r#"{"sshPassword":"[cut]"#),
            (r#""https://h/?token=hunter2""#, r#""[24 chars]""#),
            (r#""ok""#, r#""ok""#),
            (
                "<html>502 Bad Gateway</html>",
                "<html>502 Bad Gateway</html>",
            ),
            ("root password: hunter2", "root password: [secret]"),
            ("password = hunter2 !", "password = [secret] !"),
            ("see https://h/x?token=hunter2", "see https://h/x?[secret]"),
            ("token=hunter2&a=b", "token=[secret]"),
            ("x eyJhbGciOiJIUzI1NiIsInR5cCI6", "x [secret]"),
            // Neither is JSON, the second not even before what is known to be secret is out.
            ("[ERROR] eyJhbGciOiJIUzI1NiIsInR5cCI6", "[ERROR] [secret]"),
            (
                "t0ken-of-mine eyJhbGciOiJIUzI1NiIsInR5cCI6",
                "[secret] [secret]",
            ),
            ("{password: hunter2}", "{password: [secret]"),
            (
                r#"{"a":-1.5e3,"b":[true,null]}"#,
                r#"{"a":-1.5e3,"b":[true,null]}"#,
            ),
            ("rate limited", "rate limited"),
        ] {
            assert_eq!(redactor.snippet(body.as_bytes()), shown, "{body}");
        }
    }

    #[test]
    fn a_long_body_is_cut_and_says_so() {
        let snippet = Redactor::default().snippet("x ".repeat(5000).as_bytes());
        assert!(
            snippet.ends_with("more bytes)") && snippet.len() < 1000,
            "{snippet}"
        );
    }

    proptest! {
        #[test]
        fn no_known_secret_survives_anywhere(before in ".{0,40}", after in ".{0,40}") {
            let redactor = Redactor::new([Secret::from("Zq7!canary")]);
            let body = format!("{before}Zq7!canary{after}");
            prop_assert!(!redactor.snippet(body.as_bytes()).contains("Zq7!canary"));
            prop_assert!(!redactor.message(&body).contains("Zq7!canary"));
        }

        #[test]
        fn no_string_under_an_unknown_name_survives(secret in "[a-zA-Z0-9]{6,30}", cut in 0usize..60) {
            let body = format!(r#"{{"other":"{secret}","list":["{secret}"]}}"#);
            let end = body.len().saturating_sub(cut);
            prop_assert!(!Redactor::default().snippet(&body.as_bytes()[..end]).contains(&secret));
        }
    }
}
