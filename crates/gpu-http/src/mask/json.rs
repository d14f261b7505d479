//! Masking JSON, which may be broken or cut: it reads quotes, colons and brackets, not grammar.

use gpu_common::MASK;

use super::SHOWN;
use super::words::{names_a_credential, scrub_words};

/// Masks the values of a JSON text that nothing is known about. What stands outside of quotes is treated
/// as plain text as well, because a text that begins like JSON need not be any (`[ERROR] token …`).
pub(super) fn mask_json(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut place = Position::default();
    let mut rest = text;
    while let Some((before, string, after)) = next_string(rest) {
        masked.push_str(&place.walk(before));
        let is_name = after.trim_start().starts_with(':');
        if is_name || string.is_empty() {
            masked.extend(["\"", string, "\""]);
        } else {
            masked.extend(["\"", &place.string(string), "\""]);
        }
        if is_name {
            place.enter(string);
        }
        rest = after;
    }
    // What is left has no complete string; an opened one may hold half a credential.
    let open = rest.find('"').unwrap_or(rest.len());
    let (clear, cut) = rest.split_at(open);
    masked.push_str(&place.walk(clear));
    if !cut.is_empty() {
        masked.push_str("\"[cut]");
    }
    masked
}

/// Where in the text one is.
#[derive(Default)]
struct Position<'a> {
    /// The name that the value here stands under (empty if none).
    name: &'a str,
    /// Whether everything under this name is hidden: a text, a number, a list, an object.
    hidden: bool,
    /// The names of the objects and lists around it, and whether what is in them is hidden.
    around: Vec<(&'a str, bool)>,
}

impl<'a> Position<'a> {
    fn enter(&mut self, name: &'a str) {
        let inside_hidden = self.around.last().is_some_and(|(_, hidden)| *hidden);
        self.hidden = inside_hidden || names_a_credential(name);
        self.name = name;
    }

    /// What is shown of a string's inside. A word of two letters is no credential.
    fn string(&self, string: &str) -> String {
        match self.hidden {
            false if string.len() <= 2 => string.to_owned(),
            false if SHOWN.split(' ').any(|shown| shown == self.name) => scrub_words(string),
            _ => format!("[{} chars]", string.chars().count()),
        }
    }

    /// Goes through what stands outside of quotes. A number that is hidden is masked.
    fn walk(&mut self, text: &str) -> String {
        let is_mark = |character: char| {
            matches!(character, '{' | '}' | '[' | ']' | ',' | ':' | ' ' | '\n' | '\r' | '\t')
        };
        let mut walked = String::with_capacity(text.len());
        for piece in text.split_inclusive(is_mark) {
            let scalar = piece.trim_end_matches(is_mark);
            let has_digit = scalar.contains(|character: char| character.is_ascii_digit());
            if has_digit && self.hidden {
                walked.extend(["\"", MASK, "\""]);
            } else {
                walked.push_str(scalar);
            }
            let mark = &piece[scalar.len()..];
            walked.push_str(mark);
            match mark {
                "{" | "[" => self.around.push((self.name, self.hidden)),
                "}" | "]" => (self.name, self.hidden) = self.around.pop().unwrap_or_default(),
                _ => {}
            }
        }
        scrub_words(&walked)
    }
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
