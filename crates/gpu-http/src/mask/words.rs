//! Masking what looks like a credential in running text.

use std::borrow::Cow;

use gpu_common::MASK;

/// Words after which a value is taken for a credential, in lower case, even without a sign between them.
const ANNOUNCING: &str = "\
    password passwd passphrase passcode pwd secret bearer apikey access_key accesskey";

/// Those that need a sign.
const SENSITIVE: &str = "\
    token signature authorization cookie credential api_key api-key access-key private_key \
    private-key privatekey";

/// The same in the vendors' own language, in both of its scripts.
const CHINESE: &str = "\
    密码 密碼 口令 密钥 密鑰 金鑰 令牌 权杖 權杖 私钥 私鑰 凭证 憑證 凭据 憑據";

/// All of them.
fn sensitive() -> impl Iterator<Item = &'static str> {
    [ANNOUNCING, SENSITIVE, CHINESE].into_iter().flat_map(|words| words.split(' '))
}

/// What stands between the name of a credential and its value.
const SIGNS: &[&str] = &["=", ":", "%3d", "%3a", "：", "＝", "为", "為", "是"];

/// Words of an authorization header that stand before the credential.
const SCHEMES: &[&str] = &["basic", "bearer", "digest", "token", "negotiate", "apikey"];

/// Commands that take a password behind an option, and the options.
const COMMANDS: &[(&str, &[&str])] = &[
    ("sshpass", &["-p"]),
    ("curl", &["-u", "--user", "--proxy-user"]),
    ("wget", &["--password"]),
    ("mysql", &["-p"]),
    ("mysqldump", &["-p"]),
    ("login", &["-p"]),
    ("redis-cli", &["-a"]),
    ("smbclient", &["-U"]),
    ("openssl", &["-passin", "-passout", "-k"]),
    ("unzip", &["-P"]),
];

/// The longest tag that may stand before a value, in bytes.
const TAG: usize = 100;

/// Whether what stands under this name is to be taken for a credential.
pub(crate) fn names_a_credential(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    sensitive().any(|word| name.contains(word))
}

/// Masks what follows the name of a credential, passwords on command lines, what a URL holds besides
/// its address, and long mixed runs of letters and digits such as tokens and hashes. It takes time in
/// proportion to the text.
pub(super) fn scrub_words(text: &str) -> String {
    let text = readable(text);
    let text = scrub_named(&text);
    let text = scrub_commands(&text);
    let mut scrubbed = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_separator) {
        let word = piece.trim_end_matches(is_separator);
        scrubbed.push_str(&scrub_address(word));
        scrubbed.push_str(piece.get(word.len()..).unwrap_or_default());
    }
    scrubbed
}

fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\t' | '<' | '>' | ',' | ';')
}

/// Letters that are escaped by their numbers (`\u5bc6`, one backslash or several) as themselves: no
/// word is known in such a form. Only letters outside of ASCII: no quote or backslash comes of it.
fn readable(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut readable = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\\u") {
        readable.push_str(before);
        let number = behind.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let letter = number.and_then(char::from_u32).filter(|letter| *letter >= '\u{a0}');
        match letter {
            Some(letter) => {
                readable.truncate(readable.trim_end_matches('\\').len());
                readable.push(letter);
                rest = behind.get(4..).unwrap_or_default();
            }
            None => {
                readable.push_str("\\u");
                rest = behind;
            }
        }
    }
    readable.push_str(rest);
    Cow::Owned(readable)
}

/// Masks values behind the names of credentials.
fn scrub_named(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    let mut names: Vec<(usize, &str)> = Vec::new();
    for word in sensitive() {
        names.extend(lower.match_indices(word));
    }
    if names.is_empty() {
        return Cow::Borrowed(text);
    }
    names.sort_unstable();
    let mut shown = String::with_capacity(text.len());
    let (mut copied, mut at) = (0, 0);
    for (begin, word) in names {
        if begin < at {
            continue;
        }
        let name = Name::at(&lower, begin, word);
        match name.value() {
            Ok((start, end)) => {
                shown.push_str(text.get(copied..start).unwrap_or_default());
                shown.push_str(MASK);
                (copied, at) = (end, end);
            }
            // What has been looked at is not looked at again.
            Err(looked_at) => at = looked_at,
        }
    }
    shown.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(shown)
}

