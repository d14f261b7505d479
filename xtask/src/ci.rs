//! `cargo xtask ci`: every gate that a change must pass, each named in the output.

mod files;
mod gates;
mod translations;

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::Outcome;
use crate::workspace::output;

/// Something that a change must pass.
struct Gate {
    name: &'static str,
    /// What is true when it passes.
    checks: &'static str,
    steps: Vec<&'static str>,
    /// Whether it runs beside the gates that follow. What it says is printed when they are done.
    beside: bool,
}

/// How one gate ended.
struct Played {
    name: &'static str,
    took: Duration,
    failure: Option<String>,
}

/// Runs the gates named in `options`, or all of them.
pub(crate) fn run(options: &[&str]) -> Result<Outcome> {
    let mut gates = gates::all();
    match options {
        [] => {}
        ["--list"] => {
            for gate in gates {
                println!("{:9} {}", gate.name, gate.checks);
            }
            return Ok(Outcome::Clean);
        }
        ["--only", names] => {
            let names: Vec<&str> = names.split(',').collect();
            gates.retain(|gate| names.contains(&gate.name));
            if gates.len() < names.len() {
                bail!("a name is no gate; see `cargo xtask ci --list`");
            }
        }
        _ => bail!("cannot read these options; see `cargo xtask help`"),
    }
    summary(&play_all(gates)?)
}

fn play_all(gates: Vec<Gate>) -> Result<Vec<Played>> {
    let (mut played, mut beside) = (Vec::new(), Vec::new());
    for gate in gates {
        if gate.beside {
            println!("\n==> {} starts: {}", gate.name, gate.checks);
            beside.push(thread::spawn(move || play(gate)));
        } else {
            println!("\n==> {}: {}", gate.name, gate.checks);
            played.push(told(play(gate)));
        }
    }
    for gate in beside {
        let gate = gate.join().ok().context("a gate panicked")?;
        played.push(told(gate));
    }
    Ok(played)
}

/// Prints what a gate said that ran beside others, and how it ended.
fn told((played, said): (Played, String)) -> Played {
    print!("{said}");
    let (name, seconds) = (played.name, played.took.as_secs());
    match &played.failure {
        None => println!("<== {name} passed in {seconds} s"),
        Some(failure) => println!("<== {name} FAILED: {failure}"),
    }
    played
}

/// Runs the steps in order until one fails.
fn play(gate: Gate) -> (Played, String) {
    let started = Instant::now();
    let mut said = String::new();
    let mut steps = gate.steps.iter();
    let failure = steps.find_map(|step| take(step, gate.beside, &mut said).err());
    let played = Played {
        name: gate.name,
        took: started.elapsed(),
        failure: failure.map(|error| format!("{error:#}")),
    };
    (played, said)
}

fn take(step: &str, beside: bool, said: &mut String) -> Result<()> {
    if let Some(check) = step.strip_prefix("check ") {
        said.push_str(&files::find(check)?()?);
        return Ok(());
    }
    let mut command = gates::command(step)?;
    if beside {
        said.push_str(&format!("$ {step}\n{}", output(&mut command)?));
        return Ok(());
    }
    println!("$ {step}");
    let status = command.status().with_context(|| step.to_owned())?;
    ensure!(status.success(), "`{step}` failed");
    Ok(())
}

fn summary(played: &[Played]) -> Result<Outcome> {
    println!();
    for gate in played {
        let verdict = gate.failure.as_ref().map_or("passed", |_| "FAILED");
        println!("{:9} {:4} s  {verdict}", gate.name, gate.took.as_secs());
    }
    let failed = played.iter().filter(|gate| gate.failure.is_some()).count();
    println!("\n{} gates passed, {failed} failed", played.len() - failed);
    Ok(Outcome::clean_if(failed == 0))
}
