//! Finding the parts of JSON that may be damaged.

use std::borrow::Cow;

use serde_json::Value;

/// A place in JSON. What does not fit together is `None` everywhere.
pub(super) struct Scanner<'a> {
    json: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    /// At the beginning, behind a byte-order mark.
    pub(super) fn new(json: &'a [u8]) -> Self {
        let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        Self { json, at: 0 }
    }

    /// The byte that comes next, white space aside.
    pub(super) fn next(&mut self) -> Option<u8> {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.peek()
    }

    fn peek(&self) -> Option<u8> {
        self.json.get(self.at).copied()
    }

    /// Goes behind this byte, if it comes next.
    pub(super) fn take(&mut self, byte: u8) -> Option<()> {
        (self.next() == Some(byte)).then(|| self.at += 1)
    }

    /// The name of a member, read as far as it can be, and the colon behind it.
    pub(super) fn name(&mut self) -> Option<Cow<'a, str>> {
        let sent = self.string()?;
        self.take(b':')?;
        if let Some(text) = readable(sent)
            && let Ok(name) = serde_json::from_str(text)
        {
            return Some(Cow::Owned(name));
        }
        let inside = sent.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        Some(String::from_utf8_lossy(inside))
    }

    /// The string that comes next, quotes included, whatever stands in it.
    pub(super) fn string(&mut self) -> Option<&'a [u8]> {
        self.next()?;
        let start = self.at;
        self.skip_string()?;
        Some(self.since(start))
    }

    /// The value that comes next, read no further than to find its end.
    pub(super) fn value(&mut self) -> Option<&'a [u8]> {
        let first = self.next()?;
        let start = self.at;
        match first {
            b'"' => self.skip_string()?,
            b'{' | b'[' => self.skip_nested()?,
            _ => self.skip_scalar()?,
        }
        Some(self.since(start))
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
                0x80.. => self.skip_rest_of_character(),
                _ => {}
            }
        }
    }

    /// Goes behind a character whose first byte was read. One that is not UTF-8 is taken for GBK, whose
    /// second byte may be a backslash.
    fn skip_rest_of_character(&mut self) {
        let bytes = self.json.get(self.at - 1..).unwrap_or_default();
        let is_whole = |length: &usize| {
            bytes.get(..*length).is_some_and(|bytes| std::str::from_utf8(bytes).is_ok())
        };
        match (2..=4).find(is_whole) {
            Some(length) => self.at += length - 1,
            None => self.at += usize::from(self.peek().is_some_and(|byte| byte >= 0x40)),
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
}

/// A string, quotes included, or another value that is not nested, if it can be read.
pub(super) fn readable(sent: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(sent).ok()?;
    let is_plain = |byte: &u8| *byte >= b' ' && *byte != b'\\';
    let is_plain = text.starts_with('"') && sent.iter().all(is_plain);
    (is_plain || serde_json::from_str::<Value>(text).is_ok()).then_some(text)
}
