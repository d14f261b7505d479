//! Masking what looks like a credential in running text.

use std::borrow::Cow;

use gpu_common::MASK;

/// Words after which a value is taken for a credential.
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
    "accesskey",
];

/// Whether what stands under this name is to be taken for a credential.
pub(super) fn names_a_credential(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SENSITIVE.iter().any(|sensitive| name.contains(sensitive))
}

/// Masks the word after `password:` or `token=`, what a URL holds besides its address, and long mixed
/// runs of letters and digits such as tokens and hashes.
pub(super) fn scrub_words(text: &str) -> String {
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
    if matches!(word, "=" | ":" | "is") {
        return (Cow::Borrowed(word), expected);
    }
    if expected && !word.is_empty() {
        return (Cow::Borrowed(MASK), false);
    }
    let lower = word.to_ascii_lowercase();
    if let Some(end) = end_of_credential_name(&lower) {
        let (name, value) = word.split_at(end);
        if is_quotes(value) {
            return (Cow::Borrowed(word), true);
        }
        // Of an address all is masked from its query on, the name of the credential too.
        let name = scrub_address(name);
        let mask = if name.ends_with(MASK) { "" } else { MASK };
        return (Cow::Owned(format!("{name}{mask}")), false);
    }
    let is_label = SENSITIVE.contains(&lower.as_str());
    let announces = is_label && lower != "token" && lower != "signature";
    (scrub_address(word), announces)
}

/// Where in a word (in lower case) the name of a credential and the sign behind it end: the first
/// that counts, however much stands before it (`user=a&password=`, `{\"password\":`).
fn end_of_credential_name(word: &str) -> Option<usize> {
    const SIGNS: &[&str] = &["=", ":", "%3d", "%3a"];
    let ends = SENSITIVE.iter().flat_map(|sensitive| {
        word.match_indices(sensitive).filter_map(|(at, _)| {
            let behind = &word[at + sensitive.len()..];
            let name =
                |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
            let sign = behind
                .trim_start_matches(name)
                .trim_start_matches(['"', '\'', '\\']);
            let length = SIGNS.iter().find(|lead| sign.starts_with(**lead))?.len();
            Some(word.len() - sign.len() + length)
        })
    });
    ends.min()
}

fn is_quotes(text: &str) -> bool {
    text.chars().all(|character| "\"'\\".contains(character))
}

/// A word that may be an address: without its user, its query and its fragment.
fn scrub_address(word: &str) -> Cow<'_, str> {
    let lower = word.to_ascii_lowercase();
    let scheme = ["://", "%3a%2f%2f"]
        .iter()
        .find_map(|sign| Some(lower.find(sign)? + sign.len()));
    let marks: &[&str] = match scheme {
        Some(_) => &["?", "%3f", "#", "%23"],
        None => &["?", "%3f"],
    };
    let cut = marks
        .iter()
        .filter_map(|mark| Some(lower.find(mark)? + mark.len()))
        .min()
        .filter(|end| *end < word.len());
    let (address, cut) = match cut {
        Some(end) => (&word[..end], MASK),
        None => (word, ""),
    };
    let user = scheme.and_then(|start| user_of(address, start));
    match user {
        Some((lead, host)) => Cow::Owned(format!("{lead}{MASK}{}{cut}", mask_runs(host))),
        None if cut.is_empty() => mask_runs(word),
        None => Cow::Owned(format!("{}{cut}", mask_runs(address))),
    }
}

/// An address around its user and password, if it has them: up to them, and from the `@` on.
fn user_of(address: &str, start: usize) -> Option<(&str, &str)> {
    let (lead, rest) = address.split_at(start);
    let authority = rest.find('/').map_or(rest, |end| &rest[..end]);
    let at = authority.rfind('@')?;
    Some((lead, &rest[at..]))
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
