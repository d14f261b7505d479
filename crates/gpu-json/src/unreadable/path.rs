//! Where in a JSON text an error happened, as a path.
//!
//! serde_json tells line and column. Walking the text up to there gives the path without reading
//! it into the type a second time, so this costs nothing until something fails.

/// One container that is open at some place of a text.
enum Open<'a> {
    /// An object, and the name whose value is being read.
    Object(Option<&'a str>),
    /// An array, and the index of the item being read.
    Array(usize),
}

/// The path (`instances[3].status`; `.` is the whole) of the value at a line and column, both as
/// serde_json counts them: lines from 1, columns in bytes.
pub(super) fn at(text: &str, line: usize, column: usize) -> String {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = before.saturating_add(column).min(text.len());
    // A column inside a character cannot be; if it were, the nearest earlier one serves.
    let end = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    written(&open_at_end(text.get(..end).unwrap_or(text)))
}

/// The containers that are open at the end of a piece of JSON.
fn open_at_end(text: &str) -> Vec<Open<'_>> {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (_, behind) = rest.split_at(character.len_utf8());
        rest = behind;
        match character {
            '{' => open.push(Open::Object(None)),
            '[' => open.push(Open::Array(0)),
            '}' | ']' => drop(open.pop()),
            ',' => match open.last_mut() {
                Some(Open::Array(index)) => *index += 1,
                Some(Open::Object(name)) => *name = None,
                None => {}
            },
            '"' => {
                let (string, behind) = string(rest);
                rest = behind;
                if let Some(Open::Object(name @ None)) = open.last_mut() {
                    *name = Some(string);
                }
            }
            _ => {}
        }
    }
    open
}

/// The inside of a string whose opening quote has been read, and what stands behind it.
fn string(text: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' if !escaped => {
                let (inside, quote) = text.split_at(at);
                return (inside, quote.strip_prefix('"').unwrap_or(quote));
            }
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    (text, "")
}

fn written(open: &[Open<'_>]) -> String {
    let mut path = String::new();
    for container in open {
        match container {
            Open::Array(index) => path.push_str(&format!("[{index}]")),
            Open::Object(Some(name)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Open::Object(None) => {}
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}
