//! Making JSON readable again of which some values are damaged.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

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
/// let sent = r#"{"code":0,"id":"m-1","load":1e999}"#;
/// let repaired = gpu_json::repair(sent.as_bytes());
/// assert_eq!(repaired.as_deref(), Some(r#"{"code":0,"id":"m-1","load":{"$damaged":"1e999"}}"#));
/// assert_eq!(gpu_json::repair(b"{\"code\":0,"), None);
/// ```
#[must_use]
pub fn repair(json: &[u8]) -> Option<String> {
    let mut repair = Repair {
        json: json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json),
        at: 0,
        out: String::with_capacity(json.len()),
    };
    repair.skip_white();
    if !matches!(repair.peek(), Some(b'{' | b'[')) {
        return None;
    }
    repair.value(0)?;
    repair.skip_white();
    repair.peek().is_none().then_some(repair.out)
}

struct Repair<'a> {
    json: &'a [u8],
    at: usize,
    out: String,
}

impl<'a> Repair<'a> {
    fn peek(&self) -> Option<u8> {
        self.json.get(self.at).copied()
    }

    fn skip_white(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.skip_white();
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// Copies the value that comes next, or replaces it.
    fn value(&mut self, depth: usize) -> Option<()> {
        self.skip_white();
        let start = self.at;
        match self.peek()? {
            b'{' if depth < DEEPEST => return self.object(depth + 1),
            b'[' if depth < DEEPEST => return self.array(depth + 1),
            b'{' | b'[' => {
                self.skip_nested()?;
                self.replace(self.since(start));
            }
            b'"' => {
                self.skip_string()?;
                let sent = self.since(start);
                match readable_string(sent) {
                    Some(text) => self.out.push_str(text),
                    None => self.replace(sent),
                }
            }
            _ => {
                self.skip_scalar()?;
                let sent = self.since(start);
                match readable_scalar(sent) {
                    Some(text) => self.out.push_str(text),
                    None => self.replace(sent),
                }
            }
        }
        Some(())
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.take(b'[')?;
        self.out.push('[');
        if self.take(b']').is_none() {
            self.value(depth)?;
            while self.take(b',').is_some() {
                self.out.push(',');
                self.value(depth)?;
            }
            self.take(b']')?;
        }
        self.out.push(']');
        Some(())
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.take(b'{')?;
        let start = self.out.len();
        let mut members = Members::default();
        self.out.push('{');
        if self.take(b'}').is_none() {
            self.member(depth, &mut members)?;
            while self.take(b',').is_some() {
                self.out.push(',');
                self.member(depth, &mut members)?;
            }
            self.take(b'}')?;
        }
        self.out.push('}');
        if members.repeated {
            let object = self.out.split_off(start);
            members.write(&object, start, &mut self.out)?;
        }
        Some(())
    }

    fn member(&mut self, depth: usize, members: &mut Members<'a>) -> Option<()> {
        self.skip_white();
        let start = self.at;
        self.skip_string()?;
        let name = readable_name(self.since(start))?;
        self.push_string(&name);
        self.take(b':')?;
        self.out.push(':');
        let start = self.out.len();
        self.value(depth)?;
        members.add(name, start..self.out.len());
        Some(())
    }

    fn since(&self, start: usize) -> &'a [u8] {
        self.json.get(start..self.at).unwrap_or_default()
    }

    /// Goes behind the string that begins here, whatever stands in it.
    fn skip_string(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(()),
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }

    /// Goes behind something that is neither a string nor nested. Not nothing.
    fn skip_scalar(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b',' | b']' | b'}' => break,
                b'"' | b'{' | b'[' | b':' => return None,
                _ => self.at += 1,
            }
        }
        let sent = self.since(start).trim_ascii_end();
        self.at = start + sent.len();
        (!sent.is_empty()).then_some(())
    }

    /// Goes behind the object or list that begins here.
    fn skip_nested(&mut self) -> Option<()> {
        let mut open = Vec::new();
        loop {
            match self.peek()? {
                b'"' => {
                    self.skip_string()?;
                    continue;
                }
                b'{' => open.push(b'}'),
                b'[' => open.push(b']'),
                byte @ (b'}' | b']') if open.pop() != Some(byte) => return None,
                _ => {}
            }
            self.at += 1;
            if open.is_empty() {
                return Some(());
            }
        }
    }

    /// Writes what stands in the place of a damaged value.
    fn replace(&mut self, sent: &[u8]) {
        self.out.push_str(OPENING);
        self.push_string(&String::from_utf8_lossy(sent));
        self.out.push('}');
    }

    fn push_string(&mut self, text: &str) {
        push_string(&mut self.out, text);
    }
}

