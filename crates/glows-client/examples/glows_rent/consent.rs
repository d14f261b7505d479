//! Whether somebody agrees to pay.

use std::io::{self, BufRead, Write};

pub(crate) const REFUSED: &str = "not rented: nobody said yes (type it, or give --yes)";

/// Asks whoever sits at the terminal, if anybody does.
pub(crate) fn is_given(
    at_a_terminal: bool,
    mut answers: impl BufRead,
    mut questions: impl Write,
) -> io::Result<bool> {
    if !at_a_terminal {
        return Ok(false);
    }
    write!(questions, "Rent this machine for real money? Type yes: ")?;
    questions.flush()?;
    let mut answer = String::new();
    answers.read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}
