//! Finding known secrets in a text, in whatever escape they stand there.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// How many escapes around one another are undone: a URL in JSON in JSON has three.
const DEPTH: usize = 4;
/// The longest that one escaped character is, in bytes: `&#x10ffff;`.
const LONGEST_ESCAPE: usize = 10;
/// Shorter pieces of an encoded secret are not looked for.
const SHORTEST_CODE: usize = 6;

/// A form of a secret that is looked for. They are ordered by what they look for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Needle {
    bytes: Vec<u8>,
    /// The number of the secret.
    secret: usize,
}

/// What is looked for because of one secret: its text, and what no undone escape leads back to it.
pub(super) fn needles(secret: usize, text: &str) -> impl Iterator<Item = Needle> {
    let needle = move |bytes| Needle { bytes, secret };
    forms(text).into_iter().map(needle)
}

fn forms(secret: &str) -> Vec<Vec<u8>> {
    let bytes = secret.as_bytes();
    let hex = |format: fn(&u8) -> String| bytes.iter().map(format).collect::<String>();
    let mut needles = vec![secret.to_owned(), secret.replace(' ', "+")];
    needles.extend([hex(|byte| format!("{byte:02x}")), hex(|byte| format!("{byte:02X}"))]);
    // Base64 of a text around it: it begins at one of three places in a group of three bytes, and the
    // characters at its ends depend on its neighbours.
    for lead in [&[][..], &[0], &[0, 0]] {
        let shifted = [lead, bytes].concat();
        for code in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            let begin = (lead.len() * 8).div_ceil(6);
            let end = shifted.len() * 8 / 6;
            needles.extend(code.get(begin..end).map(str::to_owned));
        }
    }
    let whole = needles.len().min(2);
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for (place, needle) in needles.into_iter().map(String::into_bytes).enumerate() {
        if (place < whole || needle.len() >= SHORTEST_CODE) && !kept.contains(&needle) {
            kept.push(needle);
        }
    }
    kept
}

/// A text with some escapes undone, and where each of its bytes comes from.
struct Layer {
    text: Vec<u8>,
    /// Where in the first text each byte begins; one more for the end.
    from: Vec<usize>,
}

/// A text in pieces: those that hold a needle, with the secret's number, and what stands between them.
/// Of a text that was cut, its end counts if a needle begins with it.
pub(super) fn find<'a>(
    text: &'a str,
    needles: &[Needle],
    cut: bool,
) -> Vec<(&'a str, Option<usize>)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    for (range, secret) in places(text, needles, cut) {
        let at = text.len() - rest.len();
        let Some((before, behind)) = rest.split_at_checked(range.start - at) else {
            continue;
        };
        let Some((held, behind)) = behind.split_at_checked(range.len()) else {
            continue;
        };
        pieces.extend([(before, None), (held, Some(secret))]);
        rest = behind;
    }
    pieces.push((rest, None));
    pieces
}

/// Where the needles are, in order and without overlap.
fn places(text: &str, needles: &[Needle], cut: bool) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut layer = Layer { text: text.as_bytes().to_vec(), from: (0..=text.len()).collect() };
    for _ in 0..DEPTH {
        for start in 0..layer.text.len() {
            let held = held(layer.text.get(start..).unwrap_or_default(), needles, cut);
            found.extend(held.into_iter().filter_map(|(length, secret)| {
                let from = *layer.from.get(start)?..*layer.from.get(start + length)?;
                Some((from, secret))
            }));
        }
        let Some(next) = layer.undone(cut) else { break };
        layer = next;
    }
    found.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
    let mut apart: Vec<(Range<usize>, usize)> = Vec::new();
    for (range, secret) in found {
        match apart.last_mut() {
            Some((last, _)) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push((range, secret)),
        }
    }
    apart
}