fn push_string(out: &mut String, text: &str) {
    // Through `Value`, whose `Display` is JSON and cannot fail.
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// A string, quotes included, if it can be read.
fn readable_string(sent: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(sent).ok()?;
    let plain = sent.iter().all(|byte| *byte >= b' ' && *byte != b'\\');
    (plain || serde_json::from_str::<String>(text).is_ok()).then_some(text)
}

/// A number, `true`, `false` or `null`, if it can be read.
fn readable_scalar(sent: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(sent).ok()?;
    serde_json::from_str::<serde_json::Value>(text)
        .is_ok()
        .then_some(text)
}

/// A name, read as far as it can be.
fn readable_name(sent: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(text) = readable_string(sent)
        && let Ok(name) = serde_json::from_str(text)
    {
        return Some(Cow::Owned(name));
    }
    let inside = sent.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    Some(String::from_utf8_lossy(inside))
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
        let mut names: Vec<_> = self
            .names
            .iter()
            .map(|(name, index)| (index, name))
            .collect();
        names.sort_unstable();
        let mut lead = '{';
        for ((_, name), values) in names.into_iter().zip(&self.values) {
            out.push(lead);
            lead = ',';
            push_string(out, name);
            out.push(':');
            let values = values.iter();
            let values: Option<Vec<&str>> = values
                .map(|value| object.get(value.start - start..value.end - start))
                .collect();
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[track_caller]
    fn check(sent: &[u8], expected: Option<&str>) {
        let repaired = repair(sent);
        assert_eq!(repaired.as_deref(), expected, "{}", sent.escape_ascii());
    }

    #[test]
    fn a_damaged_value_costs_itself_only() {
        for (sent, expected) in [
            (
                &br#"{"a":1e999,"b":2}"#[..],
                r#"{"a":{"$damaged":"1e999"},"b":2}"#,
            ),
            (br#"[NaN , -]"#, r#"[{"$damaged":"NaN"},{"$damaged":"-"}]"#),
            (br#"["\ud83d","a"]"#, r#"[{"$damaged":"\"\\ud83d\""},"a"]"#),
            (b"[\"a\nb\"]", r#"[{"$damaged":"\"a\nb\""}]"#),
            (br#"["\x41"]"#, r#"[{"$damaged":"\"\\x41\""}]"#),
            (
                b"{\"code\":176,\"msg\":\"\xD3\xE0\xB6\xEE\"}",
                "{\"code\":176,\"msg\":{\"$damaged\":\"\\\"\u{fffd}\u{fffd}\u{fffd}\\\"\"}}",
            ),
            (b"{\"a\xFF\":1}", "{\"a\u{fffd}\":1}"),
        ] {
            let expected = expected.replace("a\nb", "a\\nb");
            if sent.windows(5).any(|sent| sent == b"1e999") && kept_as_written() {
                continue;
            }
            check(sent, Some(&expected));
        }
    }

    /// With `serde_json/arbitrary_precision`, no number is too large.
    fn kept_as_written() -> bool {
        serde_json::from_str::<Value>("1e999").is_ok()
    }

    #[test]
    fn a_name_that_stands_twice_is_taken_once_if_both_agree() {
        check(br#"{"a":1,"b":2,"a":1}"#, Some(r#"{"a":1,"b":2}"#));
        check(
            br#"{"a":"x","\u0061":"y","b":[{"c":1,"c":2}]}"#,
            Some(r#"{"a":{"$damaged":"\"x\",\"y\""},"b":[{"c":{"$damaged":"1,2"}}]}"#),
        );
    }

    #[test]
    fn what_is_too_deep_is_replaced_whole() {
        let deep = format!("{}\"]\"{}", "[".repeat(300), "]".repeat(300));
        let repaired = repair(format!("{{\"a\":{deep},\"b\":1}}").as_bytes()).unwrap();
        let value: Value = serde_json::from_str(&repaired).unwrap();
        assert_eq!(value["b"], 1);
    }

    #[test]
    fn what_does_not_fit_together_is_not_guessed_at() {
        for sent in [
            "",
            "7",
            "<html>",
            "{",
            r#"{"a":"#,
            r#"{"a":1"#,
            "[1,",
            "[1 2",
            "[1,]",
            "{,}",
            r#"{"a"1}"#,
            r#"{a:1}"#,
            "[1}",
            "[]]",
            r#"{"a":"b}"#,
            r#"["\"#,
        ] {
            check(sent.as_bytes(), None);
        }
    }

    proptest! {
        #[test]
        fn what_is_repaired_is_json(sent in r#"[\[\]{}",:\\a1 e.\x80-\u{e9}]{0,40}"#) {
            if let Some(repaired) = repair(sent.as_bytes()) {
                prop_assert!(serde_json::from_str::<Value>(&repaired).is_ok(), "{repaired}");
            }
        }

        #[test]
        fn good_json_stays_what_it_is(numbers in proptest::collection::btree_map(".*", any::<u32>(), 0..9)) {
            let sent = serde_json::json!({"a": numbers, "b": [true, null, "x\n"]});
            let repaired = repair(sent.to_string().as_bytes()).unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(&repaired).unwrap(), sent);
        }
    }
}
