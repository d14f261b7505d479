//! Keys: what names a machine before it exists, and what makes it ours.

use gpu_http::{Random, fingerprint};

use crate::{Error, Kind, Result};

/// Letters and digits that are not mistaken for one another.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Random characters of a key (80 bits), and those that check them.
const RANDOM: usize = 16;
const CHECK: usize = 3;

/// The beginning of all keys of one user, laptop or job: `anna_train` makes `anna_train_06k5x2v8…`.
///
/// A sweep by prefix gives back every machine with a key of this prefix. Choose a prefix that nobody
/// else in the account uses. A key ends in characters that check each other, so a machine that somebody
/// named by hand is never taken for one of ours.
///
/// ```
/// use gpu_lease::Prefix;
///
/// let prefix = Prefix::new("anna_train")?;
/// assert_eq!(prefix.as_str(), "anna_train");
/// assert!(!prefix.made("anna_train_by_hand") && Prefix::of("by_hand").is_none());
/// # Ok::<(), gpu_lease::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Prefix(String);

impl Prefix {
    /// 1 to 24 characters: `a` to `z`, digits and single `_`; a letter first, no `_` last. All three vendors' samples have these in names.
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
        } else if text.ends_with('_') || text.contains("__") {
            "must not end in `_` nor have two in a row"
        } else if !text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            "may have letters from a to z, digits and `_` only"
        } else {
            return Ok(Self(text));
        };
        Err(Error::invalid("prefix", reason))
    }

    /// A prefix for a journal whose user chose none.
    pub(crate) fn random() -> Result<Self> {
        Ok(Self(format!("lease_{}", random_text(8)?)))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key that nobody else has.
    pub(crate) fn key(&self) -> Result<String> {
        let random = random_text(RANDOM)?;
        Ok(format!("{}_{random}{}", self.0, check(&self.0, &random)))
    }

    /// Whether a key was made from this prefix by this crate.
    pub fn made(&self, key: &str) -> bool {
        Self::of(key).is_some_and(|prefix| prefix == *self)
    }

    /// The prefix of a key; `None` if this crate did not make the key.
    pub fn of(key: &str) -> Option<Self> {
        let (prefix, tail) = key.rsplit_once('_')?;
        let (random, checked) = tail.split_at_checked(RANDOM)?;
        let ours = checked == check(prefix, random) && tail.bytes().all(|b| DIGITS.contains(&b));
        Self::new(prefix).ok().filter(|_| ours)
    }
}

/// Base-32 text that nobody else has, not even after a fork or on a copy of a virtual machine.
pub(crate) fn random_text(length: usize) -> Result<String> {
    let number = Random::default().fresh();
    let number = number.map(|number| base32(number, length));
    number.ok_or_else(|| Error::new(Kind::Journal, "the system gives no random numbers"))
}

fn check(prefix: &str, random: &str) -> String {
    let hash = fingerprint([prefix.as_bytes(), random.as_bytes()]);
    base32(u128::from_str_radix(&hash, 16).unwrap_or(0), CHECK)
}

fn base32(number: u128, digits: usize) -> String {
    let digit = |place| {
        let index = usize::try_from((number >> (5 * place)) & 31).ok()?;
        DIGITS.get(index).map(|&digit| char::from(digit))
    };
    (0..digits).filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_key_knows_its_prefix_and_nothing_else_does() {
        let (anna, other) = (Prefix::new("anna").unwrap(), Prefix::new("anna_b").unwrap());
        let key = anna.key().unwrap();
        assert!(anna.made(&key) && !other.made(&key), "{key}");
        assert!(!anna.made(&other.key().unwrap()));
        let typo =
            format!("{}{}", &key[..key.len() - 1], if key.ends_with('0') { '1' } else { '0' });
        for foreign in
            ["", "anna", "anna_", "anna_production", "anna_0123456789abcdefghj", &typo, &key[1..]]
        {
            assert!(!anna.made(foreign), "{foreign}");
        }
        assert_eq!(key.len(), "anna_".len() + 19);
    }

    #[test]
    fn keys_do_not_meet() {
        let prefix = Prefix::random().unwrap();
        let keys: HashSet<_> = (0..10_000).map(|_| prefix.key().unwrap()).collect();
        assert_eq!(keys.len(), 10_000);
        assert!(keys.iter().all(|key| prefix.made(key)));
    }

    #[test]
    fn a_prefix_that_could_mean_foreign_machines_is_refused() {
        for text in ["", "_", "a_", "Anna", "a__b", "1a", "a b", "a/b", "训练", &"a".repeat(25)] {
            assert_eq!(Prefix::new(text).unwrap_err().field(), Some("prefix"), "{text}");
        }
    }
}
