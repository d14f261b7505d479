//! The caller's own key of an instance: what makes a lost create findable.

use gpu_common::Timestamp;
use gpu_http::Random;

use crate::Result;
use crate::text::text_type;

text_type! {
    /// The caller's own key for an instance (`custom_meta_key`, `meta_key`, `metaKey`): chosen
    /// before the create, globally unique, at most 64 characters (documented). With it an instance
    /// can be found, queried and released even if the answer to its create was lost.
    ///
    /// Whether "globally" means the account or the platform, and whether a key is free again after
    /// the release, is not published: choose keys that nobody else has, once each. Which characters
    /// are allowed is not published either; the samples use letters, digits, `.` and `_`.
    MetaKey, "meta_key", longest: 64
}

/// Letters and digits in one case: a key can be read out over the phone.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl MetaKey {
    /// A key that nobody else has: the prefix, the time and a random number, as in
    /// `train.06k5x2v8g.5t2m8rj0q9h3c`.
    ///
    /// Write it down before the create: it is what finds the machine if everything else is lost.
    ///
    /// ```
    /// let key = glows_client::MetaKey::unique("train")?;
    /// assert!(key.as_str().starts_with("train."));
    /// # Ok::<(), glows_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `meta_key`, if the prefix is longer than 40 characters, or is no key
    /// itself: see [`new`](Self::new).
    pub fn unique(prefix: &str) -> Result<Self> {
        Self::assembled(prefix, Timestamp::now(), Random::default().next())
    }

    fn assembled(prefix: &str, now: Timestamp, random: u64) -> Result<Self> {
        crate::text::check_exact("meta_key", prefix, 40)?;
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Self::new(format!(
            "{prefix}.{}.{}",
            base32(millis, 9),
            base32(random, 13)
        ))
    }
}

/// A number in base 32, the lowest `width` digits.
fn base32(number: u64, width: u32) -> String {
    let digit = |place: u32| {
        let index = number.checked_shr(5 * place).unwrap_or(0) & 31;
        DIGITS
            .get(index as usize)
            .map_or('0', |&digit| char::from(digit))
    };
    (0..width).rev().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_unique_key_is_prefix_time_and_randomness() {
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        let key = MetaKey::assembled("train", now, u64::MAX).unwrap();
        assert_eq!(key.as_str(), "train.1kdvdna00.fzzzzzzzzzzzz");
        let key = MetaKey::assembled("train", now, 1).unwrap();
        assert_eq!(key.as_str(), "train.1kdvdna00.0000000000001");
    }

    #[test]
    fn unique_keys_differ() {
        let keys: HashSet<_> = (0..1000).map(|_| MetaKey::unique("k").unwrap()).collect();
        assert_eq!(keys.len(), 1000);
    }

    #[test]
    fn the_longest_prefix_still_fits_the_limit() {
        let key = MetaKey::unique(&"p".repeat(40)).unwrap();
        assert_eq!(key.as_str().len(), 64);
        for prefix in ["", " ", "p\n", &"p".repeat(41)] {
            assert_eq!(
                MetaKey::unique(prefix).unwrap_err().field(),
                Some("meta_key")
            );
        }
    }
}
