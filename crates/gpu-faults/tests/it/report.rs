//! What a person is shown, also when all is well: past the capture of the test harness. And what a
//! person asks for.

use std::io::Write as _;

/// Prints a block of text between two empty lines, undivided by what other tests print.
pub(crate) fn show(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{}\n", text.trim_end()).expect("a standard output");
}

/// The number in a variable of the environment.
pub(crate) fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
}
