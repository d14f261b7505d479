//! Masking JSON, which may be broken or cut: it reads quotes, colons and brackets, not grammar.

use gpu_common::MASK;

use super::words::scrub_words;

/// What is shown of a JSON text.
pub(crate) trait Rules {
    /// Whether everything under this name is hidden: a text, a number, a list, an object.
    fn hides(&self, name: &str) -> bool;

    /// What is shown of a string that is not hidden, from the name it stands under (empty if none).
    /// `None` shows its length.
    fn show(&self, name: &str, value: &str) -> Option<String>;
}

/// Masks the values of a JSON text. What stands outside of quotes is treated as plain text as well,
/// because a text that begins like JSON need not be any (`[ERROR] token …`).
pub(crate) fn mask_json(text: &str, rules: &impl Rules) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut place = Position::default();
    let mut rest = text;
    while let Some((before, string, after)) = next_string(rest) {
        masked.push_str(&place.walk(before, rules));
        let is_name = after.trim_start().starts_with(':');
        if is_name || string.is_empty() {
            masked.extend(["\"", string, "\""]);
        } else {
            masked.extend(["\"", &place.string(string, rules), "\""]);
        }
        if is_name {
            place.name = string;
        }
        rest = after;
    }
    // What is left has no complete string; an opened one may hold half a credential.
    let open = rest.find('"').unwrap_or(rest.len());
    let (clear, cut) = rest.split_at(open);
    masked.push_str(&place.walk(clear, rules));
    if !cut.is_empty() {
        masked.push_str("\"[cut]");
    }
    masked
}

/// Where in the text one is.
#[derive(Default)]
struct Position<'a> {
    /// The name that the value here stands under.
    name: &'a str,
    /// The names of the objects and lists around it, and whether what is in them is hidden.
    around: Vec<(&'a str, bool)>,
}

impl Position<'_> {
    fn is_hidden(&self, rules: &impl Rules) -> bool {
        self.around.last().is_some_and(|(_, hidden)| *hidden) || rules.hides(self.name)
    }

    /// What is shown of a string's inside. A word of two letters is no credential.
    fn string(&self, string: &str, rules: &impl Rules) -> String {
        let shown = match self.is_hidden(rules) {
            true => None,
            false if string.len() <= 2 => Some(string.to_owned()),
            false => rules.show(self.name, string),
        };
        shown.unwrap_or_else(|| format!("[{} chars]", string.chars().count()))
    }

    /// Goes through what stands outside of quotes. A number that is hidden is masked.
    fn walk(&mut self, text: &str, rules: &impl Rules) -> String {
        let is_mark = |character: char| "{}[],: \n\r\t".contains(character);
        let mut walked = String::with_capacity(text.len());
        for piece in text.split_inclusive(is_mark) {
            let scalar = piece.trim_end_matches(is_mark);
            let has_digit = scalar.contains(|character: char| character.is_ascii_digit());
            if has_digit && self.is_hidden(rules) {
                walked.extend(["\"", MASK, "\""]);
            } else {
                walked.push_str(scalar);
            }
            let mark = &piece[scalar.len()..];
            walked.push_str(mark);
            match mark {
                "{" | "[" => self.around.push((self.name, self.is_hidden(rules))),
                "}" | "]" => self.name = self.around.pop().map_or("", |(name, _)| name),
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