/// The longest needle that a text begins with, by its length and its secret. Of a text that was cut, all
/// of it counts if a needle begins with it. The needles are in order, so that those which go on as the
/// text does stand together: a script has very many.
fn held(text: &[u8], needles: &[Needle], cut: bool) -> Option<(usize, usize)> {
    let mut longest = None;
    let mut alike = needles;
    for at in 0..=text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let first = match alike {
            [] => break,
            [only] => {
                let sought = only.bytes.get(at..).unwrap_or_default();
                if rest.starts_with(sought) {
                    longest = Some((only.bytes.len(), only.secret));
                } else if cut && sought.starts_with(rest) {
                    longest = Some((text.len(), only.secret));
                }
                break;
            }
            [first, ..] => first,
        };
        if first.bytes.len() == at || (cut && rest.is_empty()) {
            longest = Some((at, first.secret));
        }
        let byte = rest.first();
        let from = alike.partition_point(|needle| needle.bytes.get(at) < byte);
        let to = alike.partition_point(|needle| needle.bytes.get(at) <= byte);
        alike = alike.get(from..to).unwrap_or_default();
    }
    longest
}

impl Layer {
    /// The same with one level of escapes undone; `None` if there are none. An escape that the cut has
    /// left incomplete is dropped.
    fn undone(&self, cut: bool) -> Option<Self> {
        let mut text = Vec::with_capacity(self.text.len());
        let mut from = Vec::with_capacity(self.from.len());
        let mut at = 0;
        let mut changed = false;
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let lead = rest.first().copied().unwrap_or_default();
            let step = match unescaped(rest) {
                Some((character, length)) => {
                    text.extend_from_slice(&character);
                    changed = true;
                    length
                }
                None if cut && rest.len() < LONGEST_ESCAPE && b"\\%&".contains(&lead) => break,
                None => {
                    text.push(lead);
                    1
                }
            };
            from.resize(text.len(), *self.from.get(at)?);
            at += step;
        }
        from.push(*self.from.last()?);
        (changed || text.len() < self.text.len()).then_some(Self { text, from })
    }
}

/// The character that is escaped at the beginning of a text, as bytes, and how long the escape is.
fn unescaped(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let utf8 = |character: char| character.to_string().into_bytes();
    match text {
        [b'%', rest @ ..] => {
            let byte = u8::try_from(hexadecimal(rest.get(..2)?)?).ok()?;
            Some((vec![byte], 3))
        }
        [b'\\', b'u', rest @ ..] => {
            let first = hexadecimal(rest.get(..4)?)?;
            if let Some(character) = char::from_u32(first) {
                return Some((utf8(character), 6));
            }
            let second = rest.get(4..)?.strip_prefix(b"\\u")?;
            let pair = [first, hexadecimal(second.get(..4)?)?].map(u16::try_from);
            let [Ok(first), Ok(second)] = pair else {
                return None;
            };
            let character = char::decode_utf16([first, second]).next()?.ok()?;
            Some((utf8(character), 12))
        }
        [b'\\', b'x', rest @ ..] => {
            let character = char::from_u32(hexadecimal(rest.get(..2)?)?)?;
            Some((utf8(character), 4))
        }
        [b'\\', escaped, ..] => {
            let character = match escaped {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                b'b' => 8,
                b'f' => 12,
                b'"' | b'\'' | b'\\' | b'/' => *escaped,
                _ => return None,
            };
            Some((vec![character], 2))
        }
        [b'&', rest @ ..] => {
            let length = rest.iter().take(LONGEST_ESCAPE).position(|byte| *byte == b';')?;
            let character = match rest.get(..length)? {
                b"amp" => '&',
                b"lt" => '<',
                b"gt" => '>',
                b"quot" => '"',
                b"apos" => '\'',
                [b'#', b'x' | b'X', digits @ ..] => char::from_u32(hexadecimal(digits)?)?,
                [b'#', digits @ ..] => {
                    char::from_u32(std::str::from_utf8(digits).ok()?.parse().ok()?)?
                }
                _ => return None,
            };
            Some((utf8(character), length + 2))
        }
        _ => None,
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let is_number = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_number)?;
    u32::from_str_radix(digits, 16).ok()
}
