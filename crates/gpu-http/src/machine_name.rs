//! Names that callers choose for machines, and names that prove something.

use gpu_common::__private::IdText;
use gpu_common::{InvalidInput, check_text};

use crate::Random;

/// How the names of a vendor look, and what is put at the end of one to make it unique.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct NameForm {
    field: &'static str,
    /// The most characters of a name, and of a unique one.
    longest: (usize, usize),
    separator: char,
    /// What the unique end is made of, and how long it is. It has no separators and one case, so that it
    /// survives a service that trims, normalises or cuts what stands before it.
    alphabet: &'static [u8],
    length: usize,
}

/// The length of a unique end of letters and digits, of which none is mistaken for another: 80 bits.
const LETTERS: usize = 16;

impl NameForm {
    /// Names whose unique end has letters and digits, behind this separator. `longest` is the most
    /// characters of a name, and of a unique one.
    pub const fn letters(field: &'static str, longest: (usize, usize), separator: char) -> Self {
        let alphabet = b"abcdefghijkmnpqrstuvwxyz23456789";
        Self { field, longest, separator, alphabet, length: LETTERS }
    }

    /// The same with digits only: 20, which are 66 bits.
    pub const fn digits(field: &'static str, longest: (usize, usize), separator: char) -> Self {
        Self { field, longest, separator, alphabet: b"0123456789", length: 20 }
    }

    /// A name that a caller chose, if it is one.
    pub fn checked(&self, name: &str) -> Result<IdText, InvalidInput> {
        IdText::new(self.field, name, self.longest.0)
    }

    /// A name that no other machine has, with the given beginning.
    pub fn unique(&self, beginning: &str, random: &Random) -> Result<IdText, InvalidInput> {
        let room = self.longest.1.saturating_sub(self.length + 1);
        check_text(self.field, beginning, room)?;
        let Some(number) = random.fresh() else {
            let reason = "cannot be made unique, because the system gives no random numbers";
            return Err(InvalidInput::new(self.field, reason));
        };
        let base = self.alphabet.len() as u128;
        let numbers = std::iter::successors(Some(number), |number| Some(number / base));
        let digits = numbers.filter_map(|number| {
            let digit = usize::try_from(number % base).ok()?;
            self.alphabet.get(digit).copied().map(char::from)
        });
        let tail: String = digits.take(self.length).collect();
        let name = self.checked(&format!("{beginning}{}{tail}", self.separator))?;
        Ok(name.made_unique())
    }

    /// A name that was made unique before.
    pub fn restored(&self, written: &str) -> Result<IdText, InvalidInput> {
        let name = self.checked(written)?;
        match written.rsplit_once(self.separator) {
            Some((beginning, tail))
                if !beginning.is_empty()
                    && tail.len() == self.length
                    && tail.bytes().all(|byte| self.alphabet.contains(&byte)) =>
            {
                Ok(name.made_unique())
            }
            _ => Err(InvalidInput::new(self.field, "does not end as a unique name does")),
        }
    }

    /// The end that makes a name unique, be it made here or by a lease.
    pub fn unique_end<'a>(&self, name: &'a IdText) -> Option<&'a str> {
        let of = |tail: &&str| {
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            name.is_unique() && tail.len() >= LETTERS && tail.bytes().all(is_plain)
        };
        let (_, tail) = name.as_str().rsplit_once([self.separator, '_'])?;
        Some(tail).filter(of)
    }

    /// Whether a listed name is the one that was sent: of a unique name the unique end is enough.
    pub fn matches(&self, name: &IdText, listed: &str) -> bool {
        match self.unique_end(name) {
            Some(tail) => listed.to_ascii_lowercase().contains(tail),
            None => listed == name.as_str(),
        }
    }
}

