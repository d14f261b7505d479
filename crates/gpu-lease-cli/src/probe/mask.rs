//! What replaces values: of the same type and shape, and nothing of what was there.
//!
//! Everything is replaced unless its place is on the allow-list and it looks as values there do. Equal
//! values become equal replacements within one run, so that answers still relate to one another.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::{Map, Number, Value};

use super::shape::{Documented, Shape, plain};
use super::tables::{
    Allowed, ENUMS, HARDWARE_WORDS, HEADER_WORDS, HEADERS, PATH_WORDS, SHOWN, WORDS,
};

/// Longer texts are cut here.
const LONGEST: usize = 512;

/// Words that tell the form of an address or a command and nothing else.
const FORMS: [&str; 5] = ["http", "https", "ssh", "root", "localhost"];

/// Masks one vendor's answers.
pub(super) struct Masker {
    salt: u64,
    vendor: &'static str,
    /// Words that names of members and messages may have, in lower case.
    words: BTreeSet<String>,
    /// Published codes and the sentences for them.
    codes: BTreeSet<String>,
    hardware: BTreeSet<String>,
    /// This vendor's part of the allow-list, by the last name of the place.
    shown: BTreeMap<&'static str, Vec<(&'static str, Allowed)>>,
}

impl Masker {
    /// `salt` must be a secret of this run.
    pub(super) fn new(documented: &Documented, salt: u64) -> Self {
        let mut words: BTreeSet<String> = WORDS.split_whitespace().map(str::to_owned).collect();
        let names = documented.names();
        words.extend(names.iter().flat_map(|name| words_of(name)));
        let hardware = HARDWARE_WORDS.split_whitespace().map(str::to_ascii_lowercase).collect();
        let mut shown = BTreeMap::<_, Vec<_>>::new();
        for (_, at, allowed) in SHOWN.iter().filter(|row| row.0 == documented.vendor) {
            let last = at.rsplit('.').next().unwrap_or_default();
            shown.entry(last).or_default().push((*at, *allowed));
        }
        Self {
            salt,
            vendor: documented.vendor,
            words,
            codes: documented.codes().clone(),
            hardware,
            shown,
        }
    }

    /// A JSON answer.
    pub(super) fn json(&self, value: &Value, shape: Option<&Shape>) -> Value {
        self.value(value, shape, &mut Vec::new())
    }

    fn value(&self, value: &Value, shape: Option<&Shape>, path: &mut Vec<String>) -> Value {
        match value {
            Value::Null => Value::Null,
            Value::Bool(flag) => (*flag && self.allows(path, shape) == Some(Allowed::Flag)).into(),
            Value::Number(number) => self.number(number, shape, path),
            Value::String(text) => self.text_at(text, shape, path).into(),
            Value::Array(items) => {
                let shape = shape.and_then(|shape| shape.items.as_deref());
                items.iter().map(|item| self.value(item, shape, path)).collect()
            }
            Value::Object(members) => {
                let mut masked = Map::new();
                for (name, member) in members {
                    let inner = shape.and_then(|shape| shape.member(name));
                    path.push(plain(name).to_owned());
                    let member = self.value(member, inner, path);
                    path.pop();
                    let name = self.name(name, shape);
                    // Two masked names can be the same: neither may hide the other.
                    let mut free = name.clone();
                    while masked.contains_key(&free) {
                        free.push('x');
                    }
                    masked.insert(free, member);
                }
                masked.into()
            }
        }
    }

    /// What may stand at this place. A place that no sample has is never on the list.
    fn allows(&self, path: &[String], shape: Option<&Shape>) -> Option<Allowed> {
        shape?;
        // The empty place is the whole answer.
        let places = self.shown.get(path.last().map_or("", String::as_str))?;
        let listed = places.iter().find(|(at, _)| {
            let mut names = path.iter().rev();
            at.is_empty() || at.rsplit('.').all(|name| names.next().is_some_and(|own| own == name))
        });
        listed.map(|(_, allowed)| *allowed)
    }