/// The name of a credential in a text.
struct Name<'a> {
    /// The whole text in lower case.
    text: &'a str,
    /// Where the name ends.
    end: usize,
    /// Whether the word alone makes the next one a credential.
    announces: bool,
    is_ascii: bool,
}

impl<'a> Name<'a> {
    fn at(text: &'a str, begin: usize, word: &str) -> Self {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let behind = begin + word.len();
        let is_ascii = word.is_ascii();
        let rest = text.get(behind..).unwrap_or_default();
        let more = if is_ascii { rest.len() - rest.trim_start_matches(is_letter).len() } else { 0 };
        let stands_alone = more == 0 && !text.get(..begin).is_some_and(|t| t.ends_with(is_letter));
        Self {
            text,
            end: behind + more,
            announces: stands_alone && ANNOUNCING.split(' ').any(|announcing| announcing == word),
            is_ascii,
        }
    }

    /// Where the value begins and ends, or how far has been looked if there is none.
    fn value(&self) -> Result<(usize, usize), usize> {
        let rest = |at: usize| self.text.get(at..).unwrap_or_default();
        let skip = |at: usize, is: fn(char) -> bool| {
            self.text.len() - rest(at).trim_start_matches(is).len()
        };
        let gap = skip(self.end, |c| c.is_whitespace() || matches!(c, '"' | '\'' | '\\'));
        let sign = |at: usize| {
            SIGNS.iter().find(|sign| rest(at).starts_with(**sign)).map(|sign| sign.len())
        };
        let is = |at: usize| rest(at).starts_with("is ").then_some(2);
        let mut start = match (sign(gap).or_else(|| is(gap)), rest(gap).chars().next()) {
            (Some(length), _) => gap + length,
            // A space or nothing: `password hunter2`, `密码hunter2`.
            (None, Some(_)) if self.announces && gap > self.end => gap,
            (None, Some(next)) if !self.is_ascii && next.is_ascii_alphanumeric() => gap,
            _ => return Err(gap),
        };
        // Further signs, tags, and the scheme of a header stand before the value.
        loop {
            start = skip(start, char::is_whitespace);
            let here = rest(start);
            let scheme = SCHEMES.iter().find(|scheme| {
                let behind = here.strip_prefix(**scheme);
                behind.is_some_and(|behind| behind.starts_with(char::is_whitespace))
            });
            let tag = here
                .starts_with('<')
                .then(|| here.bytes().take(TAG).position(|b| b == b'>'))
                .flatten();
            start += match (sign(start).or_else(|| is(start)), scheme, tag) {
                (Some(length), ..) => length,
                (_, Some(scheme), _) => scheme.len(),
                (_, _, Some(end)) => end + 1,
                _ => break,
            };
        }
        let end = start + end_of_value(rest(start));
        if end > start { Ok((start, end)) } else { Err(start) }
    }
}

/// How long the value is that a text begins with: a list, an object, a quoted text, or else a word.
fn end_of_value(text: &str) -> usize {
    let closed = |close: char| text.find(close).map_or(text.len(), |at| at + close.len_utf8());
    let inside = text.trim_start_matches('\\');
    let slashes = text.len() - inside.len();
    match inside.chars().next() {
        Some('[') => closed(']'),
        Some('{') => closed('}'),
        Some('“') => closed('”'),
        Some(quote @ ('"' | '\'' | '`')) => {
            let mut before = 0;
            for (at, character) in inside.char_indices().skip(1) {
                if character == quote && before <= slashes {
                    return slashes + at + 1;
                }
                before = if character == '\\' { before + 1 } else { 0 };
            }
            text.len()
        }
        _ => text
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '，' | '。' | '；' | '、' | '）' | '】' | '」')
            })
            .unwrap_or(text.len()),
    }
}

