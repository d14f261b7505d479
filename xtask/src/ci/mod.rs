//! `cargo xtask ci`: every gate that a change must pass, each named in the output.

mod files;
mod gate;
mod gates;
mod msrv;
mod report;

use std::io::Write;
use std::time::Instant;

use crate::Error;
use crate::cli::Outcome;

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask ci [--list] [--only GATE[,GATE…]]

Runs every gate that .ci/run runs, names each, goes on after a failure and ends with a table.

  --list   name the gates and what each checks, and run nothing
  --only   run these gates
";

/// Runs the gates named in `args`, or all of them.
///
/// # Errors
/// When the arguments are not understood or the output cannot be written.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    let gates = gates::all()?;
    let chosen = match args {
        [] => gates,
        [list] if list == "--list" => return report::list(out, &gates),
        [only, names] if only == "--only" => choose(gates, names)?,
        _ => {
            return Err(Error::new(format!(
                "cannot read these arguments\n\n{USAGE}"
            )));
        }
    };
    let mut results = Vec::new();
    for gate in &chosen {
        report::begin(out, gate)?;
        let started = Instant::now();
        let failure = gate.run(out).err();
        results.push(report::Result {
            name: gate.name,
            took: started.elapsed(),
            failure,
        });
        report::end(out, results.last())?;
    }
    report::summary(out, &results)
}

fn choose(gates: Vec<gate::Gate>, names: &str) -> Result<Vec<gate::Gate>, Error> {
    let names: Vec<&str> = names.split(',').collect();
    if let Some(unknown) = names
        .iter()
        .find(|name| !gates.iter().any(|gate| gate.name == **name))
    {
        return Err(Error::new(format!(
            "no gate `{unknown}`; see `cargo xtask ci --list`"
        )));
    }
    Ok(gates
        .into_iter()
        .filter(|gate| names.contains(&gate.name))
        .collect())
}