    fn number(&self, number: &Number, shape: Option<&Shape>, path: &[String]) -> Value {
        let text = number.to_string();
        if text == "0" || self.allows(path, shape) == Some(Allowed::Amount) && is_amount(&text) {
            return number.clone().into();
        }
        let mut digits = self.digits(&text, &text, 0);
        if digits.starts_with('0') && !digits.starts_with("0.") {
            digits.replace_range(0..1, "1");
        }
        serde_json::from_str::<Number>(&digits).map_or(Value::from(1), Value::Number)
    }

    fn text_at(&self, text: &str, shape: Option<&Shape>, path: &[String]) -> String {
        let is_sample = shape.is_some_and(|shape| shape.texts.contains(text));
        let name = path.last().map_or("", String::as_str);
        match self.allows(path, shape) {
            Some(Allowed::Sample) if is_sample => text.to_owned(),
            Some(Allowed::Word) if is_sample || self.is_word(name, text) => text.to_owned(),
            Some(Allowed::Amount) if is_amount(text) => text.to_owned(),
            Some(Allowed::Zone) if is_zone(text) => text.to_owned(),
            Some(Allowed::Message) => self.message(text),
            Some(Allowed::Hardware) => self.hardware(text),
            _ => self.text(text),
        }
    }

    /// Whether a text can be shown as a word of a closed set.
    pub(super) fn is_word(&self, member: &str, text: &str) -> bool {
        let known = ENUMS.iter().find(|row| (row.0, row.1) == (self.vendor, member));
        known.is_some_and(|row| row.2.contains(&text)) || is_camel_case(text)
    }

    /// The code of a refusal.
    pub(super) fn code(&self, code: &str) -> String {
        if is_amount(code) { code.to_owned() } else { self.text(code) }
    }

    /// The sentence of a service: words that are not plain English of errors are replaced. A sentence
    /// that the vendor documents stays as it is.
    pub(super) fn message(&self, text: &str) -> String {
        if self.codes.contains(text) {
            return text.to_owned();
        }
        let known =
            |run: &str| self.words.contains(&run.to_ascii_lowercase()) || FORMS.contains(&run);
        self.runs(text, known)
    }

    /// Words of hardware, and short model names beside at least one of them.
    fn hardware(&self, text: &str) -> String {
        let known = |run: &str| self.hardware.contains(&run.to_ascii_lowercase());
        let has_known = runs_of(text).any(known) || runs_of(text).count() == 1;
        let short = |run: &str| run.len() <= 5 && run.chars().any(|one| one.is_ascii_digit());
        let few = runs_of(text).filter(|run| !known(run)).count() <= 5;
        self.runs(text, |run| known(run) || has_known && few && short(run))
    }

    /// Any text: nothing of it stays but its form.
    pub(super) fn text(&self, text: &str) -> String {
        if text.starts_with("0001-01-01T00:00:00") {
            return "0001-01-01T00:00:00Z".to_owned();
        }
        match self.time(text) {
            Some(time) => time,
            None => self.runs(text, |run| FORMS.contains(&run)),
        }
    }

    /// A path or a query of a request: the documents' own words stay.
    pub(super) fn path(&self, text: &str) -> String {
        let known: BTreeSet<&str> = PATH_WORDS.split_whitespace().collect();
        self.runs(text, |run| {
            known.contains(run) || is_version(run) || run.len() <= 2 && is_amount(run)
        })
    }

    /// A header of an answer, if its name may be shown.
    pub(super) fn header(&self, name: &str, value: &str) -> Option<(String, String)> {
        if !HEADERS.contains(&name) {
            return None;
        }
        let known: BTreeSet<&str> = HEADER_WORDS.split_whitespace().collect();
        let known = |run: &str| known.contains(run.to_ascii_lowercase().as_str()) || is_amount(run);
        Some((name.to_owned(), self.runs(value, known)))
    }

