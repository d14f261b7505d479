//! One item of a list that could not be read.

use std::fmt;

use serde_json::value::RawValue;

use crate::Unreadable;
use gpu_common::{MASK, OneLine};

/// The path of the item itself.
const ITSELF: &str = ".";

/// One item of a list that could not be read.
///
/// `Debug` and `Display` tell where and why, never what: the item may hold a credential.
/// [`raw`](Self::raw) has it all.
#[derive(Clone)]
pub struct BadItem {
    pub(super) index: usize,
    pub(super) why: Unreadable,
    pub(super) raw: Box<RawValue>,
}

impl BadItem {
    /// The item's place in the list as it was sent, counted from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Where in the item the reading failed, such as `ports[2].number`; `.` is the item itself.
    /// Made of the names of fields, and of keys where the item has a map.
    pub fn path(&self) -> &str {
        self.why.path.as_deref().unwrap_or(ITSELF)
    }

    /// Why it could not be read, in words that repeat none of its values.
    pub fn error(&self) -> &str {
        &self.why.reason
    }

    /// The item's JSON as it was sent. If the list had bytes that are not UTF-8, or did not hold
    /// together as JSON, what was [damaged](crate::DAMAGED) is an object that tells it as a text. It may
    /// hold credentials: do not log it.
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    /// Whether a text stands anywhere in the item, escaped or not. Who looks for a machine by its id
    /// or name must not take an item for another machine that it may well be.
    pub fn mentions(&self, text: &str) -> bool {
        let once = unescaped(self.raw());
        // What was damaged is a text in a text.
        let twice = unescaped(&once);
        [self.raw(), &once, &twice].iter().any(|raw| raw.contains(text))
    }
}

/// A piece of JSON with the escapes of its strings resolved; what is no escape is left as it is.
fn unescaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut rest = json;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let (units, behind) = utf16(escape);
        if !units.is_empty() {
            let chars = char::decode_utf16(units);
            text.extend(chars.map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)));
            rest = behind;
            continue;
        }
        let mut behind = escape.chars();
        match behind.next() {
            Some(char @ ('"' | '\\' | '/')) => text.push(char),
            Some('b' | 'f' | 'n' | 'r' | 't') => text.push(' '),
            _ => {
                text.push('\\');
                behind = escape.chars();
            }
        }
        rest = behind.as_str();
    }
    text.push_str(rest);
    text
}

/// The code units of `uXXXX\uXXXX…`, and what stands behind them.
fn utf16(escape: &str) -> (Vec<u16>, &str) {
    let mut units = Vec::new();
    let mut rest = escape;
    while let Some(unit) = rest.strip_prefix('u').and_then(|hex| hex.get(..4)) {
        let Ok(unit) = u16::from_str_radix(unit, 16) else {
            break;
        };
        units.push(unit);
        rest = rest.get(5..).unwrap_or_default();
        match rest.strip_prefix('\\') {
            Some(next) if next.starts_with('u') => rest = next,
            _ => break,
        }
    }
    (units, rest)
}

impl PartialEq for BadItem {
    fn eq(&self, other: &Self) -> bool {
        (self.index, &self.why, self.raw()) == (other.index, &other.why, other.raw())
    }
}

impl Eq for BadItem {}

impl fmt::Display for BadItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {}", self.index)?;
        if self.path() != ITSELF {
            write!(f, " at {}", OneLine::short(self.path()))?;
        }
        write!(f, ": {}", self.error())
    }
}

impl fmt::Debug for BadItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BadItem")
            .field("index", &self.index)
            .field("path", &self.path())
            .field("error", &self.error())
            .field("raw", &format_args!("{MASK}"))
            .finish()
    }
}
