//! `cargo xtask ci`: every gate that a change must pass, each named in the output.

mod files;
mod gate;
mod gates;
mod msrv;
mod report;

use std::io::Write;
use std::thread;
use std::time::Instant;

use crate::Error;
use crate::cli::{Outcome, say};
use gate::Gate;

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
    let results = play_all(&chosen, out)?;
    report::summary(out, &results)
}

/// Runs the gates in turn. One that may run beside others starts when its turn comes, the next does
/// not wait for it, and it prints when all is over.
fn play_all(gates: &[Gate], out: &mut dyn Write) -> Result<Vec<report::Result>, Error> {
    thread::scope(|scope| {
        let (mut results, mut started) = (Vec::new(), Vec::new());
        for gate in gates {
            if gate.beside {
                started.push(scope.spawn(move || {
                    let mut said = Vec::new();
                    let result = play(gate, &mut said);
                    (said, result)
                }));
            } else {
                results.push(play(gate, out)?);
            }
        }
        for gate in started {
            let panicked = |_| Error::new("a gate that ran beside the others panicked");
            let (said, result) = gate.join().map_err(panicked)?;
            say(out, &String::from_utf8_lossy(&said))?;
            results.push(result?);
        }
        Ok(results)
    })
}

fn play(gate: &Gate, out: &mut dyn Write) -> Result<report::Result, Error> {
    report::begin(out, gate)?;
    let started = Instant::now();
    let failure = gate.run(out).err();
    let result = report::Result {
        name: gate.name,
        took: started.elapsed(),
        failure,
        unchecked: gate.unchecked(),
    };
    report::end(out, &result)?;
    Ok(result)
}

fn choose(gates: Vec<Gate>, names: &str) -> Result<Vec<Gate>, Error> {
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