    /// A member's name stays if it is documented here, or if all of its words are common in names of
    /// members. Any other name is masked, because it can be an id.
    pub(super) fn name(&self, name: &str, parent: Option<&Shape>) -> String {
        let (host, own) = name.split_at(name.len() - plain(name).len());
        let hosts = ["", "demo.cdc.datenfab.com/", "neolink.ai/"];
        let host = if hosts.contains(&host) { host.to_owned() } else { self.text(host) };
        if parent.is_some_and(|shape| shape.members.contains_key(own)) {
            return host + own;
        }
        let words = words_of(own);
        let letters = own.chars().all(|one| one.is_ascii_alphabetic() || "_-.".contains(one));
        let usual = letters && !words.is_empty() && words.len() <= 5;
        if usual && words.iter().all(|word| self.words.contains(word)) {
            return host + own;
        }
        // A status can be the name of a count, where the documents show such names.
        let counts =
            parent.is_some_and(|shape| shape.members.keys().any(|name| is_camel_case(name)));
        if counts && is_camel_case(own) {
            return host + own;
        }
        host + &self.text(own)
    }

    /// Replaces runs of letters and digits that are not `known`.
    fn runs(&self, text: &str, known: impl Fn(&str) -> bool) -> String {
        let whole: String = text.chars().take(LONGEST).collect();
        let is_part = |one: char| one.is_ascii_alphanumeric() || "-_".contains(one);
        let (mut masked, mut rest, mut place) = (String::new(), whole.as_str(), 0_u64);
        while let Some(first) = rest.chars().next() {
            // A name such as a UUID is one thing wherever it stands; short ones could be guessed.
            let end = rest.find(|one| !is_part(one)).unwrap_or(rest.len());
            if end == 0 {
                masked.push(match first {
                    one if one.is_ascii_graphic() || one == ' ' => one,
                    one if one.is_alphanumeric() => '某',
                    _ => ' ',
                });
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            let (name, behind) = rest.split_at(end);
            let long = name.len() >= 8;
            for (at, run) in name.split_inclusive(['-', '_']).enumerate() {
                let own = run.trim_end_matches(['-', '_']);
                let (context, at) = if long { (name, at as u64) } else { (text, place) };
                masked += &if known(own) { own.to_owned() } else { self.run(own, context, at) };
                masked += run.get(own.len()..).unwrap_or_default();
                place += 1;
            }
            rest = behind;
        }
        masked
    }

    /// Another run of the same length: digits for digits, letters for letters, hexadecimal for
    /// hexadecimal. A long one is the same wherever it stands, a short one only in the same text.
    fn run(&self, run: &str, whole: &str, place: u64) -> String {
        let (whole, place) = if run.len() >= 6 { (run, 0) } else { (whole, place) };
        let hex = |one: char| one.is_ascii_digit() || ('a'..='f').contains(&one);
        let is_hex =
            run.len() >= 4 && run.chars().all(hex) && run.chars().any(|one| one.is_ascii_digit());
        let letters: &[u8] = if is_hex { b"abcdef" } else { b"abcdefghjkmnpqrstuvwxyz" };
        let mut numbers = self.numbers(whole, place);
        let other = |one: char| {
            let mut pick = |from: &[u8]| {
                let from: Vec<u8> =
                    from.iter().copied().filter(|it| char::from(*it) != one).collect();
                let at = numbers.next().unwrap_or(0) % from.len().max(1) as u64;
                char::from(from.get(usize::try_from(at).unwrap_or(0)).copied().unwrap_or(b'x'))
            };
            match one {
                '0'..='9' => pick(b"123456789"),
                'a'..='z' => pick(letters),
                _ => pick(b"ABCDEFGHJKMNPQRSTUVWXYZ"),
            }
        };
        run.chars().map(other).collect()
    }

    fn digits(&self, text: &str, whole: &str, place: u64) -> String {
        let mut numbers = self.numbers(whole, place);
        let other = |one: char| match one.to_digit(10) {
            Some(digit) => {
                let step = 1 + u32::try_from(numbers.next().unwrap_or(0) % 9).unwrap_or(0);
                char::from_digit((digit + step) % 10, 10).unwrap_or('1')
            }
            None => one,
        };
        text.chars().map(other).collect()
    }

    /// Numbers that depend on the text and on the secret of this run.
    fn numbers(&self, text: &str, place: u64) -> impl Iterator<Item = u64> + use<> {
        let start = |count: u64| {
            let mut hasher = DefaultHasher::new();
            (self.salt, text, place, count).hash(&mut hasher);
            hasher.finish()
        };
        let (mut state, step) = (start(0), start(1) | 1);
        std::iter::repeat_with(move || {
            state = state.wrapping_add(step);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        })
    }

    /// Another time in the same form, if this is `2024-08-15T15:26:38+08:00` or the like.
    fn time(&self, text: &str) -> Option<String> {
        let form: String =
            text.chars().take(19).map(|one| if one.is_ascii_digit() { '0' } else { one }).collect();
        if form != "0000-00-00T00:00:00" && form != "0000-00-00 00:00:00" {
            return None;
        }
        let rest = text.get(19..)?;
        if rest.len() > 16
            || rest.chars().any(|one| !(one.is_ascii_digit() || "+-:.Z".contains(one)))
        {
            return None;
        }
        let mut numbers = self.numbers(text, 0);
        let mut within = |from: u64, to: u64| from + numbers.next().unwrap_or(0) % (to - from);
        let (year, month, day) = (within(2001, 2020), within(1, 13), within(1, 29));
        let (hour, minute, second) = (within(0, 24), within(0, 60), within(0, 60));
        let between = text.chars().nth(10)?;
        let zone = rest.find(['+', '-', 'Z']).unwrap_or(rest.len());
        let (fraction, zone) = rest.split_at(zone);
        let zone = if ["", "Z", "+08:00", "+00:00"].contains(&zone) { zone } else { "+01:00" };
        let fraction = self.digits(fraction, text, 1);
        Some(format!(
            "{year}-{month:02}-{day:02}{between}{hour:02}:{minute:02}:{second:02}{fraction}{zone}"
        ))
    }
}

fn runs_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|one: char| !one.is_ascii_alphanumeric()).filter(|run| !run.is_empty())
}

