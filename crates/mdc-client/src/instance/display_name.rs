//! The name that the user gives, which is the one handle on a create whose answer was lost.

use std::fmt;

use gpu_http::Random;

use crate::{Error, Result};

/// The name that the user gives to a new instance (`displayName`, documented).
///
/// MatrixDC has no unique key for a create. A name made by [`unique`](Self::unique) takes its
/// place: when the answer to a create is lost and the list shows an instance of that name, it is
/// the one. Any other name may be borne by several instances and proves nothing.
///
/// Use a unique name for one create only: two instances of one name cannot be told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName {
    text: String,
    unique: bool,
}

/// Letters and digits that are not mistaken for one another: 32 of them.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The longest name that the console took in 2024. The API's own limit is not documented.
const CONSOLE_LIMIT: usize = 56;

impl DisplayName {
    /// A name of the user's choice. It is no proof of anything: prefer [`unique`](Self::unique).
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming `displayName` for a name that is blank or has control characters.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        if text.trim().is_empty() {
            return Err(Error::invalid("displayName", "is empty"));
        }
        if text.chars().any(char::is_control) {
            return Err(Error::invalid("displayName", "has a control character"));
        }
        Ok(Self {
            text,
            unique: false,
        })
    }

    /// A name that no other instance has: the beginning that is given, a hyphen and 16 random
    /// characters (80 bits). A beginning too long for 56 characters in all is cut.
    #[must_use]
    pub fn unique(beginning: &str) -> Self {
        Self::unique_from(beginning, &Random::default())
    }

    /// The same with an injected source of randomness, for tests.
    #[must_use]
    pub fn unique_from(beginning: &str, random: &Random) -> Self {
        let tail: String = [random.next(), random.next()]
            .into_iter()
            .flat_map(eight_characters)
            .collect();
        let beginning: String = beginning
            .chars()
            .filter(|character| !character.is_control())
            .take(CONSOLE_LIMIT - tail.len() - 1)
            .collect();
        let beginning = beginning.trim();
        let text = if beginning.is_empty() {
            tail
        } else {
            format!("{beginning}-{tail}")
        };
        Self { text, unique: true }
    }

    /// The name. Keep it: with it the instance can be found again.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the name was made by [`unique`](Self::unique), so that an instance that has it is
    /// the one it was made for.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.unique
    }
}

/// Eight characters from the upper 40 bits of a random number.
fn eight_characters(number: u64) -> impl Iterator<Item = char> {
    (0..8).filter_map(move |place| {
        let index = usize::try_from((number >> (59 - 5 * place)) & 31).ok()?;
        ALPHABET.get(index).copied().map(char::from)
    })
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_unique_name_is_one_and_fits_the_console() {
        let long = "训练".repeat(40);
        for beginning in ["train", "", "  ", "a\nb", long.as_str()] {
            let name = DisplayName::unique(beginning);
            assert!(name.is_unique());
            assert!(name.as_str().chars().count() <= CONSOLE_LIMIT, "{name}");
            assert!(DisplayName::new(name.as_str()).is_ok(), "{name}");
        }
        let names: HashSet<_> = (0..1000)
            .map(|_| DisplayName::unique("train").text)
            .collect();
        assert_eq!(names.len(), 1000);
        assert!(
            names
                .iter()
                .all(|name| name.starts_with("train-") && name.len() == 22)
        );
    }

    #[test]
    fn all_of_the_alphabet_is_used() {
        for (number, expected) in [
            (0, "aaaaaaaa"),
            (u64::MAX, "99999999"),
            (1 << 59, "baaaaaaa"),
        ] {
            assert_eq!(eight_characters(number).collect::<String>(), expected);
        }
        let distinct: HashSet<_> = ALPHABET.iter().collect();
        assert_eq!(distinct.len(), 32);
    }

    #[test]
    fn a_chosen_name_proves_nothing_and_is_never_blank() {
        assert!(!DisplayName::new("test1").unwrap().is_unique());
        for text in ["", " ", "a\nb"] {
            assert_eq!(
                DisplayName::new(text).unwrap_err().field(),
                Some("displayName")
            );
        }
    }
}