/// Masks the passwords on command lines, and what follows `Basic` if it looks like a credential.
fn scrub_commands(text: &str) -> Cow<'_, str> {
    let known = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let word = word.rsplit('/').next().unwrap_or(word);
        COMMANDS.iter().find(|(command, _)| *command == word)
    };
    let mut shown = String::with_capacity(text.len());
    let mut options: &[&str] = &[];
    let (mut expected, mut quote, mut basic) = (false, None, false);
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let space = piece.get(word.len()..).unwrap_or_default();
        if let Some(open) = quote {
            // Still inside the quotes of a password.
            if word.contains(open) {
                (quote, options) = (None, &[]);
            }
            continue;
        }
        let option = options.iter().find(|option| word.starts_with(**option));
        let glued =
            option.and_then(|option| word.get(option.len()..)).filter(|rest| !rest.is_empty());
        let is_code = basic && word.len() >= 8 && (word.ends_with('=') || has_both_cases(word));
        let hidden = match (expected && !word.is_empty(), option, glued) {
            (true, ..) => Some(("", word)),
            (_, Some(option), Some(value)) => Some((*option, value)),
            _ if is_code => Some(("", word)),
            _ => None,
        };
        if let Some((lead, value)) = hidden {
            let open = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            quote = open.filter(|open| value.len() == 1 || !value.ends_with(*open));
            shown.extend([lead, MASK, space]);
            if quote.is_none() {
                options = &[];
            }
        } else {
            shown.push_str(piece);
        }
        if !word.is_empty() {
            expected = option.is_some() && glued.is_none() && hidden.is_none();
            basic = word.eq_ignore_ascii_case("basic");
        }
        if let Some((_, found)) = known(word) {
            options = found;
        }
    }
    Cow::Owned(shown)
}

fn has_both_cases(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.bytes().any(|byte| is(&byte));
    has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit)
}

/// A word that may be an address: without its user, its query and its fragment.
fn scrub_address(word: &str) -> Cow<'_, str> {
    let lower = word.to_ascii_lowercase();
    let scheme = ["://", "%3a%2f%2f"].iter().find_map(|sign| Some(lower.find(sign)? + sign.len()));
    let marks: &[&str] = match scheme {
        Some(_) => &["?", "%3f", "#", "%23"],
        None => &["?", "%3f"],
    };
    let cut = marks
        .iter()
        .filter_map(|mark| Some(lower.find(mark)? + mark.len()))
        .min()
        .filter(|end| *end < word.len());
    let (address, cut) = match cut {
        Some(end) => (&word[..end], MASK),
        None => (word, ""),
    };
    let user = scheme.and_then(|start| user_of(address, start));
    match user {
        Some((lead, host)) => Cow::Owned(format!("{lead}{MASK}{}{cut}", mask_runs(host))),
        None if cut.is_empty() => mask_runs(word),
        None => Cow::Owned(format!("{}{cut}", mask_runs(address))),
    }
}

/// An address around its user and password, if it has them: up to them, and from the `@` on.
fn user_of(address: &str, start: usize) -> Option<(&str, &str)> {
    let (lead, rest) = address.split_at_checked(start)?;
    let authority = rest.find('/').map_or(rest, |end| &rest[..end]);
    let at = authority.rfind('@')?;
    Some((lead, &rest[at..]))
}

/// Masks runs of 24 and more token characters that mix letters and digits.
fn mask_runs(word: &str) -> Cow<'_, str> {
    let is_run = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '+' | '/' | '=' | '.')
    };
    let looks_random = |run: &str| {
        run.len() >= 24
            && run.bytes().any(|byte| byte.is_ascii_digit())
            && run.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    if !word.split(|character| !is_run(character)).any(looks_random) {
        return Cow::Borrowed(word);
    }
    let pieces = word.split_inclusive(|character| !is_run(character)).map(|piece| {
        let run = piece.trim_end_matches(|character| !is_run(character));
        let end = piece.get(run.len()..).unwrap_or("");
        if looks_random(run) { format!("{MASK}{end}") } else { piece.to_owned() }
    });
    Cow::Owned(pieces.collect())
}
