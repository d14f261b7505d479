//! Making JSON readable again of which some values are damaged.

mod scanner;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use scanner::{Scanner, readable};

/// The name under which [`repair()`] puts what was damaged: `{"$damaged": "…"}`.
pub const DAMAGED: &str = "$damaged";

/// How a damaged value begins.
const OPENING: &str = r#"{"$damaged":"#;

/// Deeper values count as damaged. `serde_json` takes 128 levels.
const DEEPEST: usize = 100;

/// Whether a JSON text as a whole is a value that [`repair()`] has replaced.
pub(crate) fn is_damaged(json: &[u8]) -> bool {
    json.starts_with(OPENING.as_bytes())
}

/// Makes JSON readable of which some values are damaged. Each of them is replaced by an object with
/// the single name [`DAMAGED`], whose text is what was sent in its place; bytes that are not UTF-8
/// are replacement characters in it.
///
/// A value is damaged if it is no JSON (`NaN`, `"\ud83d"`, a text with bytes that are not UTF-8 or
/// with control characters), if it is a number beyond a float's range, if it is nested more than 100
/// levels deep, or if its name stands twice in an object with different values.
///
/// A byte-order mark is skipped.
///
/// `None` if the braces, brackets, quotes, commas and colons do not fit together, as in JSON that is
/// cut short: what is missing could be anything. So is what is neither an object nor a list.
///
/// ```
/// let sent = r#"{"code":0,"id":"m-1","load":NaN}"#;
/// let repaired = gpu_json::repair(sent.as_bytes());
/// assert_eq!(repaired.as_deref(), Some(r#"{"code":0,"id":"m-1","load":{"$damaged":"NaN"}}"#));
/// assert_eq!(gpu_json::repair(b"{\"code\":0,"), None);
/// ```
pub fn repair(json: &[u8]) -> Option<String> {
    let mut repair = Repair { scanner: Scanner::new(json), out: String::with_capacity(json.len()) };
    if !matches!(repair.scanner.next(), Some(b'{' | b'[')) {
        return None;
    }
    repair.value(0)?;
    repair.scanner.next().is_none().then_some(repair.out)
}

/// The text at a path of names, or the digits of any length, if the JSON holds together up to there. For
/// the id in an answer that is cut short behind it.
///
/// ```
/// let sent = br#"{"code":0,"instance":{"load":1e999,"id":"m-1","sta"#;
/// assert_eq!(gpu_json::find_text(sent, &["instance", "id"]).as_deref(), Some("m-1"));
/// ```
pub fn find_text(json: &[u8], path: &[&str]) -> Option<String> {
    let mut scanner = Scanner::new(json);
    let (last, path) = path.split_last()?;
    for name in path {
        find(&mut scanner, name)?;
    }
    find(&mut scanner, last)?;
    let value = scanner.value()?;
    // Digits at the end of what came may be half of them.
    if value.iter().all(u8::is_ascii_digit) && scanner.next().is_some() {
        return String::from_utf8(value.to_vec()).ok();
    }
    serde_json::from_slice(value).ok()
}

/// Goes to the value of a member of the object that begins here.
fn find(scanner: &mut Scanner<'_>, name: &str) -> Option<()> {
    scanner.take(b'{')?;
    while scanner.name()? != name {
        scanner.value()?;
        scanner.take(b',')?;
    }
    Some(())
}

struct Repair<'a> {
    scanner: Scanner<'a>,
    out: String,
}

impl<'a> Repair<'a> {
    /// Copies the value that comes next, or replaces it.
    fn value(&mut self, depth: usize) -> Option<()> {
        let first = self.scanner.next()?;
        match first {
            b'{' if depth < DEEPEST => return self.object(depth + 1),
            b'[' if depth < DEEPEST => return self.all(['[', ']'], |this| this.value(depth + 1)),
            _ => {}
        }
        let sent = self.scanner.value()?;
        match readable(sent) {
            Some(text) if !matches!(first, b'{' | b'[') => self.out.push_str(text),
            _ => self.replace(sent),
        }
        Some(())
    }

    /// Copies what stands between two brackets, one thing after the other.
    fn all(
        &mut self,
        [open, close]: [char; 2],
        mut each: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.scanner.take(open as u8)?;
        self.out.push(open);
        if self.scanner.take(close as u8).is_none() {
            each(self)?;
            while self.scanner.take(b',').is_some() {
                self.out.push(',');
                each(self)?;
            }
            self.scanner.take(close as u8)?;
        }
        self.out.push(close);
        Some(())
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        let start = self.out.len();
        let mut members = Members::default();
        self.all(['{', '}'], |this| this.member(depth, &mut members))?;
        if members.repeated {
            let object = self.out.split_off(start);
            members.write(&object, start, &mut self.out)?;
        }
        Some(())
    }

    fn member(&mut self, depth: usize, members: &mut Members<'a>) -> Option<()> {
        let name = self.scanner.name()?;
        push_string(&mut self.out, &name);
        self.out.push(':');
        let start = self.out.len();
        self.value(depth)?;
        members.add(name, start..self.out.len());
        Some(())
    }

    /// Writes what stands in the place of a damaged value.
    fn replace(&mut self, sent: &[u8]) {
        self.out.push_str(OPENING);
        push_string(&mut self.out, &String::from_utf8_lossy(sent));
        self.out.push('}');
    }
}

fn push_string(out: &mut String, text: &str) {
    // A text is always JSON.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// The members of an object: where in the output the values of each name stand.
#[derive(Default)]
struct Members<'a> {
    names: BTreeMap<Cow<'a, str>, usize>,
    values: Vec<Vec<Range<usize>>>,
    repeated: bool,
}

impl<'a> Members<'a> {
    fn add(&mut self, name: Cow<'a, str>, value: Range<usize>) {
        let next = self.values.len();
        let index = *self.names.entry(name).or_insert(next);
        match self.values.get_mut(index) {
            Some(values) => {
                values.push(value);
                self.repeated = true;
            }
            None => self.values.push(vec![value]),
        }
    }

    /// Writes an object anew, each name once. `object` stood at `start`.
    fn write(&self, object: &str, start: usize, out: &mut String) -> Option<()> {
        let mut names = vec![""; self.values.len()];
        for (name, index) in &self.names {
            *names.get_mut(*index)? = name;
        }
        let mut lead = '{';
        for (name, values) in names.into_iter().zip(&self.values) {
            out.push(lead);
            lead = ',';
            push_string(out, name);
            out.push(':');
            let values = values.iter();
            let values: Option<Vec<&str>> =
                values.map(|value| object.get(value.start - start..value.end - start)).collect();
            match values?.as_slice() {
                [first, others @ ..] if others.iter().all(|other| other == first) => {
                    out.push_str(first);
                }
                different => {
                    out.push_str(OPENING);
                    push_string(out, &different.join(","));
                    out.push('}');
                }
            }
        }
        out.push('}');
        Some(())
    }
}
