//! What a person is shown, also when all is well: past the capture of the test harness.

use std::io::Write as _;

/// Prints a block of text between two empty lines, undivided by what other tests print.
pub(crate) fn show(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{}\n", text.trim_end()).expect("a standard output");
}
