//! Texts of other people in one line of a message.

use std::fmt;

/// The most characters of such a text that are shown.
const SHOWN: usize = 200;
/// The most characters of a message of ours with such texts in it.
const MESSAGE: usize = 2_000;

/// Shows a text so that it cannot break the line it stands in, reorder it, steer the terminal or make
/// the line endless: control and format characters are shown as `\u{…}`, and a long text is cut.
///
/// ```
/// use gpu_common::OneLine;
///
/// assert_eq!(OneLine::short("Run\u{1b}[2Jning\n").to_string(), "Run\\u{1b}[2Jning\\u{a}");
/// assert_eq!(OneLine::short(&"x".repeat(300)).to_string().chars().count(), 201);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OneLine<'a> {
    text: &'a str,
    shown: usize,
}

impl<'a> OneLine<'a> {
    /// A text of other people: 200 characters of it.
    pub fn short(text: &'a str) -> Self {
        let shown = SHOWN;
        Self { text, shown }
    }

    /// A message of our own with texts of other people in it: 2,000 characters of it.
    pub fn message(text: &'a str) -> Self {
        let shown = MESSAGE;
        Self { text, shown }
    }

    /// Whether a character is escaped: control characters, separators of lines, and the invisible ones
    /// that change how their neighbours are read (Unicode's category Cf, and blanks that pass for
    /// nothing).
    pub fn is_odd(character: char) -> bool {
        character.is_control()
            || matches!(character,
                '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
                | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
                | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}')
    }
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for (count, character) in self.text.chars().enumerate() {
            if count == self.shown {
                return f.write_char('…');
            }
            if Self::is_odd(character) {
                write!(f, "{}", character.escape_unicode())?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}
