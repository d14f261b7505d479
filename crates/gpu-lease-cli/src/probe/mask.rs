//! What replaces values: of the same type and shape, and nothing of what was there.
//!
//! Everything is replaced unless its place is on the allow-list and it looks as values there do. Equal
//! values become equal replacements within one run, so that answers still relate to one another.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use gpu_common::{CivilDateTime, Timestamp};
use serde_json::{Map, Number, Value};

use super::shape::{Documented, Shape, plain};
use super::tables::{Allowed, Words, among};

/// Longer texts are cut here.
const LONGEST: usize = 512;

/// Words that tell the form of an address or a command and nothing else.
const FORMS: [&str; 5] = ["http", "https", "ssh", "root", "localhost"];

/// Masks one vendor's answers.
pub(super) struct Masker {
    pub(super) documented: Documented,
    /// Those of the documented names of members are among the common ones.
    words: Words,
    salt: u64,
}

impl Masker {
    /// `salt` must be a secret of this run.
    pub(super) fn new(vendor: &'static str, salt: u64) -> Self {
        let documented = Documented::of(vendor);
        let mut words = Words::read();
        words.common.extend(documented.names.iter().flat_map(|name| words_of(name)));
        Self { documented, words, salt }
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
        let place = path.join(".");
        // The empty place is the whole answer.
        let ends = place.match_indices('.').map(|(at, _)| place.get(at + 1..));
        let ends = ends.flatten().filter(|end| !end.is_empty());
        let mut ends = std::iter::once(&*place).chain(ends);
        ends.find_map(|end| self.documented.tables.shown.get(end).copied())
    }

    fn number(&self, number: &Number, shape: Option<&Shape>, path: &[String]) -> Value {
        let text = number.to_string();
        if text == "0" || self.allows(path, shape) == Some(Allowed::Amount) && is_amount(&text) {
            return number.clone().into();
        }
        let masked = self.runs(&text, |_| false);
        serde_json::from_str::<Number>(&masked).map_or(Value::from(1), Value::Number)
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
        let known = self.documented.tables.words.get(member);
        known.is_some_and(|words| words.contains(&text)) || is_camel_case(text)
    }

    /// A word of a closed set, or what replaces it.
    pub(super) fn word(&self, member: &str, text: &str) -> String {
        if self.is_word(member, text) { text.to_owned() } else { self.text(text) }
    }

    /// The code of a refusal.
    pub(super) fn code(&self, code: &str) -> String {
        if is_amount(code) { code.to_owned() } else { self.text(code) }
    }

    /// The sentence of a service: words that are not plain English of errors are replaced. A sentence
    /// that the vendor documents stays as it is.
    pub(super) fn message(&self, text: &str) -> String {
        if self.documented.codes.contains(text) {
            return text.to_owned();
        }
        self.runs(text, |run| among(&self.words.common, run) || FORMS.contains(&run))
    }

    /// Words of hardware, and short model names beside at least one of them.
    fn hardware(&self, text: &str) -> String {
        let known = |run: &str| among(&self.words.hardware, run);
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
        self.time(text).unwrap_or_else(|| self.runs(text, |run| FORMS.contains(&run)))
    }

    /// A path or a query of a request: the documents' own words, versions (`v2`) and small numbers stay.
    pub(super) fn path(&self, text: &str) -> String {
        self.runs(text, |run| {
            let number = run.strip_prefix('v').unwrap_or(run);
            among(&self.words.path_words, run) || run.len() <= 2 && is_amount(number)
        })
    }

    /// A header of an answer, if its name may be shown.
    pub(super) fn header(&self, name: &str, value: &str) -> Option<(String, String)> {
        let masked =
            || self.runs(value, |run| among(&self.words.header_words, run) || is_amount(run));
        self.words.headers.contains(name).then(|| (name.to_owned(), masked()))
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
        if usual && words.iter().all(|word| self.words.common.contains(word)) {
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
        let is_odd = |one: char| !(one.is_ascii_alphanumeric() || "-_".contains(one));
        let (mut masked, mut place) = (String::new(), 0_u64);
        for piece in whole.split_inclusive(is_odd) {
            let name = piece.trim_end_matches(is_odd);
            // A name such as a UUID is one thing wherever it stands; short ones could be guessed.
            let long = name.len() >= 8;
            for (at, run) in name.split_inclusive(['-', '_']).enumerate() {
                let own = run.trim_end_matches(['-', '_']);
                let (context, at) = if long { (name, at as u64) } else { (text, place) };
                masked += &if known(own) { own.to_owned() } else { self.run(own, context, at) };
                masked += run.get(own.len()..).unwrap_or_default();
                place += 1;
            }
            masked.extend(piece.chars().last().filter(|one| is_odd(*one)).map(|odd| match odd {
                odd if odd.is_ascii_graphic() || odd == ' ' => odd,
                odd if odd.is_alphanumeric() => '某',
                _ => ' ',
            }));
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
        let letters = if is_hex { "abcdef" } else { "abcdefghjkmnpqrstuvwxyz" };
        let mut numbers = self.numbers(whole, place);
        let other = |one: char| {
            let from = match one {
                '0'..='9' => "123456789",
                'a'..='z' => letters,
                _ => "ABCDEFGHJKMNPQRSTUVWXYZ",
            };
            let others: Vec<char> = from.chars().filter(|other| *other != one).collect();
            let at = numbers.next().unwrap_or(0) % others.len().max(1);
            others.get(at).copied().unwrap_or('x')
        };
        run.chars().map(other).collect()
    }

    /// Numbers that depend on the text and on the secret of this run.
    fn numbers(&self, text: &str, place: u64) -> impl Iterator<Item = usize> + use<> {
        let mut hasher = DefaultHasher::new();
        (self.salt, text, place).hash(&mut hasher);
        (0_u64..).map(move |count| {
            let mut hasher = hasher.clone();
            count.hash(&mut hasher);
            usize::try_from(hasher.finish() % 600_000_000).unwrap_or(0)
        })
    }

    /// Another time in the same form, if this is `2024-08-15T15:26:38+08:00` or the like.
    fn time(&self, text: &str) -> Option<String> {
        let (local, rest) = text.split_at_checked(19)?;
        local.parse::<CivilDateTime>().ok()?;
        let is_rest = |one: char| one.is_ascii_digit() || "+-:.Z".contains(one);
        if rest.len() > 16 || !rest.chars().all(is_rest) {
            return None;
        }
        let (fraction, zone) = rest.split_at(rest.find(['+', '-', 'Z']).unwrap_or(rest.len()));
        let fraction = self.runs(fraction, |_| false);
        let zone = if ["", "Z", "+08:00", "+00:00"].contains(&zone) { zone } else { "+01:00" };
        let since = self.numbers(text, 0).next()?.try_into().ok()?;
        let other = Timestamp::from_second(1_000_000_000).ok()?;
        let other = other.checked_add(Duration::from_secs(since))?.to_string();
        let (date, between, time) = (other.get(..10)?, local.get(10..11)?, other.get(11..19)?);
        Some(format!("{date}{between}{time}{fraction}{zone}"))
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