/// `gpuRamMB`: gpu, ram, mb. `region_name`: region, name.
fn words_of(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let chars: Vec<char> = name.chars().collect();
    let mut word = String::new();
    for (at, one) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        let starts = one.is_ascii_uppercase()
            && (before.is_some_and(char::is_ascii_lowercase)
                || after.is_some_and(char::is_ascii_lowercase));
        if (starts || !one.is_ascii_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if one.is_ascii_alphanumeric() {
            word.push(one.to_ascii_lowercase());
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// At most six digits, a point among them, and a short unit behind them.
fn is_amount(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let number = text.trim_end_matches(['G', 'M', 'K', 'B', 'i']);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let plain = number.chars().all(|one| one.is_ascii_digit() || one == '.');
    (1..=6).contains(&digits)
        && plain
        && number.matches('.').count() <= 1
        && text.len() - number.len() <= 2
}

/// `SchedQueued`: at most three words of letters.
fn is_camel_case(text: &str) -> bool {
    let humps = text.chars().filter(char::is_ascii_uppercase).count();
    let letters = text.chars().all(|one| one.is_ascii_alphabetic());
    let starts = text.starts_with(|one: char| one.is_ascii_uppercase());
    letters
        && starts
        && (1..=3).contains(&humps)
        && (2..=24).contains(&text.len())
        && words_of(text).iter().all(|word| (3..=12).contains(&word.len()))
}

fn is_zone(text: &str) -> bool {
    let form = text.split_once('-');
    form.is_some_and(|(place, number)| {
        (2..=4).contains(&place.len())
            && place.chars().all(|one| one.is_ascii_uppercase())
            && (1..=3).contains(&number.len())
            && number.chars().all(|one| one.is_ascii_digit())
    })
}

/// `v1`, `v2`.
fn is_version(run: &str) -> bool {
    run.len() == 2 && run.starts_with('v') && run.ends_with(|one: char| one.is_ascii_digit())
}
