//! Finding known secrets in a text, in whatever escape they stand there.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// How many escapes around one another are undone: a URL in JSON in JSON has three.
const DEPTH: usize = 4;
/// The longest that one escaped character is, in bytes: `&#x10ffff;`.
const LONGEST_ESCAPE: usize = 10;
/// Shorter secrets are looked for as they are only, and shorter pieces of an encoded one not at all.
const SHORTEST: usize = 8;
const SHORTEST_CODE: usize = 6;

/// A form of a secret that is looked for. They are ordered by what they look for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Needle {
    bytes: Vec<u8>,
    /// The number of the secret.
    secret: usize,
}

/// What is looked for, in order.
#[derive(Clone, Default)]
pub(super) struct Needles {
    /// Secrets as they are.
    exact: Vec<Needle>,
    /// Secrets and codes of them by their letters and digits alone, in one case: found whatever a service
    /// has put between these, be it a line break or the colons of a hex dump.
    loose: Vec<Needle>,
}

impl Needles {
    /// Adds what is looked for because of a secret: its text, and what no undone escape leads back to it.
    pub(super) fn add(&mut self, secret: usize, text: &str) {
        let whole = [text.to_owned(), text.replace(' ', "+")];
        let exact = whole.into_iter().map(|text| Needle { bytes: text.into_bytes(), secret });
        self.exact.extend(exact);
        let loose = |(bytes, shortest): (Vec<u8>, usize)| {
            let bytes: Vec<u8> = bytes.into_iter().filter_map(letter).collect();
            (bytes.len() >= shortest).then_some(Needle { bytes, secret })
        };
        let codes = codes(text.as_bytes()).map(|code| (code.into_bytes(), SHORTEST_CODE));
        let text = (text.as_bytes().to_vec(), SHORTEST);
        self.loose.extend(std::iter::once(text).chain(codes).filter_map(loose));
    }

    pub(super) fn sort(&mut self) {
        for needles in [&mut self.exact, &mut self.loose] {
            needles.sort_unstable();
            needles.dedup();
        }
    }

    /// Those that are secrets as they are, and nothing else.
    pub(super) fn exact(&self) -> Self {
        Self { exact: self.exact.clone(), loose: Vec::new() }
    }
}

/// A letter or digit in lower case.
fn letter(byte: u8) -> Option<u8> {
    byte.is_ascii_alphanumeric().then_some(byte.to_ascii_lowercase())
}

/// A secret in hexadecimal, and the base64 of a text around it: it begins at one of three places in a
/// group of three bytes, and the characters at its ends depend on its neighbours.
fn codes(secret: &[u8]) -> impl Iterator<Item = String> {
    let hex = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let base64 = [&[][..], &[0], &[0, 0]].into_iter().filter_map(move |lead| {
        let shifted = [lead, secret].concat();
        let (begin, end) = ((lead.len() * 8).div_ceil(6), shifted.len() * 8 / 6);
        STANDARD_NO_PAD.encode(&shifted).get(begin..end).map(str::to_owned)
    });
    std::iter::once(hex).chain(base64)
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
    needles: &Needles,
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
fn places(text: &str, needles: &Needles, cut: bool) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut layer = Layer { text: text.as_bytes().to_vec(), from: (0..=text.len()).collect() };
    for _ in 0..DEPTH {
        layer.search(&needles.exact, Some, cut, &mut found);
        layer.search(&needles.loose, letter, cut, &mut found);
        let Some(next) = layer.undone(cut) else { break };
        layer = next;
    }
    found.sort_unstable_by_key(|(range, secret)| (range.start, usize::MAX - range.end, *secret));
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
    /// Adds where the needles are in what is kept of the text.
    fn search(
        &self,
        needles: &[Needle],
        kept: fn(u8) -> Option<u8>,
        cut: bool,
        found: &mut Vec<(Range<usize>, usize)>,
    ) {
        let bytes = self.text.iter().copied().enumerate();
        let (places, text): (Vec<usize>, Vec<u8>) =
            bytes.filter_map(|(place, byte)| Some((place, kept(byte)?))).unzip();
        for start in 0..text.len() {
            let held = held(text.get(start..).unwrap_or_default(), needles, cut);
            found.extend(held.into_iter().filter_map(|(length, secret)| {
                let last = places.get(start + length.checked_sub(1)?)?;
                Some((*self.from.get(*places.get(start)?)?..*self.from.get(last + 1)?, secret))
            }));
        }
    }

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
