//! Texts of other people in one line of a message.

use std::fmt;

/// The most characters of such a text that are shown.
const SHOWN: usize = 200;
/// The most characters of such a text that an error keeps, where it need not be whole.
const KEPT: usize = 400;

/// A text that cannot break the line it stands in, or reorder it.
pub(crate) struct OneLine<'a> {
    text: &'a str,
    shown: usize,
}

impl<'a> OneLine<'a> {
    /// A text of our own, with words of other people in it.
    pub(crate) fn whole(text: &'a str) -> Self {
        let shown = usize::MAX;
        Self { text, shown }
    }

    /// A text of other people. It cannot make the line endless either.
    pub(crate) fn short(text: &'a str) -> Self {
        let shown = SHOWN;
        Self { text, shown }
    }
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for (count, character) in self.text.chars().enumerate() {
            if count == self.shown {
                return f.write_char('…');
            }
            if is_odd(character) {
                write!(f, "{}", character.escape_unicode())?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}

/// Control characters, line separators, and what changes the direction of reading.
fn is_odd(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The beginning of a text that nobody needs whole.
pub(crate) fn bounded(text: String) -> String {
    match text.char_indices().nth(KEPT) {
        None => text,
        Some(_) => text.chars().take(KEPT).chain(['…']).collect(),
    }
}
