//! Keys: what names a machine before it exists, and what makes it ours.

use std::time::{SystemTime, UNIX_EPOCH};

use gpu_http::Random;

use crate::{Error, Result};

/// Letters and digits that are not mistaken for one another.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Random characters of a key (80 bits), and those that check them.
const RANDOM: usize = 16;
const CHECK: usize = 3;

/// The beginning of all keys of one user, laptop or job: `anna-train` makes `anna-train-06k5x2v8…`.
///
/// Whoever sweeps by prefix gives back every machine with a key of this prefix: choose one that nobody
/// else in the account uses. A key ends in characters that check each other, so a machine that somebody
/// named by hand is never taken for one of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// 1 to 24 characters: `a` to `z`, digits and single hyphens; a letter first, no hyphen last.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `prefix`.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        let reason = if text.is_empty() {
            "is empty: it would mean every machine of the account"
        } else if text.len() > 24 {
            "is longer than 24 characters"
        } else if !text.starts_with(|first: char| first.is_ascii_lowercase()) {
            "must begin with a letter from a to z"
        } else if text.ends_with('-') || text.contains("--") {
            "must not end in a hyphen nor have two in a row"
        } else if !text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            "may have letters from a to z, digits and hyphens only"
        } else {
            return Ok(Self(text));
        };
        Err(Error::invalid("prefix", reason))
    }

    /// A prefix for a journal whose user chose none.
    pub(crate) fn random() -> Self {
        Self(format!("lease-{}", random_text(8)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key that nobody else has.
    pub(crate) fn key(&self) -> String {
        let random = random_text(RANDOM);
        format!("{}-{random}{}", self.0, check(&self.0, &random))
    }

    /// Whether a key was made from this prefix by this crate.
    #[must_use]
    pub fn made(&self, key: &str) -> bool {
        Self::of(key).is_some_and(|prefix| prefix == *self)
    }

    /// The prefix of a key; `None` if this crate did not make the key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        let (prefix, tail) = key.rsplit_once('-')?;
        let (random, checked) = tail.split_at_checked(RANDOM)?;
        let ours = checked == check(prefix, random) && tail.bytes().all(|b| DIGITS.contains(&b));
        Self::new(prefix).ok().filter(|_| ours)
    }
}

/// Base-32 text that differs after a `fork` and on a restored virtual machine as well: the
/// generator's numbers are mixed with the time and the process.
pub(crate) fn random_text(length: usize) -> String {
    let nanos = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_nanos());
    let mut hash = fnv(
        &nanos.to_le_bytes(),
        fnv(&std::process::id().to_le_bytes(), FNV_START),
    );
    let mut text = String::with_capacity(length);
    while text.len() < length {
        hash = fnv(&Random::default().next().to_le_bytes(), hash);
        let chunk = base32(
            hash ^ Random::default().next(),
            (length - text.len()).min(8),
        );
        text.push_str(&chunk);
    }
    text
}

fn check(prefix: &str, random: &str) -> String {
    let hash = fnv(random.as_bytes(), fnv(prefix.as_bytes(), FNV_START));
    base32(hash ^ (hash >> 32), CHECK)
}

fn base32(number: u64, digits: usize) -> String {
    let digit = |place: usize| {
        let index = (number >> (5 * place)) & 31;
        let digit = usize::try_from(index)
            .ok()
            .and_then(|index| DIGITS.get(index));
        digit.map_or('0', |&digit| char::from(digit))
    };
    (0..digits).map(digit).collect()
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same on every system and in every release, which the standard library's is not.
fn fnv(bytes: &[u8], start: u64) -> u64 {
    bytes.iter().fold(start, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Thirty-two bits that tell apart what was given and do not reveal it: how a journal remembers
/// with which credential a machine was made.
#[must_use]
pub fn fingerprint(parts: &[&str]) -> String {
    let hash = parts.iter().fold(FNV_START, |hash, part| {
        fnv(&[0], fnv(part.as_bytes(), hash))
    });
    format!("{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_key_knows_its_prefix_and_nothing_else_does() {
        let (anna, other) = (Prefix::new("anna").unwrap(), Prefix::new("anna-b").unwrap());
        let key = anna.key();
        assert!(anna.made(&key) && !other.made(&key), "{key}");
        assert!(!anna.made(&other.key()));
        let typo = format!(
            "{}{}",
            &key[..key.len() - 1],
            if key.ends_with('0') { '1' } else { '0' }
        );
        for foreign in [
            "",
            "anna",
            "anna-",
            "anna-production",
            "anna-0123456789abcdefghj",
            &typo,
            &key[1..],
        ] {
            assert!(!anna.made(foreign), "{foreign}");
        }
        assert_eq!(key.len(), "anna-".len() + 19);
    }

    #[test]
    fn keys_do_not_meet() {
        let prefix = Prefix::random();
        let keys: HashSet<_> = (0..10_000).map(|_| prefix.key()).collect();
        assert_eq!(keys.len(), 10_000);
        assert!(keys.iter().all(|key| prefix.made(key)));
    }

    #[test]
    fn a_prefix_that_could_mean_foreign_machines_is_refused() {
        for text in [
            "",
            "-",
            "a-",
            "Anna",
            "a--b",
            "1a",
            "a b",
            "a/b",
            "训练",
            &"a".repeat(25),
        ] {
            assert_eq!(
                Prefix::new(text).unwrap_err().field(),
                Some("prefix"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_fingerprint_tells_apart_and_does_not_repeat_what_it_was_made_of() {
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
        assert_eq!(fingerprint(&["token"]), fingerprint(&["token"]));
        assert_eq!(fingerprint(&["token"]).len(), 8);
    }
}