/// Defines the type of the names that callers choose for the machines of a vendor.
///
/// What is deserialised can come from an answer and is kept as it is, unless it is blank; it is checked
/// before it is sent. Two names are the same if their texts are. A name is written as its text; one that is
/// read back proves nothing until it goes through `restore_unique`.
///
/// ```
/// gpu_http::machine_name! {
///     /// A name of at most 64 characters; its unique end is 16 letters and digits behind a hyphen.
///     pub struct Name(gpu_http::NameForm::letters("name", (64, 64), '-'));
/// }
///
/// let name = Name::unique("train")?;
/// assert!(name.is_unique() && name.matches(name.as_str()));
/// let restored = Name::restore_unique(name.as_str())?;
/// assert!(restored.is_unique() && !Name::new(name.as_str())?.is_unique());
/// let random = gpu_http::Random::from_fn(|| 7); // in tests
/// assert_eq!(Name::unique_from("train", &random)?, Name::unique_from("train", &random)?);
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
#[macro_export]
macro_rules! machine_name {
    ($(#[$meta:meta])* pub struct $name:ident($form:expr);) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::__private::IdText);

        impl $name {
            const FORM: $crate::NameForm = $form;

            /// Takes a name as it is. After a create whose fate is unclear, machines of this name
            /// are shown as candidates, but none is proven to be the one that was made.
            ///
            /// # Errors
            ///
            /// If it is blank, too long, has white space around it, or a control character or an
            /// invisible mark in it.
            pub fn new(name: impl Into<String>) -> Result<Self, $crate::InvalidInput> {
                Self::FORM.checked(&name.into()).map(Self)
            }

            /// Makes a name that no other machine has: the beginning and a random end. It proves
            /// something only as long as it is used for one create; make a new one for the next.
            ///
            /// # Errors
            ///
            /// If the beginning is no name itself or leaves no room, or if the system gives no
            /// random numbers.
            pub fn unique(beginning: &str) -> Result<Self, $crate::InvalidInput> {
                Self::unique_from(beginning, &$crate::Random::default())
            }

            /// As [`unique`](Self::unique), with numbers from the given source, for tests.
            ///
            /// # Errors
            ///
            /// As [`unique`](Self::unique).
            pub fn unique_from(
                beginning: &str,
                random: &$crate::Random,
            ) -> Result<Self, $crate::InvalidInput> {
                Self::FORM.unique(beginning, random).map(Self)
            }

            /// Takes a unique name that was written down, to look for its machine after a crash. For
            /// another create make another name.
            ///
            /// # Errors
            ///
            /// If the text does not have the form of a name that [`unique`](Self::unique) made.
            pub fn restore_unique(
                written: impl Into<String>,
            ) -> Result<Self, $crate::InvalidInput> {
                Self::FORM.restored(&written.into()).map(Self)
            }

            /// The text. Keep it: with it the machine can be found again.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// Checks a name that was deserialised.
            #[doc(hidden)]
            pub fn check(&self) -> Result<(), $crate::InvalidInput> {
                Self::FORM.checked(self.as_str()).map(|_| ())
            }

            /// Takes a name that a lease has made unique.
            #[doc(hidden)]
            pub fn made_unique(text: &str) -> Result<Self, $crate::InvalidInput> {
                Self::FORM.checked(text).map(|text| Self(text.made_unique()))
            }

            /// Takes what a vendor sent, if it names anything.
            #[doc(hidden)]
            pub fn from_sent(text: &str, is_number: bool) -> Option<Self> {
                $crate::__private::IdText::sent(text.into(), is_number).ok().map(Self)
            }

            /// Whether the name was made by [`unique`](Self::unique), or restored as one that was.
            pub fn is_unique(&self) -> bool {
                self.0.is_unique()
            }

            /// What to look for where an entry cannot be read: of a unique name its random end.
            #[doc(hidden)]
            pub fn sought(&self) -> &str {
                Self::FORM.unique_end(&self.0).unwrap_or(self.as_str())
            }

            /// Whether a listed name is this one. Of a unique name its random end is enough: the
            /// service may have trimmed, normalised or cut the rest.
            pub fn matches(&self, listed: &str) -> bool {
                Self::FORM.matches(&self.0, listed)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        $crate::__private::gpu_common::__id_traits!($name);
    };
}

#[cfg(test)]
mod tests;
