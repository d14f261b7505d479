//! Whether somebody wants to pay for it.

use std::io::{self, IsTerminal, Write};

const REFUSED: &str = "not rented: nobody said yes (type it, or give --yes)";

/// Asks at the terminal; where there is none, nobody can say yes.
pub(crate) fn ask() -> crate::Result<()> {
    if !io::stdin().is_terminal() {
        return Err(REFUSED.into());
    }
    print!("Rent this machine for real money? Type yes: ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    if answer.trim() == "yes" { Ok(()) } else { Err(REFUSED.into()) }
}
