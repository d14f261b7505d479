//! Nothing is rented for real money before somebody has said yes.

use std::io::{IsTerminal, Write};

use crate::Result;

/// Asks on the terminal; without one nobody can say yes.
pub(crate) fn ask() -> Result<()> {
    let stdin = std::io::stdin();
    let mut answer = String::new();
    if stdin.is_terminal() {
        print!("Rent this machine for real money? Type yes: ");
        std::io::stdout().flush()?;
        stdin.read_line(&mut answer)?;
    }
    if answer.trim() == "yes" {
        return Ok(());
    }
    Err("not rented: nobody said yes (type it, or give --yes)".into())
}
